import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries, orders, refundParts, refunds } from '#db/schema'
import { inspectMarketplace } from '#server/domains/checkout'
import { addShopMember } from '#server/domains/shops'
import { jobs } from '#server/jobs'
import { type Actor, visitor } from '#server/platform/actor'
import type { RefundOrder } from '#shared/contracts/order-changes'
import { sum } from '#shared/money'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { mailsWith, smallShop } from '../../../tests/support/small-shop'
import { getShopOrder } from './get-shop-order'
import { paymentStatusOf } from './payment-status'
import { refundAnyOrder, refundShopOrder } from './refund-order'

const ctx = await testContext({}, jobs)
const { guest, buy } = buying(ctx)
const refund = (over: Partial<RefundOrder> = {}): RefundOrder => ({
  reason: 'damaged',
  note: '',
  lines: [],
  shippingMinor: 0,
  extraMinor: 0,
  ...over,
})

const { admin, keeper, shopId, bowl } = await smallShop(ctx)

/** Two bowls: 48.00, and 4.90 for shipping. */
async function ordered() {
  const paid = await buy(guest(), [bowl, 2])
  const number = `${paid.groupNumber}-1`
  const { lines } = await getShopOrder(ctx, keeper, shopId, number)
  return { number, lineId: lines[0]!.id }
}
const give = (number: string, input: RefundOrder, key: string = crypto.randomUUID(), who: Actor = keeper) =>
  refundShopOrder(ctx, who, shopId, number, key, input)
const amountsOf = async (number: string) =>
  (
    await ctx.db
      .select({ amountMinor: refunds.amountMinor })
      .from(refunds)
      .innerJoin(orders, eq(orders.id, refunds.orderId))
      .where(eq(orders.number, number))
      .orderBy(refunds.createdAt, refunds.id)
  ).map(({ amountMinor }) => amountMinor)
const isSound = async () => expect((await inspectMarketplace(ctx)).filter(({ rows }) => rows > 0)).toEqual([])

