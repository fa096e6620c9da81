import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { payments, payouts, refunds, shops } from '#db/schema'
import { finalizeCheckout, inspectMarketplace } from '#server/domains/checkout'
import { getAdminOrderGroup, refundShopOrder, releaseEarnings, shipOrder, getShopOrder, trackParcel } from '#server/domains/orders'
import { sendRefund } from '#server/domains/payments'
import { runPayouts } from '#server/domains/payouts'
import { jobs } from '#server/jobs'
import { systemActor } from '#server/platform/actor'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make, type MadeProduct } from '../../../tests/support/make'
import { stripeGateway } from '../../../tests/support/stripe-gateway'
import { createPayout } from '../../../tests/support/doubles/fake-stripe/balance'
import { REFUND_FAILS } from '../../../tests/support/doubles/fake-stripe/refunds'
import { askToRead } from './ask-to-read'
import { getReconciliation } from './get-reconciliation'
import { listReconciled } from './list-reconciled'

const { fake, gateway } = await stripeGateway()
const ctx = await testContext({ gateway }, jobs)
const { guest, fill, start } = buying(ctx)
const DAY_MS = 24 * 60 * 60 * 1000
const PAID = 1490
const THIS_MONTH = new Date().toISOString().slice(0, 7)

let bowl: MadeProduct
beforeAll(async () => {
  bowl = await make(ctx).product({ shop: await make(ctx).shop({}), priceMinor: 1000, stock: 99 })
})
afterEach(async () => {
  ctx.travelTo(null)
  expect((await inspectMarketplace(ctx)).filter(({ ok, invariant }) => !ok && !/read model|given up/.test(invariant))).toEqual([])
})

/** An order that was paid by such a card. */
async function sell(paymentMethod = 'pm_card_visa') {
  const buyer = guest()
  await fill(buyer, bowl)
  const { checkout } = await start(buyer)
  const [payment] = await ctx.db.select().from(payments).where(eq(payments.checkoutId, checkout.id))
  fake.confirm(payment!.intentId!, paymentMethod)
  await finalizeCheckout(ctx, checkout.id)
  const [group] = await ctx.db.execute<{ number: string }>(sql`select number from order_groups where checkout_id = ${checkout.id}`)
  return { checkoutId: checkout.id, intentId: payment!.intentId!, number: `${group!.number}-1` }
}
const read = async () => {
  await askToRead(ctx, systemActor)
  await ctx.queue.drain()
}
/** What the provider's book sums to, by the provider alone. */
const held = () => fake.state.balance.reduce((total, { net }) => total + net, 0)
const isClean = async () => {
  await read()
  ctx.travelTo(new Date(Date.now() + 2 * DAY_MS))
  const { balance, total, openCount } = await getReconciliation(ctx, systemActor, { month: THIS_MONTH })
  expect({ ...balance, monthly: total.differenceMinor, openCount }).toEqual({
    theirsMinor: held(),
    oursMinor: held(),
    differenceMinor: 0,
    underWayMinor: 0,
    monthly: 0,
    openCount: 0,
  })
  ctx.travelTo(null)
}
const itemOf = async (number: string, kind: string) =>
  (await listReconciled(ctx, systemActor, { view: 'month', month: THIS_MONTH })).items.find(
    (item) => item.kind === kind && number.startsWith(`${item.groupNumber}-`),
  )

it('agrees on a sale with its fee', async () => {
  const { number } = await sell()
  await isClean()

  expect(await itemOf(number, 'charge')).toMatchObject({ theirsMinor: PAID, oursMinor: PAID })
  const { kinds } = await getReconciliation(ctx, systemActor, { month: THIS_MONTH })
  expect(kinds.find(({ kind }) => kind === 'fee')).toMatchObject({ count: 1, theirsMinor: held() - PAID, differenceMinor: 0 })
})

