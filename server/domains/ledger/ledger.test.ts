import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commissionLines, commissionRules, ledgerEntries, ledgerJournals, orders, paymentAllocations, payments, refunds } from '#db/schema'
import { requestRefund } from '#server/domains/payments'
import { jobs } from '#server/jobs'
import { collectRows } from '#server/platform/database/collect-rows'
import { inTransaction } from '#server/platform/database/in-transaction'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { inspectLedger } from './inspect-ledger'
import { postSales } from './post-journals'
import { reversalOf } from './reverse-commission'
import { owedTo, shopBalance } from './shop-balance'

const ctx = await testContext({}, jobs)
const { guest, buy } = buying(ctx)

/** A sold bowl of 1000 with a parcel of 490: commission 100 + 49. */
async function sold() {
  const bowl = await make(ctx).product({ priceMinor: 1000 })
  const { checkout, payment } = await buy(guest(), bowl)
  const [order] = await ctx.db.select().from(orders).where(eq(orders.shopId, bowl.shop.id))
  const refund = (amountMinor: number, requestKey: string = crypto.randomUUID()) =>
    inTransaction(ctx, (ctx) => requestRefund(ctx, payment, order!, { amountMinor, reason: 'returned', requestKey }))
  return { bowl, order: order!, checkout, payment, refund }
}
const commissionOf = async (orderId: string) =>
  (await ctx.db.select().from(commissionLines).where(eq(commissionLines.orderId, orderId)).orderBy(commissionLines.createdAt)).map(
    ({ amountMinor }) => amountMinor,
  )

describe('the books', () => {
  it('refuse a journal that does not balance when the transaction commits', async () => {
    const { order } = await sold()
    const [entry] = await ctx.db.select().from(ledgerEntries).limit(1)
    const before = await ctx.db.select().from(ledgerEntries)

    await expect(
      inTransaction(ctx, (ctx) => ctx.db.insert(ledgerEntries).values({ ...entry!, id: ctx.newId(), amountMinor: 1 })),
    ).rejects.toThrow('does not balance')
    expect(await ctx.db.select().from(ledgerEntries)).toEqual(before)
    expect(order.totalMinor).toBe(1490)
  })

  it('know whose money a journal is, also where its writer did not say', async () => {
    const { order, refund } = await sold()
    const { id: refundId } = await refund(100)
    const sources = [
      ['order', order.id, order.id],
      ['refund', refundId, order.id],
      ['payment', order.id, null],
    ] as const

    for (const [sourceType, sourceId, orderId] of sources) {
      const [journal] = await ctx.db
        .insert(ledgerJournals)
        .values({ id: ctx.newId(), kind: 'release', sourceType, sourceId, postedAt: ctx.now })
        .returning({ orderId: ledgerJournals.orderId })
      expect(journal).toEqual({ orderId })
    }
  })

  it('take a sale once', async () => {
    const { order, bowl } = await sold()
    const again = { orderId: order.id, shopId: bowl.shop.id, totalMinor: 1490, promotionMinor: 0, commissionMinor: 149, currency: 'EUR' }

    await expect(inTransaction(ctx, (ctx) => postSales(ctx, [again], collectRows()))).rejects.toThrow()
    expect(owedTo(await shopBalance(ctx, bowl.shop.id))).toBe(1341)
  })

  it('keep the balance of a shop right when many sell at once', async () => {
    const bowl = await make(ctx).product({ priceMinor: 1000, stock: 40 })
    await Promise.all(Array.from({ length: 20 }, () => buy(guest(), bowl)))

    expect(owedTo(await shopBalance(ctx, bowl.shop.id))).toBe(20 * 1341)
    expect((await inspectLedger(ctx)).filter(({ ok }) => !ok)).toEqual([])
  })
})

describe('commission', () => {
  it('is the first rule that matches, else that of the marketplace', async () => {
    const bowl = await make(ctx).product({ priceMinor: 1000, stock: 10 })
    const rule = async (position: number, rateBps: number, over: object = {}) =>
      ctx.db
        .insert(commissionRules)
        .values({ id: ctx.newId(), position, rateBps, validFrom: new Date(ctx.now.getTime() - 60_000), ...over })
    const latest = async () => {
      const { groupNumber } = await buy(guest(), bowl)
      const [order] = await ctx.db
        .select()
        .from(orders)
        .where(eq(orders.number, `${groupNumber}-1`))
      return (await commissionOf(order!.id)).sort((a, b) => b - a)
    }

    expect(await latest()).toEqual([100, 49])
    await rule(9, 2000)
    expect(await latest()).toEqual([200, 98])
    await rule(1, 500, { shopId: bowl.shop.id })
    expect(await latest()).toEqual([50, 25])
    await rule(0, 0, { validTo: new Date(ctx.now.getTime() - 1000) })
    expect(await latest()).toEqual([50, 25])
    await rule(0, 0)
    expect(await latest()).toEqual([])
    await ctx.db.update(commissionRules).set({ validTo: new Date(ctx.now.getTime() - 1) })
  })
})

