import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { orders, trackingEvents } from '#db/schema'
import { inspectMarketplace } from '#server/domains/checkout'
import { jobs } from '#server/jobs'
import { visitor, type Actor } from '#server/platform/actor'
import type { TrackingKind } from '#shared/lifecycles/shipment'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { levelOf, mailsWith, smallShop } from '../../../tests/support/small-shop'
import { accessKeyOf } from './access-key'
import { completeShippedOrders } from './complete-shipped-orders'
import { getOrderGroup } from './get-order-group'
import { groupNumberOf } from './order-number'
import { refundShopOrder } from './refund-order'
import { resendParcel } from './resend-parcel'
import { shipOrder } from './ship-order'
import { confirmArrival, trackParcel } from './track-parcel'

const ctx = await testContext({}, jobs)
const { guest, fill, start, pay } = buying(ctx)
let shop: Awaited<ReturnType<typeof smallShop>>

beforeAll(async () => {
  shop = await smallShop(ctx)
})

/** An order of two bowls and a cup, sent in as many parcels as there are lists of pieces. */
async function sent(buyer: Actor, ...parcels: (readonly [bowls: number, cups: number])[]) {
  await fill(buyer, [shop.bowl, 2], shop.cup)
  const { groupNumber } = await pay(buyer, (await start(buyer)).checkout.id)
  const number = `${groupNumber}-1`
  const view = async () => (await getOrderGroup(ctx, shop.admin, groupNumber!, null)).orders[0]!
  const [bowls, cups] = (await view()).lines
  for (const [some, others] of parcels)
    await shipOrder(ctx, shop.keeper, shop.shopId, number, {
      carrier: 'DHL',
      trackingNumber: '1',
      trackingUrl: null,
      lines: [
        { lineId: bowls!.id, quantity: some },
        { lineId: cups!.id, quantity: others },
      ].filter(({ quantity }) => quantity > 0),
    })
  const ids = (await view()).shipments.map(({ id }) => id)
  const track = (id: string, kind: TrackingKind) => trackParcel(ctx, shop.keeper, shop.shopId, number, id, { kind })
  const resend = (id: string) => resendParcel(ctx, shop.keeper, shop.shopId, number, id)
  const refund = (lineId: string) =>
    refundShopOrder(ctx, shop.keeper, shop.shopId, number, crypto.randomUUID(), {
      reason: 'lost',
      note: '',
      lines: [{ lineId, quantity: 1 }],
      shippingMinor: 0,
      extraMinor: 0,
    })
  return { number, ids, view, track, resend, refund, lines: [bowls!, cups!] as const }
}
const isWell = async () => expect((await inspectMarketplace(ctx)).filter(({ ok }) => !ok)).toEqual([])

describe('a parcel on its way', () => {
  it('keeps what its shop says of it, once each, and completes the order when the last one is there', async () => {
    const { ids, view, track } = await sent(guest(), [1, 0], [1, 1])
    await track(ids[0]!, 'in_transit')
    await track(ids[0]!, 'in_transit')
    await track(ids[0]!, 'delivered')
    expect(await view()).toMatchObject({ status: 'processing', fulfilmentStatus: 'shipped' })
    await track(ids[1]!, 'delivered')

    const order = await view()
    expect(order).toMatchObject({ status: 'completed', fulfilmentStatus: 'delivered' })
    expect(order.shipments[0]!.events.map(({ kind, by }) => [kind, by])).toEqual([
      ['in_transit', 'shop'],
      ['delivered', 'shop'],
    ])
    expect(order.events.map(({ kind }) => kind)).toEqual([
      'placed',
      'shipped',
      'shipped',
      'in_transit',
      'delivered',
      'delivered',
      'completed',
    ])
    await expect(track(ids[0]!, 'lost')).rejects.toMatchObject({ code: 'orders.shipment_status_conflict' })
    await expect(ctx.db.delete(trackingEvents)).rejects.toThrow()
  })

  it('is there when its buyer says so, signed in or by the key, and nobody else', async () => {
    const buyer = await make(ctx).user()
    const { number, ids, view } = await sent(buyer, [2, 0], [0, 1])
    const key = accessKeyOf(ctx.config, groupNumberOf(number))
    for (const stranger of [visitor(), await make(ctx).user(), shop.keeper, shop.admin])
      await expect(confirmArrival(ctx, stranger, number, null, ids[0]!)).rejects.toMatchObject({ code: 'orders.not_found' })
    expect((await view()).shipments.map(({ status }) => status)).toEqual(['handed_over', 'handed_over'])

    await Promise.all([1, 2, 3].map(() => confirmArrival(ctx, buyer, number, null, ids[0]!)))
    await confirmArrival(ctx, visitor(), number, key, ids[1]!)
    const order = await view()
    expect(order).toMatchObject({ status: 'completed', fulfilmentStatus: 'delivered' })
    expect(order.shipments.map(({ events }) => events)).toMatchObject([
      [{ kind: 'delivered', by: 'buyer' }],
      [{ kind: 'delivered', by: 'buyer' }],
    ])
    const other = await sent(buyer, [2, 1])
    await expect(confirmArrival(ctx, buyer, number, null, other.ids[0]!)).rejects.toMatchObject({ code: 'orders.shipment_not_found' })
  })
})

