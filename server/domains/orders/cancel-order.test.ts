import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries, orders, products, refunds, shippingMethods } from '#db/schema'
import { inspectMarketplace } from '#server/domains/checkout'
import { owedTo, shopBalance } from '#server/domains/ledger'
import { addShopMember } from '#server/domains/shops'
import { jobs } from '#server/jobs'
import { visitor, type Actor } from '#server/platform/actor'
import type { CancelOrder, CancelShopOrder } from '#shared/contracts/order-changes'
import { orderGroupViewSchema, shopOrderViewSchema } from '#shared/contracts/orders'
import { canCancel, FULFILMENT_STATUSES, ORDER_STATUSES } from '#shared/lifecycles/order'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { levelOf, mailsWith, smallShop } from '../../../tests/support/small-shop'
import { accessKeyOf } from './access-key'
import { cancelAnyOrder, cancelOrder, cancelShopOrder } from './cancel-order'
import { getOrderGroup } from './get-order-group'
import { getShopOrder } from './get-shop-order'
import { trackParcel } from './track-parcel'
import { groupNumberOf } from './order-number'
import { refundShopOrder } from './refund-order'
import { shipOrder } from './ship-order'

const ctx = await testContext({}, jobs)
const { guest, buy } = buying(ctx)
const mind: CancelOrder = { reason: 'changed_mind', note: '' }
const gone = (over: Partial<CancelShopOrder> = {}): CancelShopOrder => ({ reason: 'out_of_stock', note: '', ...over })
const parcel = (lines?: { lineId: string; quantity: number }[]) => ({ carrier: '', trackingNumber: '', trackingUrl: null, lines })

const { admin, keeper, shopId, bowl, cup } = await smallShop(ctx)

/** An order of two bowls and a cup: 48.00 + 9.00 + 4.90 for shipping. */
async function ordered(who: Actor = guest()) {
  const paid = await buy(who, [bowl, 2], cup)
  const group = paid.groupNumber!
  const number = `${group}-1`
  const { lines } = await getShopOrder(ctx, keeper, shopId, number)
  return { group, number, key: accessKeyOf(ctx.config, group), bowls: lines[0]!.id, cups: lines[1]!.id }
}
const refundsOf = (number: string) =>
  ctx.db
    .select({ amountMinor: refunds.amountMinor, status: refunds.status, reason: refunds.reason })
    .from(refunds)
    .innerJoin(orders, eq(orders.id, refunds.orderId))
    .where(eq(orders.number, number))
    .orderBy(refunds.createdAt)
const isSound = async () =>
  expect((await inspectMarketplace(ctx)).filter(({ ok, invariant }) => !ok && !invariant.includes('read model'))).toEqual([])

