import type { Page } from '@playwright/test'
import type { CartView } from '../../shared/contracts/cart'
import type { ProductPage } from '../../shared/contracts/catalog'
import { demoAccount, expect, test } from '../support/browser'

/** Opens a page whose scripts do not come before they are let go. */
async function openWithoutScripts(page: Page, address: string): Promise<() => void> {
  let letGo = () => {}
  const wait = new Promise<void>((resolve) => (letGo = resolve))
  await page.route('**/_nuxt/*.js', async (route) => {
    await wait
    await route.continue()
  })
  await page.goto(address, { waitUntil: 'commit' })
  return letGo
}

test.describe('a page that is drawn but not yet alive', { tag: '@once' }, () => {
  test('keeps what is pressed, and does it once', async ({ page }) => {
    const { items } = (await (await page.request.get('/api/products?inStock=true&limit=48')).json()) as ProductPage
    const product = items.find(({ variantCount }) => variantCount === 1)!
    const letGo = await openWithoutScripts(page, `/products/${product.slug}`)

    const add = page.getByRole('button', { name: 'Add to cart' }).first()
    await add.click()
    await add.click()
    await expect(add).toHaveAttribute('data-held')
    letGo()

    await expect(page.getByText(`${product.title} is in your cart`)).toBeVisible()
    await expect(add).not.toHaveAttribute('data-held')
    const cart = (await (await page.request.get('/api/cart')).json()) as CartView
    expect(cart.shops.flatMap(({ lines }) => lines.map(({ title, quantity }) => ({ title, quantity })))).toEqual([
      { title: product.title, quantity: 1 },
    ])
  })

  test('keeps what is typed and sent by Enter', async ({ page }) => {
    const { email, password } = demoAccount('shopper')
    const letGo = await openWithoutScripts(page, '/sign-in')
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    letGo()
    await expect(page).toHaveURL('/account')
  })

  test('searches without scripts', async ({ page }) => {
    await openWithoutScripts(page, '/')
    await page.getByRole('searchbox', { name: 'Search for products' }).fill('mug')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/search\?q=mug/)
  })
})