describe('a parcel that did not get there', () => {
  it.each(['lost', 'returned_to_sender'] as const)('that is %s is told to its buyer once, and can be sent again', async (kind) => {
    const { number, ids, view, track, resend } = await sent(guest(), [1, 1], [1, 0])
    await track(ids[0]!, kind)
    await track(ids[0]!, kind)
    await ctx.queue.drain()
    expect(mailsWith(ctx, kind === 'lost' ? `Your parcel is lost (${number})` : `Your parcel went back (${number})`)).toHaveLength(1)

    const before = await levelOf(ctx, shop.bowl)
    await Promise.all([resend(ids[0]!), resend(ids[0]!)])
    expect(await levelOf(ctx, shop.bowl)).toEqual({
      onHand: before.onHand + (kind === 'lost' ? 0 : 1),
      reserved: before.reserved + 1,
    })
    expect(await view()).toMatchObject({
      status: 'processing',
      fulfilmentStatus: 'partial',
      lines: [{ shippedQuantity: 1 }, { shippedQuantity: 0 }],
    })
    await isWell()

    await shipOrder(ctx, shop.keeper, shop.shopId, number, { carrier: '', trackingNumber: '', trackingUrl: null })
    for (const { id, resentAt } of (await view()).shipments) if (!resentAt) await track(id, 'delivered')
    expect(await view()).toMatchObject({ status: 'completed', fulfilmentStatus: 'delivered' })
    await expect(track(ids[0]!, 'delivered')).rejects.toMatchObject({ code: 'orders.shipment_status_conflict' })
    await isWell()
  })

  it('is not sent again without stock, after money went back for it, or while it is on its way', async () => {
    const { ids, track, resend, refund, lines, view } = await sent(guest(), [2, 1])
    await expect(resend(ids[0]!)).rejects.toMatchObject({ code: 'orders.shipment_not_resendable' })
    await track(ids[0]!, 'lost')
    const before = await levelOf(ctx, shop.cup)
    await ctx.db.execute(sql`update stock_levels set on_hand = reserved where variant_id = ${shop.cup.variant.id}`)
    await expect(resend(ids[0]!)).rejects.toMatchObject({ code: 'catalog.stock_short' })
    await ctx.db.execute(sql`update stock_levels set on_hand = ${before.onHand} where variant_id = ${shop.cup.variant.id}`)
    await refund(lines[1].id)
    await expect(resend(ids[0]!)).rejects.toMatchObject({ code: 'orders.parcel_money_back' })

    expect(await view()).toMatchObject({ fulfilmentStatus: 'shipped', lines: [{ shippedQuantity: 2 }, { shippedQuantity: 1 }] })
    expect((await view()).shipments[0]!.resentAt).toBe(null)
    await isWell()
  })

  it('keeps its order from being completed by time until it is settled', async () => {
    const [waiting, settled] = [await sent(guest(), [1, 1], [1, 0]), await sent(guest(), [1, 1], [1, 0])]
    for (const { track, ids } of [waiting, settled]) await track(ids[0]!, 'lost')
    for (const { id } of settled.lines) await settled.refund(id)
    await waiting.refund(waiting.lines[1].id)
    ctx.travelTo(new Date(ctx.now.getTime() + 60 * 24 * 60 * 60 * 1000))
    await completeShippedOrders(ctx)
    ctx.travelTo(null)

    const statusOf = async (number: string) => (await ctx.db.select().from(orders).where(eq(orders.number, number)))[0]!.status
    expect([await statusOf(waiting.number), await statusOf(settled.number)]).toEqual(['processing', 'completed'])
    for (const id of waiting.ids) await waiting.track(id, 'delivered')
    expect(await statusOf(waiting.number)).toBe('completed')
  })
})
