import AxeBuilder from '@axe-core/playwright'
import { chromium, type Browser, type Page, type Route } from '@playwright/test'
import { orderGroups, stockHolds } from '#db/schema'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findProgram } from '../../scripts/machine/find-program'
import { FAKE_STRIPE_JS } from '../support/doubles/fake-stripe/stripe-js'
import { needs } from '../support/needs'
import { startCheckout, stripeServer, WEBHOOK_SECRET } from '../support/stripe-server'

const SITE = 'https://souk.test'
const { fake, server } = await stripeServer()
const { ctx } = server
fake.deliveries.sendTo(`${server.url}/webhooks/stripe`, WEBHOOK_SECRET)

let browser: Browser
beforeAll(async () => {
  if (!needs('chromium')) return
  browser = await chromium.launch({
    executablePath: findProgram('chromium') ?? undefined,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
})
afterAll(async () => {
  await browser?.close()
})

/** What lies at an https address elsewhere is fetched from a server here. */
const from = (origin: string) => async (route: Route) => {
  const { pathname, search } = new URL(route.request().url())
  const response = await route.fetch({ url: origin + pathname + search, maxRedirects: 0 })
  await route.fulfill({ response })
}

/** The payment page of a buyer who has just ordered, in a browser that finds Stripe's addresses. */
async function paymentPage({ colorScheme = 'light', width = 1280 }: { colorScheme?: 'light' | 'dark'; width?: number } = {}) {
  const who = server.visitor()
  const { id } = (await startCheckout(server, who)).body

  const context = await browser.newContext({ locale: 'en-GB', colorScheme, viewport: { width, height: 900 } })
  await context.setExtraHTTPHeaders({ 'x-forwarded-for': who.address })
  for (const cookie of who.cookies().split('; ')) {
    const [name, value] = cookie.split('=') as [string, string]
    await context.addCookies([{ name, value, url: SITE }])
  }
  await context.route(`${SITE}/**`, from(server.url))
  await context.route('https://api.stripe.com/**', from(fake.url))
  await context.route('https://js.stripe.com/clover/stripe.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: FAKE_STRIPE_JS }),
  )
  const refused: string[] = []
  const addresses: string[] = []
  context.on('console', (message) => {
    if (/content security policy|hydrat/i.test(message.text())) refused.push(message.text())
  })
  const page = await context.newPage()
  page.on('framenavigated', (frame) => addresses.push(frame.url()))
  const open = () => page.goto(`${SITE}/checkout/${id}`)
  return { id, page, context, refused, addresses, open }
}

async function whatAxeFinds(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).exclude('[aria-label="Payment method"]').analyze()
  return violations.map(({ id }) => id)
}
const ordersOf = (checkoutId: string) => ctx.db.select().from(orderGroups).where(eq(orderGroups.checkoutId, checkoutId))
const method = (page: Page) => page.getByLabel('Payment method')
const pay = (page: Page) => page.getByRole('button', { name: /^Pay / }).click()

describe.skipIf(!needs('chromium'))("Stripe's form on the payment page", { timeout: 90_000 }, () => {
  it('takes a payment after a refusal and a question of the bank, and keeps no secret in the address', async () => {
    const { id, page, refused, open } = await paymentPage()
    await open()

    await method(page).selectOption('pm_card_chargeDeclinedInsufficientFunds')
    await pay(page)
    await page.getByText('There is not enough money on this card.').waitFor()
    expect(await ordersOf(id)).toEqual([])

    await method(page).selectOption('pm_card_threeDSecure2Required')
    await pay(page)
    await page.getByRole('heading', { name: 'Thank you, Ada!' }).waitFor({ timeout: 20_000 })
    expect(page.url()).not.toContain('secret')
    expect(
      await page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('stripe.com')).length),
    ).toBe(0)
    expect(await ordersOf(id)).toHaveLength(1)
    expect(refused).toEqual([])
  })

  it('goes on with the question of the bank where somebody left it', async () => {
    const { id, page, open } = await paymentPage()
    await page.addInitScript('window.souk_stays = true')
    await open()
    await method(page).selectOption('pm_card_threeDSecure2Required')
    await pay(page)
    await page.getByText('Your bank would like you to confirm this payment.').waitFor()
    expect(await whatAxeFinds(page)).toEqual([])

    await page.getByRole('button', { name: 'Go on to your bank' }).click()
    await page.getByRole('heading', { name: 'Thank you, Ada!' }).waitFor({ timeout: 20_000 })
    expect(await ordersOf(id)).toHaveLength(1)
  })

  it('says so when it cannot be loaded, and is loaded again on request', async () => {
    const { id, page, context, open } = await paymentPage()
    await context.route('https://js.stripe.com/**', (route) => route.abort(), { times: 1 })
    await open()
    await page.getByText('The payment form did not come.').waitFor()
    expect(await page.getByRole('button', { name: /^Pay / }).count()).toBe(0)

    await page.getByRole('button', { name: 'Try again' }).click()
    await pay(page)
    await page.getByRole('heading', { name: 'Thank you, Ada!' }).waitFor({ timeout: 20_000 })
    expect(await ordersOf(id)).toHaveLength(1)
  })

  it('leaves the stock aside and charges once when the button is pressed twice', async () => {
    const { id, page, open } = await paymentPage({ colorScheme: 'dark', width: 390 })
    await open()
    await method(page).waitFor()
    expect(await method(page).getAttribute('lang')).toBe('en')
    expect(await whatAxeFinds(page)).toEqual([])
    expect(await ctx.db.select().from(stockHolds).where(eq(stockHolds.ownerId, id))).toMatchObject([{ state: 'active' }])
    await page.getByRole('button', { name: /^Pay / }).dblclick()
    await page.getByRole('heading', { name: 'Thank you, Ada!' }).waitFor({ timeout: 20_000 })

    const charges = [...fake.state.charges.values()].filter(({ metadata, paid }) => metadata.checkoutId === id && paid)
    expect(charges).toHaveLength(1)
  })

  it('loads nothing of Stripe on a page where nobody pays', async () => {
    const { page, context } = await paymentPage()
    const asked: string[] = []
    context.on('request', (request) => void asked.push(request.url()))
    await page.goto(`${SITE}/`)
    await page.goto(`${SITE}/cart`)
    await page.getByRole('heading', { level: 1 }).waitFor()

    expect(asked.filter((url) => url.includes('stripe.com'))).toEqual([])
  })
})
