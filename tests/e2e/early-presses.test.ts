import type { Page } from '@playwright/test'
import type { CartView } from '../../shared/contracts/cart'
import type { ProductPage, ProductView } from '../../shared/contracts/catalog'
import { demoAccount, expect, test } from '../support/browser'
import { signIn } from '../support/sign-in'

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

/** A product of one variant that there is enough of. */
async function plentiful(page: Page): Promise<ProductView> {
  const { items } = (await (await page.request.get('/api/products?inStock=true&limit=48')).json()) as ProductPage
  for (const { slug, variantCount } of items) {
    if (variantCount > 1) continue
    const product = (await (await page.request.get(`/api/products/${slug}`)).json()) as ProductView
    if (product.variants[0]!.availability.kind === 'in_stock') return product
  }
  throw new Error('There is little of everything.')
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

  test('buys as many as were chosen, by pressing or by typing', async ({ page }) => {
    const product = await plentiful(page)
    const quantityBought = async () => {
      await expect(page.getByText(`${product.title} is in your cart`)).toBeVisible()
      const cart = (await (await page.request.get('/api/cart')).json()) as CartView
      return cart.shops.flatMap(({ lines }) => lines.map(({ quantity }) => quantity))
    }

    let letGo = await openWithoutScripts(page, `/products/${product.slug}`)
    for (let n = 0; n < 2; n++) await page.getByRole('button', { name: 'One more' }).click()
    await page.getByRole('button', { name: 'Add to cart' }).first().click()
    letGo()
    expect(await quantityBought()).toEqual([3])

    letGo = await openWithoutScripts(page, `/products/${product.slug}`)
    await page.getByRole('textbox', { name: 'Quantity' }).first().fill('2')
    await page.getByRole('button', { name: 'Add to cart' }).first().click()
    letGo()
    expect(await quantityBought()).toEqual([5])
  })

  test('follows a link that is pressed while it comes alive', async ({ page }) => {
    // The scripts listen for links: they are here, and what they draw is not yet.
    await page.addInitScript(`
      const listen = document.addEventListener.bind(document)
      let isPressed = false
      document.addEventListener = (kind, ...others) => {
        listen(kind, ...others)
        if (kind !== 'pointerover' || isPressed) return
        isPressed = true
        queueMicrotask(() => document.querySelector('main a[href*="/products/"]').click())
      }
    `)
    await page.goto('/', { waitUntil: 'commit' })
    await expect(page).toHaveURL(/\/products\/[\w-]+/)
    await expect(page.getByRole('button', { name: 'Add to cart' }).first()).toBeVisible()
  })

  test('narrows and orders a list as was chosen', async ({ page }) => {
    const letGo = await openWithoutScripts(page, '/search?q=a')
    await page.getByRole('combobox', { name: 'Order' }).selectOption('price_desc')
    letGo()
    await expect(page).toHaveURL(/sort=price_desc/)
  })

  test('searches a list that has no button to send it by', async ({ page }) => {
    const { email, password } = demoAccount('seller')
    await signIn(page, { email, password })
    await expect(page).toHaveURL(/\/seller\/[\w-]+$/)
    const letGo = await openWithoutScripts(page, `${new URL(page.url()).pathname}/orders`)
    await page.getByRole('searchbox').first().fill('nothing like it')
    await page.keyboard.press('Enter')
    letGo()
    await expect(page).toHaveURL(/q=nothing/)
  })

  test('keeps what is done to a part that comes alive later', async ({ page }) => {
    const letGo = await openWithoutScripts(page, '/')
    await page.getByRole('button', { name: 'Dark', exact: true }).click()
    letGo()
    await expect(page.locator('html')).toHaveClass(/dark/)
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
    await page.getByRole('combobox', { name: 'Search for products' }).fill('mug')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/search\?q=mug/)
  })
})

test.describe('a page whose scripts never come', { tag: '@once' }, () => {
  test.use({ expectedMessages: /net::ERR_FAILED/ })

  test('says so when nothing becomes of it', async ({ page }) => {
    await page.route('**/_nuxt/*.js', (route) => route.abort())
    await page.goto('/sign-in')
    const notice = page.getByText('This page is still loading.')
    await expect(notice).toBeHidden()
    await page.locator('main').getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(notice).toBeVisible()
  })
})
