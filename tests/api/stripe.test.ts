import { orderGroups, paymentEvents, payments, refunds, stockHolds } from '#db/schema'
import { inspectMarketplace } from '#server/domains/checkout'
import { and, eq } from 'drizzle-orm'
import { afterEach, describe, expect, it } from 'vitest'
import { FAKE_PUBLISHABLE_KEY } from '../support/doubles/fake-stripe/fake-stripe'
import { make } from '../support/make'
import type { Client } from '../support/server'
import { startCheckout, stripeServer, WEBHOOK_SECRET } from '../support/stripe-server'

const { fake, server } = await stripeServer()
const { ctx } = server
fake.deliveries.sendTo(`${server.url}/webhooks/stripe`, WEBHOOK_SECRET)
afterEach(() => {
  fake.faults.clear()
  Object.assign(fake.deliveries.switches, { duplicate: false, shuffle: false, delayMs: 0 })
})

const start = (who: Client) => startCheckout(server, who)
const intentOf = async (checkoutId: string) =>
  (await ctx.db.select({ id: payments.intentId }).from(payments).where(eq(payments.checkoutId, checkoutId)))[0]!.id!
const ordersOf = (checkoutId: string) => ctx.db.select().from(orderGroups).where(eq(orderGroups.checkoutId, checkoutId))
const chargesOf = async (checkoutId: string) =>
  ctx.db
    .select({ amountMinor: paymentEvents.amountMinor })
    .from(paymentEvents)
    .innerJoin(payments, eq(payments.id, paymentEvents.paymentId))
    .where(and(eq(payments.checkoutId, checkoutId), eq(paymentEvents.kind, 'charged')))

describe('a checkout paid through Stripe', () => {
  it("shows the buyer's browser what Stripe's form needs, and is an order once they are back", async () => {
    const who = server.visitor()
    const { status, body } = await start(who)
    expect(status).toBe(201)
    expect(body.payment).toMatchObject({ provider: 'stripe', step: 'confirm', declineCode: null, publishableKey: FAKE_PUBLISHABLE_KEY })
    const intentId = await intentOf(body.id)
    expect(body.payment.clientSecret).toBe(fake.state.intents.get(intentId)!.client_secret)
    expect(fake.state.intents.get(intentId)).toMatchObject({ amount: body.summary.totalMinor, transfer_group: body.id })

    fake.confirm(intentId, 'pm_card_visa')
    const back = await who.post(`/api/checkouts/${body.id}/finalize`)
    expect(back.body).toMatchObject({ status: 'completed', payment: { step: 'paid', clientSecret: null, publishableKey: null } })
    expect(await chargesOf(body.id)).toEqual([{ amountMinor: body.summary.totalMinor }])
  })

  it('is an order also when nobody comes back, however often and in whatever order Stripe tells of it', async () => {
    Object.assign(fake.deliveries.switches, { duplicate: true, shuffle: true, delayMs: 50 })
    const checkouts = [(await start(server.visitor())).body, (await start(server.visitor())).body, (await start(server.visitor())).body]
    for (const { id } of checkouts) fake.confirm(await intentOf(id), 'pm_card_visa')
    await fake.deliveries.idle()

    for (const { id, summary } of checkouts) {
      await expect.poll(() => ordersOf(id), { timeout: 15_000 }).toHaveLength(1)
      expect(await chargesOf(id)).toEqual([{ amountMinor: summary.totalMinor }])
    }
  })

  it('can be tried again after a refusal, and once the bank has asked', async () => {
    const who = server.visitor()
    const { body } = await start(who)
    const intentId = await intentOf(body.id)
    const look = async () => (await who.post(`/api/checkouts/${body.id}/finalize`)).body

    fake.confirm(intentId, 'pm_card_chargeDeclinedInsufficientFunds')
    expect((await look()).payment).toMatchObject({ step: 'confirm', declineCode: 'insufficient_funds' })
    fake.confirm(intentId, 'pm_card_visa_chargeDeclinedStolenCard')
    expect((await look()).payment).toMatchObject({ step: 'confirm', declineCode: 'card_declined' })
    fake.confirm(intentId, 'pm_card_threeDSecure2Required')
    expect((await look()).payment).toMatchObject({ step: 'authenticate', declineCode: null })
    fake.authenticate(intentId, 'refuse')
    expect((await look()).payment).toMatchObject({ step: 'confirm', declineCode: 'authentication_failed' })
    fake.confirm(intentId, 'pm_slow_success')
    expect((await look()).payment).toMatchObject({ step: 'processing', clientSecret: null })
    fake.settle()
    expect(await look()).toMatchObject({ status: 'completed' })
    expect(await chargesOf(body.id)).toHaveLength(1)
  })

  it('is made once although the answer was lost, or Stripe stumbled', async () => {
    for (const does of ['drop_after_commit', 'error_500', 'error_429'] as const) {
      fake.faults.add({ on: 'POST /v1/payment_intents', does })
      const { status, body } = await start(server.visitor())

      expect(status, does).toBe(201)
      expect([...fake.state.intents.values()].filter(({ metadata }) => metadata.checkoutId === body.id)).toHaveLength(1)
    }
  })

  it('cannot be paid any more once it was given up', async () => {
    const who = server.visitor()
    const { body } = await start(who)
    const intentId = await intentOf(body.id)
    await who.post(`/api/checkouts/${body.id}/cancel`)

    expect(fake.state.intents.get(intentId)!.status).toBe('canceled')
    expect(await ctx.db.select().from(stockHolds).where(eq(stockHolds.ownerId, body.id))).toMatchObject([{ state: 'released' }])
  })
})