describe('a buyer who takes an order back', () => {
  it('gets all of the money, and the shop its stock', async () => {
    const [before, owed] = [await levelOf(ctx, bowl), owedTo(await shopBalance(ctx, shopId))]
    const { number, key, group } = await ordered()
    await cancelOrder(ctx, visitor(), number, key, mind)
    await ctx.queue.drain()

    const view = orderGroupViewSchema.parse(await getOrderGroup(ctx, visitor(), group, key))
    expect(view).toMatchObject({ totalMinor: 6190, refundedMinor: 6190 })
    expect(view.orders[0]).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded', fulfilmentStatus: 'unfulfilled' })
    expect(view.orders[0]!.events.map(({ kind, reason, amountMinor }) => [kind, reason, amountMinor])).toEqual([
      ['placed', null, null],
      ['cancelled', 'changed_mind', null],
      ['refund_requested', null, 6190],
      ['refunded', null, 6190],
    ])
    expect(await refundsOf(number)).toEqual([{ amountMinor: 6190, status: 'succeeded', reason: 'cancelled' }])
    expect(await levelOf(ctx, bowl)).toEqual(before)
    expect(owedTo(await shopBalance(ctx, shopId))).toBe(owed)
    await isSound()
  })

  it('is told once by mail, and so is the shop', async () => {
    const { number, key } = await ordered()
    await cancelOrder(ctx, visitor(), number, key, { ...mind, note: 'Sorry about that' })
    await ctx.queue.drain()

    const about = mailsWith(ctx, number)
    const subjects = about.flatMap((mail) => /"subject": ?"([^"]*)"|^Subject: (.*)$/m.exec(mail)?.slice(1).find(Boolean) ?? [])
    expect(subjects.filter((subject) => subject.startsWith('Your order') && subject.includes('cancelled'))).toHaveLength(1)
    expect(subjects.filter((subject) => subject.includes('cancelled by its buyer'))).toHaveLength(1)
    expect(subjects.filter((subject) => subject.includes('Money back'))).toEqual([])
  })

  it('does it once, however often they press', async () => {
    const { number, key } = await ordered()
    const before = await levelOf(ctx, bowl)
    await Promise.all([1, 2, 3, 4].map(() => cancelOrder(ctx, visitor(), number, key, mind)))

    expect(await refundsOf(number)).toHaveLength(1)
    expect(await levelOf(ctx, bowl)).toEqual({ ...before, reserved: before.reserved - 2 })
  })

  it('is refused once something has left, and nothing changes', async () => {
    const { number, key, cups } = await ordered()
    await shipOrder(ctx, keeper, shopId, number, parcel([{ lineId: cups, quantity: 1 }]))
    const before = await levelOf(ctx, bowl)

    await expect(cancelOrder(ctx, visitor(), number, key, mind)).rejects.toMatchObject({
      code: 'orders.not_cancellable',
      details: { status: 'processing', fulfilmentStatus: 'partial' },
    })
    expect(await levelOf(ctx, bowl)).toEqual(before)
    expect(await refundsOf(number)).toEqual([])
  })

  it.each(
    ORDER_STATUSES.filter((status) => status !== 'cancelled')
      .flatMap((status) => FULFILMENT_STATUSES.map((fulfilmentStatus) => ({ status, fulfilmentStatus })))
      .filter((state) => !canCancel(state)),
  )('is refused where it is $status and $fulfilmentStatus', async (state) => {
    const { number, key } = await ordered()
    await ctx.db.update(orders).set(state).where(eq(orders.number, number))

    await expect(cancelOrder(ctx, visitor(), number, key, mind)).rejects.toMatchObject({ code: 'orders.not_cancellable', details: state })
    expect(await refundsOf(number)).toEqual([])
  })

  it('must be the buyer, or have the key of their link', async () => {
    const buyer = await make(ctx).user()
    const { number } = await ordered(buyer)

    for (const [who, key] of [
      [visitor(), null],
      [guest(), null],
      [keeper, null],
      [visitor(), accessKeyOf(ctx.config, 'S-AAAA-AAAA')],
    ] as const)
      await expect(cancelOrder(ctx, who, number, key, mind)).rejects.toMatchObject({ kind: 'not_found', code: 'orders.not_found' })
    await cancelOrder(ctx, buyer, number, null, mind)
    expect(await refundsOf(number)).toMatchObject([{ amountMinor: 6190 }])
  })

  it('or the parcel is faster: one of the two happens', async () => {
    const { number, key } = await ordered()
    const results = await Promise.allSettled([
      cancelOrder(ctx, visitor(), number, key, mind),
      shipOrder(ctx, keeper, shopId, number, parcel()),
    ])

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(['orders.not_cancellable', 'orders.not_shippable']).toContain(
      results.find((result) => result.status === 'rejected')?.reason.code,
    )
    await isSound()
  })
})

