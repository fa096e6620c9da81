import type { Page } from '@playwright/test'
import type { ProductPage } from '../../shared/contracts/catalog'
import { expect, expectAccessible, test } from '../support/browser'

/** Compressed bytes of what is fetched before any interaction, without the headers of the answers. */
const MOST_SCRIPT = 120_000
const MOST_STYLE = 30_000

async function addresses(page: Page): Promise<Record<string, string>> {
  const { items } = (await (await page.request.get('/api/products?sort=popular&limit=24')).json()) as ProductPage
  const chosen = items.find(({ variantCount }) => variantCount > 1)!
  return {
    home: '/',
    category: '/categories/kitchen-and-table',
    product: `/products/${chosen.slug}`,
    shop: `/shops/${chosen.shop.slug}`,
    search: '/search?q=mug',
    'nothing found': '/search?q=zzzzqqq',
    cart: '/cart',
    'sign in': '/sign-in',
    German: '/de',
  }
}

test('axe finds nothing on the pages where people arrive', async ({ page }) => {
  test.setTimeout(180_000)
  for (const address of Object.values(await addresses(page))) {
    await page.goto(address, { waitUntil: 'networkidle' })
    await expectAccessible(page)
  }
})

test('the first visit stays within its weight', async ({ page, browser }) => {
  test.setTimeout(120_000)
  const { home, category, product } = await addresses(page)
  for (const address of [home!, category!, product!]) {
    const context = await browser.newContext()
    const visitor = await context.newPage()
    const session = await context.newCDPSession(visitor)
    await session.send('Network.enable')
    const kinds = new Map<string, string>()
    const bytes = { Script: 0, Stylesheet: 0 }
    session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
    session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
      const kind = kinds.get(requestId)
      if (kind === 'Script' || kind === 'Stylesheet') bytes[kind] += encodedDataLength
    })
    await visitor.goto(address, { waitUntil: 'networkidle' })
    await context.close()

    expect(bytes.Script, `${address}: bytes of script`).toBeGreaterThan(10_000)
    expect(bytes.Script, `${address}: bytes of script`).toBeLessThanOrEqual(MOST_SCRIPT)
    expect(bytes.Stylesheet, `${address}: bytes of style`).toBeLessThanOrEqual(MOST_STYLE)
  }
})

test('browsing needs no script', async ({ browser, page }) => {
  const { home, product } = await addresses(page)
  const context = await browser.newContext({ javaScriptEnabled: false })
  const visitor = await context.newPage()

  await visitor.goto(home!)
  await visitor.getByRole('combobox', { name: 'Search for products' }).fill('mug')
  await visitor.keyboard.press('Enter')
  await expect(visitor).toHaveURL(/\/search\?q=mug/)
  await expect(visitor.getByRole('main').getByRole('link').first()).toBeVisible()

  await visitor.goto(product!)
  await expect(visitor.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(visitor.getByText('Tax included').first()).toBeVisible()
  await context.close()
})

test('a page that is left before it has come says nothing', { tag: '@once' }, async ({ page }) => {
  await page.goto('/')
  let letCome = () => {}
  const held = new Promise<void>((resolve) => (letCome = resolve))
  await page.route('**/api/categories/**', async (route) => {
    await held
    await route.continue().catch(() => {})
  })
  await page.getByRole('navigation').getByRole('link', { name: 'Kitchen & table' }).first().click()
  await expect(page).toHaveURL('/categories/kitchen-and-table')
  await page.getByRole('combobox', { name: 'Search for products' }).fill('bowl')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/search?q=bowl')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('bowl')
  letCome()
  await page.waitForLoadState('networkidle')
})