describe('a site with test keys of Stripe', () => {
  it('says on every page that nothing is charged', async () => {
    expect((await server.visitor().get('/api/site')).body.testPayments).toBe(true)
  })

  it('takes no test card of its own', async () => {
    const who = server.visitor()
    const { body } = await start(who)
    const paid = await who.post(`/api/checkouts/${body.id}/pay/test`, { cardNumber: '4242424242424242' })

    expect(paid.status).toBeGreaterThanOrEqual(400)
    expect(await ordersOf(body.id)).toEqual([])
  })

  it('lets pages load what Stripe needs and nothing more', async () => {
    const { headers } = await server.visitor().get('/', { accept: 'text/html' })

    expect(headers.get('content-security-policy')).toContain('https://js.stripe.com')
  })
})

describe("a shop's account at Stripe", () => {
  it('is begun by its owner, and is ready once the webhook says so', { timeout: 30_000 }, async () => {
    const owner = await make(ctx).user()
    const { id, slug } = await make(ctx).shop({ owner })
    const client = await server.as(owner)
    const path = `/api/seller/shops/${id}`
    const provider = async () => (await client.get(`${path}/settings`)).body.payout.provider
    expect((await client.post(`${path}/payout-account/begin`, { language: 'xx' })).status).toBe(422)
    expect(await provider()).toEqual({ state: 'not_begun', needs: [] })

    const link = await client.post(`${path}/payout-account/begin`, { language: 'de' })
    expect(link.body).toEqual({ url: expect.stringMatching(/^https:\/\/connect\.stripe\.com\//), expiresAt: expect.any(String) })
    const account = [...fake.state.accounts.values()].find(({ metadata }) => metadata?.shopId === id)!
    expect(fake.state.accountLinks.at(-1)).toEqual({
      account: account.id,
      return_url: `https://souk.test/de/seller/${slug}/settings?payout=back#payout`,
      refresh_url: `https://souk.test/de/seller/${slug}/settings?payout=again#payout`,
    })
    fake.onboard(account.id, { complete: false })
    expect((await client.post(`${path}/payout-account/refresh`)).body.payout.provider).toEqual({
      state: 'more_needed',
      needs: ['bank_account'],
    })
    fake.onboard(account.id)
    await expect.poll(provider, { timeout: 15_000 }).toEqual({ state: 'ready', needs: [] })
    const iban = { holder: 'Olga', iban: 'DE89 3704 0044 0532 0130 00' }
    expect((await client.put(`${path}/payout-account`, iban)).body.data.code).toBe('shops.paid_by_provider')
  })
})

describe('money back', () => {
  it('that is not what was asked for is sent once, although Stripe loses its answer', { timeout: 60_000 }, async () => {
    const who = server.visitor()
    const { body } = await start(who)
    const intentId = await intentOf(body.id)
    Object.assign(fake.state.intents.get(intentId)!, { amount: 1000 })
    fake.faults.add({ on: 'POST /v1/refunds', does: 'drop_after_commit' })
    fake.faults.add({ on: 'POST /v1/refunds', does: 'error_500_kept' })
    fake.confirm(intentId, 'pm_card_visa')

    expect((await who.post(`/api/checkouts/${body.id}/finalize`)).body).toMatchObject({ status: 'failed', refunded: true })
    const refundsOf = () =>
      ctx.db
        .select({ status: refunds.status, amountMinor: refunds.amountMinor })
        .from(refunds)
        .innerJoin(payments, eq(payments.id, refunds.paymentId))
        .where(eq(payments.checkoutId, body.id))
    await expect.poll(refundsOf, { timeout: 30_000 }).toEqual([{ status: 'succeeded', amountMinor: 1000 }])
    const sent = [...fake.state.refunds.values()].filter(({ payment_intent }) => payment_intent === intentId)
    expect(sent).toMatchObject([{ amount: 1000, status: 'succeeded' }])
    expect(await ordersOf(body.id)).toEqual([])
  })

  it('leaves a marketplace of which every invariant holds', async () => {
    const findings = await inspectMarketplace(ctx)

    expect(findings.filter(({ ok, invariant }) => !ok && !invariant.includes('read model'))).toEqual([])
  })
})