describe('a shop that cannot send it all', () => {
  it('sends back the money of these pieces, and keeps the rest', async () => {
    const before = await levelOf(ctx, bowl)
    const { number, bowls } = await ordered()
    await cancelShopOrder(ctx, keeper, shopId, number, gone({ lines: [{ lineId: bowls, quantity: 1 }], note: 'One broke' }))

    const view = shopOrderViewSchema.parse(await getShopOrder(ctx, keeper, shopId, number))
    expect(view).toMatchObject({ status: 'placed', paymentStatus: 'partially_refunded', refundedMinor: 2400 })
    expect(view.lines[0]).toMatchObject({ quantity: 2, cancelledQuantity: 1, refundedQuantity: 1 })
    expect(view.earnings).toMatchObject({ commissionMinor: 379, promotionMinor: 0, earnedMinor: 6190 - 2400 - 379 })
    expect(view.events.at(1)).toMatchObject({ kind: 'items_cancelled', reason: 'out_of_stock', note: 'One broke' })
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: before.onHand, reserved: before.reserved + 1 })
    await isSound()
  })

  it('gives back the shipping with the last piece, where nothing was sent', async () => {
    const { number, bowls } = await ordered()
    await cancelShopOrder(ctx, keeper, shopId, number, gone({ lines: [{ lineId: bowls, quantity: 2 }] }))
    await cancelShopOrder(ctx, keeper, shopId, number, gone())

    expect((await refundsOf(number)).map(({ amountMinor }) => amountMinor)).toEqual([4800, 900 + 490])
    expect(await getShopOrder(ctx, keeper, shopId, number)).toMatchObject({
      status: 'cancelled',
      paymentStatus: 'refunded',
      earnings: { commissionMinor: 0, promotionMinor: 0, earnedMinor: 0 },
    })
    await isSound()
  })

  it('keeps the shipping of what was sent, and completes what has arrived', async () => {
    const { number, bowls } = await ordered()
    await shipOrder(ctx, keeper, shopId, number, parcel([{ lineId: bowls, quantity: 2 }]))
    const [shipment] = (await getShopOrder(ctx, keeper, shopId, number)).shipments
    await trackParcel(ctx, keeper, shopId, number, shipment!.id, { kind: 'delivered' })
    await cancelShopOrder(ctx, keeper, shopId, number, gone())

    expect(await getShopOrder(ctx, keeper, shopId, number)).toMatchObject({
      status: 'completed',
      fulfilmentStatus: 'delivered',
      refundedMinor: 900,
    })
    await expect(cancelShopOrder(ctx, keeper, shopId, number, gone())).rejects.toMatchObject({ code: 'orders.not_cancellable' })
    await isSound()
  })

  it('gives nothing back twice that went back before', async () => {
    const { number, cups } = await ordered()
    const refund = { reason: 'goodwill', note: '', lines: [{ lineId: cups, quantity: 1 }], shippingMinor: 490, extraMinor: 1000 } as const
    await refundShopOrder(ctx, keeper, shopId, number, 'sorry-1234', { ...refund, lines: [...refund.lines] })
    await cancelShopOrder(ctx, keeper, shopId, number, gone())

    expect((await refundsOf(number)).map(({ amountMinor }) => amountMinor)).toEqual([2390, 3800])
    expect(await getShopOrder(ctx, keeper, shopId, number)).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded' })
    await isSound()
  })

  it('cannot cancel more than is left, nor what is not in the order', async () => {
    const { number, cups } = await ordered()
    const before = await levelOf(ctx, cup)

    for (const [lines, code] of [
      [[{ lineId: cups, quantity: 2 }], 'orders.quantity_too_high'],
      [
        [
          { lineId: cups, quantity: 1 },
          { lineId: cups, quantity: 1 },
        ],
        'orders.quantity_too_high',
      ],
      [[{ lineId: ctx.newId(), quantity: 1 }], 'orders.line_not_found'],
    ] as const)
      await expect(cancelShopOrder(ctx, keeper, shopId, number, gone({ lines: [...lines] }))).rejects.toMatchObject({ code })
    expect(await levelOf(ctx, cup)).toEqual(before)
    expect(await refundsOf(number)).toEqual([])
  })

  it('acts by those who run it: staff may not, and strangers find nothing', async () => {
    const staff = await make(ctx).user()
    await addShopMember(ctx, keeper, shopId, { userId: staff.userId, role: 'staff' })
    const { number } = await ordered()

    await expect(cancelShopOrder(ctx, staff, shopId, number, gone())).rejects.toMatchObject({ code: 'shops.role_too_low' })
    await expect(cancelShopOrder(ctx, guest(), shopId, number, gone())).rejects.toMatchObject({ kind: 'not_found' })
    const other = await make(ctx).shop({ owner: keeper })
    await expect(cancelShopOrder(ctx, keeper, other.id, number, gone())).rejects.toMatchObject({ code: 'orders.not_found' })
    expect(await refundsOf(number)).toEqual([])
  })

  it('lets its things be counted as not sold', async () => {
    const made = await make(ctx).product({ shop: { id: shopId } as never, priceMinor: 500, stock: 9 })
    const paid = await buy(guest(), [made, 3])
    await ctx.queue.drain()
    const soldCount = async () => (await ctx.db.select().from(products).where(eq(products.id, made.id)))[0]!.soldCount
    expect(await soldCount()).toBe(3)

    await cancelShopOrder(ctx, keeper, shopId, `${paid.groupNumber}-1`, gone())
    await ctx.queue.drain()
    expect(await soldCount()).toBe(0)
  })
})