it('agrees on a refund that failed before it was booked, and on one that came back after', async () => {
  for (const isSlow of [true, false]) {
    const { number } = await sell(isSlow ? REFUND_FAILS : 'pm_card_visa')
    await refundShopOrder(ctx, systemActor, bowl.shop.id, number, crypto.randomUUID(), {
      reason: 'damaged',
      note: '',
      lines: [],
      shippingMinor: 0,
      extraMinor: 300,
    })
    await ctx.queue.drain()
    if (!isSlow) await isClean()
    else {
      await read()
      ctx.travelTo(new Date(Date.now() + 9 * DAY_MS))
      expect(await itemOf(number, 'refund')).toMatchObject({ state: 'under_way', theirsMinor: -300, oursMinor: null })
      expect(await getReconciliation(ctx, systemActor, { month: THIS_MONTH })).toMatchObject({
        openCount: 0,
        balance: { differenceMinor: -300, underWayMinor: -300 },
      })
      ctx.travelTo(null)
    }
    const [refund] = await ctx.db.execute<{ id: string; provider_refund_id: string }>(
      sql`select refund.id, provider_refund_id from refunds refund join orders o on o.id = refund.order_id where o.number = ${number}`,
    )
    if (!isSlow) {
      const kept = fake.state.refunds.get(refund!.provider_refund_id)!
      kept.status = 'pending'
      fake.state.behaviours.set(String(kept.payment_intent), REFUND_FAILS)
    }
    fake.settle()
    await sendRefund(ctx, refund!.id)
    await isClean()

    expect((await ctx.db.select().from(refunds).where(eq(refunds.id, refund!.id)))[0]).toMatchObject({ status: 'failed' })
    const item = await itemOf(number, 'refund')
    expect(item).toMatchObject({ state: 'matched', theirsMinor: 0, differenceMinor: 0 })
    expect(item!.journals.map(({ kind }) => kind)).toEqual(isSlow ? [] : ['refund_paid', 'refund_returned'])
  }
})

it.each(['won', 'lost'] as const)('agrees on a dispute and its fee: %s', async (outcome) => {
  const { checkoutId, intentId, number } = await sell()
  const { id } = fake.openDispute(intentId)
  await finalizeCheckout(ctx, checkoutId)
  await isClean()
  fake.closeDispute(id, outcome)
  await finalizeCheckout(ctx, checkoutId)
  await isClean()

  expect(await itemOf(number, 'dispute')).toMatchObject({ theirsMinor: outcome === 'won' ? 0 : -PAID, state: 'matched' })
  const [charge] = fake.state.balance.filter(
    ({ source, type }) => type === 'charge' && fake.state.charges.get(String(source))?.payment_intent === intentId,
  )
  const [taken] = fake.state.balance.filter(({ source }) => source === id)
  const { payment } = await getAdminOrderGroup(ctx, systemActor, number.replace(/-1$/, ''))
  expect(payment.feesMinor).toBe(charge!.fee + (outcome === 'won' ? 0 : taken!.fee))
})

it('agrees on a payout to a shop and on one to our bank', async () => {
  const account = await gateway.createShopAccount({ email: 's@example.org', country: 'DE', metadata: {}, idempotencyKey: ctx.newId() })
  fake.onboard(account.id)
  await ctx.db
    .update(shops)
    .set({ payoutProvider: 'stripe', payoutAccountId: account.id, payoutAccountReady: true })
    .where(eq(shops.id, bowl.shop.id))
  const { number } = await sell()
  await shipOrder(ctx, systemActor, bowl.shop.id, number, { carrier: '', trackingNumber: '', trackingUrl: null })
  const { shipments } = await getShopOrder(ctx, systemActor, bowl.shop.id, number)
  await trackParcel(ctx, systemActor, bowl.shop.id, number, shipments[0]!.id, { kind: 'delivered' })
  await ctx.db.execute(sql`update orders set release_at = now() - interval '1 second' where number = ${number}`)
  await releaseEarnings(ctx)
  await sell()
  await sell()
  fake.advance(3 * 86_400)
  ctx.travelTo(new Date(Math.ceil((Date.now() / DAY_MS - 4) / 7) * 7 * DAY_MS + 4 * DAY_MS))
  await runPayouts(ctx)
  await ctx.queue.drain()
  ctx.travelTo(null)
  expect((await ctx.db.select().from(payouts)).map(({ status }) => status)).toEqual(['paid'])
  createPayout(fake.state, { amount: '1000', currency: 'eur' })
  await read()
  ctx.travelTo(new Date(Date.now() + 6 * DAY_MS))

  const { balance, openCount } = await getReconciliation(ctx, systemActor, { month: THIS_MONTH })
  expect({ ...balance, openCount }).toEqual({ theirsMinor: held(), oursMinor: held(), differenceMinor: 0, underWayMinor: 0, openCount: 0 })
  const [bank] = await ctx.db.execute<{ minor: string }>(sql`
    select sum(entry.amount_minor) as minor from ledger_entries entry join ledger_accounts account on account.id = entry.account_id
    where account.kind = 'bank'`)
  expect(Number(bank!.minor)).toBe(1000)
})