describe('a refund', () => {
  it('goes back by pieces, shipping and an amount on top, and says what it is made of', async () => {
    const { number, lineId } = await ordered()
    await give(number, refund({ lines: [{ lineId, quantity: 1 }], shippingMinor: 190, extraMinor: 50, note: 'Sorry' }))
    await ctx.queue.drain()

    const view = await getShopOrder(ctx, keeper, shopId, number)
    expect(view).toMatchObject({ paymentStatus: 'partially_refunded', refundedMinor: 2640, status: 'placed' })
    expect(view.lines[0]).toMatchObject({ refundedQuantity: 1, cancelledQuantity: 0 })
    expect(view.refunds).toMatchObject([{ amountMinor: 2640, status: 'succeeded', reason: 'damaged', note: 'Sorry' }])
    expect(view.earnings).toMatchObject({ commissionMinor: 265, promotionMinor: 0, earnedMinor: 5290 - 2640 - 265 })
    const parts = await ctx.db
      .select()
      .from(refundParts)
      .where(eq(refundParts.refundId, view.refunds[0]!.id))
      .orderBy(refundParts.amountMinor)
    expect(parts.map(({ kind, quantity, amountMinor }) => [kind, quantity, amountMinor])).toEqual([
      ['extra', 0, 50],
      ['shipping', 0, 190],
      ['line', 1, 2400],
    ])
    await isSound()
  })

  it('41: is never more than was paid, however many ask at once', async () => {
    const { number } = await ordered()
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => give(number, refund({ extraMinor: 1000 }))))

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    for (const result of results) if (result.status === 'rejected') expect(result.reason.code).toBe('payments.refund_too_high')
    expect(sum(await amountsOf(number))).toBe(5000)
    await give(number, refund({ extraMinor: 290 }))
    expect(await getShopOrder(ctx, keeper, shopId, number)).toMatchObject({
      paymentStatus: 'refunded',
      earnings: { commissionMinor: 0, promotionMinor: 0, earnedMinor: 0 },
    })
    await isSound()
  })

  it('is asked for once by a key, also twice at once; the key is not good for another', async () => {
    const { number, lineId } = await ordered()
    const input = refund({ lines: [{ lineId, quantity: 1 }], extraMinor: 10 })
    await Promise.all([1, 2, 3].map(() => give(number, input, 'the same key')))

    expect(await amountsOf(number)).toEqual([2410])
    for (const other of [{ extraMinor: 11 }, { lines: [] }, { note: 'Another word' }, { reason: 'late' as const }])
      await expect(give(number, { ...input, ...other }, 'the same key')).rejects.toMatchObject({ code: 'request.key_reused' })
    expect(await amountsOf(number)).toEqual([2410])
  })

  it('is refused where it is too much of a line or of the shipping, or nothing, and nothing changes', async () => {
    const { number, lineId } = await ordered()
    await give(number, refund({ lines: [{ lineId, quantity: 1 }], shippingMinor: 400 }))

    for (const [input, code] of [
      [refund({ lines: [{ lineId, quantity: 2 }] }), 'orders.quantity_too_high'],
      [refund({ shippingMinor: 91 }), 'orders.shipping_refund_too_high'],
      [refund(), 'orders.nothing_to_refund'],
      [refund({ lines: [{ lineId: ctx.newId(), quantity: 1 }] }), 'orders.line_not_found'],
      [refund({ extraMinor: 2491 }), 'payments.refund_too_high'],
    ] as const)
      await expect(give(number, input)).rejects.toMatchObject({ code })
    expect(await amountsOf(number)).toEqual([2800])
    expect((await getShopOrder(ctx, keeper, shopId, number)).lines[0]).toMatchObject({ refundedQuantity: 1 })
  })

  it('is for those who run the shop', async () => {
    const staff = await make(ctx).user()
    await addShopMember(ctx, keeper, shopId, { userId: staff.userId, role: 'staff' })
    const { number } = await ordered()

    await expect(give(number, refund({ extraMinor: 1 }), 'key-of-staff', staff)).rejects.toMatchObject({ code: 'shops.role_too_low' })
    await expect(give(number, refund({ extraMinor: 1 }), 'key-of-nobody', visitor())).rejects.toMatchObject({ kind: 'not_found' })
    expect(await amountsOf(number)).toEqual([])
  })

  it('of an admin has a reason, which is written down', async () => {
    const { number } = await ordered()
    await expect(refundAnyOrder(ctx, admin, number, 'key-of-admin', refund({ extraMinor: 100 }))).rejects.toMatchObject({
      code: 'orders.reason_needed',
    })
    await expect(refundAnyOrder(ctx, keeper, number, 'key-of-admin', refund({ extraMinor: 100, note: 'x' }))).rejects.toMatchObject({
      code: 'orders.not_found',
    })
    await refundAnyOrder(ctx, admin, number, 'key-of-admin', refund({ extraMinor: 100, note: 'Settled by phone' }))
    await refundAnyOrder(ctx, admin, number, 'key-of-admin', refund({ extraMinor: 100, note: 'Settled by phone' }))

    expect(await amountsOf(number)).toEqual([100])
    const entries = await ctx.db.select().from(auditEntries).where(eq(auditEntries.action, 'orders.refunded'))
    expect(entries.filter(({ details }) => details.number === number)).toMatchObject([{ details: { note: 'Settled by phone' } }])
    await ctx.queue.drain()
    const mails = mailsWith(ctx, 'Settled by phone')
    expect(mails).toHaveLength(2)
    expect(mails.filter((mail) => mail.includes('We have sent money back for the order'))).toHaveLength(1)
    for (const mail of mails) expect(mail).not.toMatch(/Clay &(amp;)? Co writes/)
  })
})

describe('the status of payment', () => {
  it.each([
    [500, 0, 0, 0, 'captured'],
    [500, 1, 0, 0, 'partially_refunded'],
    [500, 500, 0, 0, 'refunded'],
    [0, 0, 0, 0, 'captured'],
    [500, 1, 499, 0, 'disputed'],
    [500, 500, 0, 499, 'charged_back'],
    [500, 300, 200, 300, 'disputed'],
  ] as const)(
    'of %i with %i back, %i disputed and %i charged back is %s',
    (capturedMinor, refundedMinor, disputedMinor, chargedBackMinor, status) => {
      expect(paymentStatusOf({ capturedMinor, refundedMinor, disputedMinor, chargedBackMinor })).toBe(status)
    },
  )
})