describe('an order that cost nothing', () => {
  it('is cancelled like any other, and no money moves', async () => {
    const gift = await make(ctx).product({ priceMinor: 0, stock: 9 })
    await ctx.db.update(shippingMethods).set({ priceMinor: 0 }).where(eq(shippingMethods.shopId, gift.shop.id))
    const number = `${(await buy(guest(), [gift, 2])).groupNumber}-1`
    await cancelOrder(ctx, visitor(), number, accessKeyOf(ctx.config, groupNumberOf(number)), mind)

    expect(await levelOf(ctx, gift)).toEqual({ onHand: 9, reserved: 0 })
    expect(await refundsOf(number)).toEqual([])
    const [order] = await ctx.db.select().from(orders).where(eq(orders.number, number))
    expect(order).toMatchObject({ status: 'cancelled', paymentStatus: 'captured' })
    await isSound()
  })
})

describe('an admin who cancels', () => {
  it('says why, which is written down', async () => {
    const { number } = await ordered()
    await expect(cancelAnyOrder(ctx, admin, number, gone())).rejects.toMatchObject({ code: 'orders.reason_needed' })
    await cancelAnyOrder(ctx, admin, number, gone({ note: 'The shop does not answer' }))

    expect(await refundsOf(number)).toMatchObject([{ amountMinor: 6190 }])
    const entries = await ctx.db.select().from(auditEntries).where(eq(auditEntries.action, 'orders.cancelled'))
    expect(entries.filter(({ details }) => details.number === number)).toMatchObject([
      { actorId: admin.userId, shopId, details: { reason: 'out_of_stock', note: 'The shop does not answer' } },
    ])
  })

  it('speaks for the marketplace, and the shop is told too', async () => {
    const { number } = await ordered()
    await cancelAnyOrder(ctx, admin, number, gone({ note: 'The shop has closed' }))
    await ctx.queue.drain()

    const about = mailsWith(ctx, 'The shop has closed').filter((mail) => mail.includes(number))
    expect(about).toHaveLength(2)
    expect(about.filter((mail) => /(Clay &(amp;)? Co|The buyer) writes/.test(mail))).toEqual([])
    expect(about.filter((mail) => mail.includes(`${ctx.config.SITE_NAME} writes`))).toHaveLength(2)
    expect(mailsWith(ctx, number).filter((mail) => mail.includes('cancelled by its buyer'))).toEqual([])
  })

  it('is an admin: to others there is no such order', async () => {
    const { number } = await ordered()
    for (const who of [visitor(), keeper, await make(ctx).user({ role: 'moderator' })])
      await expect(cancelAnyOrder(ctx, who, number, gone({ note: 'x' }))).rejects.toMatchObject({ code: 'orders.not_found' })
    expect(await refundsOf(number)).toEqual([])
  })
})
