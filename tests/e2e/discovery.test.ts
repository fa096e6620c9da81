import type { Page } from '@playwright/test'
import type { HomeView, ProductPage } from '../../shared/contracts/catalog'
import { expect, expectAccessible, test } from '../support/browser'
import { openAsAdmin } from '../support/sign-in'

// What is gone says so.
test.use({ expectedMessages: /status of (404|410)/ })

const newest = async (page: Page) => ((await (await page.request.get('/api/products?sort=newest&limit=6')).json()) as ProductPage).items
const recent = (page: Page) => page.getByRole('region', { name: 'What you looked at' })

test('what was looked at is shown again, and forgotten at a press', async ({ page }) => {
  const [first, second, third] = await newest(page)
  for (const { slug } of [first!, second!, third!]) {
    await page.goto(`/products/${slug}`, { waitUntil: 'networkidle' })
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  await expect(recent(page).getByRole('heading', { level: 3 })).toHaveText([second!.title, first!.title])
  await expectAccessible(page)

  await page.goto('/')
  await expect(recent(page).getByRole('heading', { level: 3 })).toHaveText([third!.title, second!.title, first!.title])
  await recent(page).getByRole('button', { name: 'Forget these' }).press('Enter')
  await expect(page.getByText('Nothing of it is kept.')).toBeFocused()
  await expect(recent(page)).toHaveCount(0)
  await page.reload({ waitUntil: 'networkidle' })
  await expect(recent(page)).toHaveCount(0)
})

test('an admin puts products first on the home page, by the keyboard', { tag: '@once' }, async ({ page, newPerson }) => {
  test.setTimeout(120_000)
  const [one, other] = (await newest(page)).filter(({ inStock }) => inStock).slice(-2)
  await openAsAdmin(page, '/admin/settings')
  const row = page.getByRole('region', { name: 'First among what is popular' })
  const address = row.getByLabel('Address of a product')
  const add = async (text: string) => {
    await address.fill(text)
    await address.press('Enter')
  }

  await add('nothing-like-this')
  await expect(row.getByText('Nothing is for sale at this address.')).toBeVisible()
  await expect(address).toHaveAttribute('aria-invalid', 'true')
  await add(new URL(`/products/${one!.slug}?variant=1`, page.url()).href)
  await expect(row.getByRole('listitem')).toHaveCount(1)
  await add(other!.slug)
  await expect(row.getByRole('listitem')).toHaveCount(2)
  const up = row.getByRole('button', { name: `Move ${other!.title} up` })
  await up.press('Enter')
  await expect(row.getByRole('button', { name: `Move ${other!.title} down` })).toBeFocused()
  await expect(row.getByRole('listitem').first()).toContainText(other!.title)
  await expectAccessible(page)
  await row.getByRole('button', { name: 'Save this row' }).press('Enter')
  await expect(page.getByText(`Added: ${other!.slug}, ${one!.slug}`)).toBeVisible()

  const shopper = await newPerson()
  const popular = async () => {
    const { rows } = (await (await shopper.request.get('/api/home')).json()) as HomeView
    return rows
      .find(({ key }) => key === 'popular')!
      .items.slice(0, 2)
      .map(({ slug }) => slug)
  }
  expect(await popular()).toEqual([other!.slug, one!.slug])
  await shopper.goto('/')
  const shelf = shopper.getByRole('region', { name: 'What people are taking home' })
  await expect(shelf.getByRole('heading', { level: 3 }).first()).toHaveText(other!.title)

  for (const { title } of [one!, other!]) await row.getByRole('button', { name: `Take ${title} out` }).press('Enter')
  await row.getByRole('button', { name: 'Save this row' }).press('Enter')
  await expect(page.getByText(/^Taken away: /).first()).toBeVisible()
})

test('a list in which nothing is left shows the way back', { tag: '@once' }, async ({ page }) => {
  const answer = await page.goto('/de/categories/kitchen-and-table?price=0-2500&cursor=nothing')
  expect(answer!.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('An dieser Ecke steht kein Stand')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expectAccessible(page)
})