describe('a refund of an order', () => {
  it('takes each share from who had it', async () => {
    const { bowl, order, refund } = await sold()
    await refund(490)
    expect(await commissionOf(order.id)).toEqual(expect.arrayContaining([100, 49, -49]))
    expect(owedTo(await shopBalance(ctx, bowl.shop.id))).toBe(1341 - 441)

    await refund(1000)
    expect(owedTo(await shopBalance(ctx, bowl.shop.id))).toBe(0)
    expect((await commissionOf(order.id)).reduce((all, part) => all + part, 0)).toBe(0)
    await ctx.queue.drain()
    expect((await ctx.db.select().from(refunds).where(eq(refunds.orderId, order.id))).map(({ status }) => status)).toEqual([
      'succeeded',
      'succeeded',
    ])
    expect((await inspectLedger(ctx)).filter(({ ok }) => !ok)).toEqual([])
  })

  it('never gives back more than was paid, also when twenty ask at once', async () => {
    const { bowl, order, payment, refund } = await sold()
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => refund(400)))

    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []))
    expect(refusals).toEqual(Array.from({ length: 17 }, () => 'payments.refund_too_high'))
    expect(await ctx.db.select().from(paymentAllocations).where(eq(paymentAllocations.paymentId, payment.id))).toMatchObject([
      { refundedMinor: 1200 },
    ])
    expect(await ctx.db.select().from(refunds).where(eq(refunds.orderId, order.id))).toHaveLength(3)
    expect(owedTo(await shopBalance(ctx, bowl.shop.id))).toBe(1341 - 1200 + 120)
  })

  it('is one for a request that is repeated', async () => {
    const { order, refund } = await sold()
    const refundsMade = await Promise.all(Array.from({ length: 5 }, () => refund(100, 'the same wish')))

    expect(new Set(refundsMade.map(({ id }) => id)).size).toBe(1)
    expect(await ctx.db.select().from(refunds).where(eq(refunds.orderId, order.id))).toHaveLength(1)
  })

  it('keeps the rate of the day of the sale', async () => {
    const { order, refund } = await sold()
    await ctx.db.insert(commissionRules).values({ id: ctx.newId(), position: 0, rateBps: 5000 })
    await refund(1490)
    await ctx.db.update(commissionRules).set({ validTo: new Date(ctx.now.getTime() - 1) })

    expect((await commissionOf(order.id)).reduce((all, part) => all + part, 0)).toBe(0)
  })

  it('gives back exactly the commission, in whatever parts', () => {
    const amounts = fc.integer({ min: 1, max: 10_000_000 })
    fc.assert(
      fc.property(
        amounts,
        fc.integer({ min: 0, max: 10_000 }),
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 10 }),
        (total, bps, cuts) => {
          const commission = Math.floor((total * bps) / 10_000)
          let refunded = 0
          let given = 0
          for (const cut of cuts) {
            refunded = Math.min(total, refunded + Math.ceil((total * cut) / 1000))
            const now = reversalOf(commission, total, refunded) - given
            expect(now).toBeGreaterThanOrEqual(0)
            given += now
          }
          expect(reversalOf(commission, total, total)).toBe(commission)
          expect(given).toBe(reversalOf(commission, total, refunded))
        },
      ),
    )
  })
})

it('never leaves a payment without its money in the books', async () => {
  const [sums] = await ctx.db.execute<{ charged: string; clearing: string }>(sql`
    select
      (select sum(amount_minor) from payment_events where kind = 'charged') as charged,
      (select sum(entry.amount_minor) from ledger_entries entry join ledger_accounts a on a.id = entry.account_id where a.kind = 'provider_clearing' and entry.amount_minor > 0) as clearing`)

  expect(sums!.clearing).toBe(sums!.charged)
  expect(await ctx.db.select().from(payments)).not.toEqual([])
})
