import { checkouts, orderGroups, paymentEvents, payments, refunds, webhookInbox } from '#db/schema'
import { eq, isNull } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { sign } from '../support/doubles/fake-stripe/deliveries'
import { startCheckout, stripeServer, WEBHOOK_SECRET } from '../support/stripe-server'

const { fake, server } = await stripeServer()
const { ctx } = server

const event = (over: object = {}) => ({
  id: `evt_${crypto.randomUUID()}`,
  object: 'event',
  api_version: null,
  created: Math.floor(Date.now() / 1000),
  data: { object: { id: 'pi_unknown', object: 'payment_intent', client_secret: 'pi_unknown_secret_1', receipt_email: 'ada@example.org' } },
  livemode: false,
  type: 'payment_intent.succeeded',
  ...over,
})

const post = async (body: string, signature?: string) => {
  const answer = await fetch(`${server.url}/webhooks/stripe`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...(signature && { 'stripe-signature': signature }) },
  })
  return answer.status
}
const send = (told: object, { secret = WEBHOOK_SECRET, secondsOff = 0 } = {}) => {
  const { body, signature } = sign(told, secret, new Date(Date.now() + secondsOff * 1000))
  return post(body, signature)
}
/** In one order: a row that is worked meanwhile moves in the table. */
const inbox = () =>
  ctx.db.select({ eventId: webhookInbox.eventId, payload: webhookInbox.payload }).from(webhookInbox).orderBy(webhookInbox.eventId)

/** What was paid, seen by the buyer who waits: started, changed at the provider, paid there, told of. */
async function paidAfter(change: (intentId: string) => void = () => {}, method: string | null = 'pm_card_visa') {
  const who = server.visitor()
  const { id } = (await startCheckout(server, who)).body
  const [payment] = await ctx.db.select().from(payments).where(eq(payments.checkoutId, id))
  const intentId = payment!.intentId!
  change(intentId)
  if (method) fake.confirm(intentId, method)
  await send(event({ data: { object: { id: intentId, object: 'payment_intent' } } }))
  return { id, paymentId: payment!.id, intentId }
}
const statusOf = async (checkoutId: string) =>
  (await ctx.db.select({ status: checkouts.status }).from(checkouts).where(eq(checkouts.id, checkoutId)))[0]!.status
const ordersOf = (checkoutId: string) => ctx.db.select().from(orderGroups).where(eq(orderGroups.checkoutId, checkoutId))

describe('what a webhook says is no order', () => {
  it.each([
    ['amount', { amount: 1 }],
    ['currency', { currency: 'usd' }],
  ])('42: of another %s than was asked for, all money goes back', { timeout: 40_000 }, async (_, over) => {
    const { id, paymentId } = await paidAfter((intentId) => Object.assign(fake.state.intents.get(intentId)!, over))

    await expect.poll(() => statusOf(id), { timeout: 20_000 }).toBe('failed')
    expect(await ordersOf(id)).toEqual([])
    await expect
      .poll(() => ctx.db.select({ status: refunds.status }).from(refunds).where(eq(refunds.paymentId, paymentId)), { timeout: 20_000 })
      .toEqual([{ status: 'succeeded' }])
  })

  it('42: about a payment that is not paid at the provider, or of no checkout of ours, nothing happens', async () => {
    const paid = await paidAfter()
    await expect.poll(() => ordersOf(paid.id), { timeout: 20_000 }).toHaveLength(1)
    const before = (await ctx.db.select().from(orderGroups)).length
    const unpaid = await paidAfter(
      (intentId) => Object.assign(fake.state.intents.get(intentId)!, { metadata: { checkoutId: paid.id } }),
      null,
    )

    expect(await send(event())).toBe(200)
    await expect
      .poll(() => ctx.db.select({ id: webhookInbox.id }).from(webhookInbox).where(isNull(webhookInbox.processedAt)), { timeout: 20_000 })
      .toEqual([])
    expect(await statusOf(unpaid.id)).toBe('paying')
    expect((await ctx.db.select().from(orderGroups)).length).toBe(before)
  })
})

describe('a webhook', () => {
  it('45: without the right signature, stale, from the future or written anew is refused, and no row is there', async () => {
    const before = await inbox()
    const { body, signature } = sign(event(), WEBHOOK_SECRET, new Date())
    const answers = await Promise.all([
      post(body),
      post(body, 'nonsense'),
      send(event(), { secret: 'whsec_of_nobody' }),
      send(event(), { secondsOff: -301 }),
      send(event(), { secondsOff: 305 }),
      send(event(), { secondsOff: 3600 }),
      post(JSON.stringify(JSON.parse(body), null, 1), signature),
      post(`${body} `, signature),
    ])

    expect(answers).toEqual(answers.map(() => 400))
    expect(await inbox()).toEqual(before)
  })

  it('46: that comes again is taken again, and has one effect', async () => {
    const { id, paymentId, intentId } = await paidAfter()
    const told = event({ data: { object: { id: intentId, object: 'payment_intent' } } })
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(told)))

    expect(answers).toEqual([200, 200, 200, 200, 200, 200])
    await expect.poll(() => ordersOf(id), { timeout: 20_000 }).toHaveLength(1)
    expect((await inbox()).filter(({ eventId }) => eventId === told.id)).toHaveLength(1)
    const facts = await ctx.db.select({ kind: paymentEvents.kind }).from(paymentEvents).where(eq(paymentEvents.paymentId, paymentId))
    expect(facts).toEqual([{ kind: 'charged' }])
  })

  it('47: of the other mode or about money of another account is refused, and no row is there', async () => {
    const before = await inbox()
    const answers = await Promise.all([
      send(event({ livemode: true })),
      send(event({ account: 'acct_2' })),
      send(event({ type: 'account.updated', account: 'acct_2', data: { object: { id: 'acct_1', object: 'account' } } })),
    ])

    expect(answers).toEqual([400, 400, 400])
    expect(await inbox()).toEqual(before)
  })

  it('48: of more than a megabyte is refused', async () => {
    const before = await inbox()

    expect(await send(event({ padding: 'x'.repeat(1_000_001) }))).toBe(413)
    expect(await inbox()).toEqual(before)
  })

  it('is kept without secrets and without the buyer', async () => {
    const told = event()
    await send(told)

    const kept = (await inbox()).filter(({ eventId }) => eventId === told.id)
    expect(kept).toHaveLength(1)
    expect(JSON.stringify(kept)).not.toMatch(/_secret_|ada@example/)
  })

  it('of the test provider is none where Stripe takes the payments', async () => {
    const answer = await fetch(`${server.url}/webhooks/test`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })

    expect(answer.status).toBe(404)
  })
})
