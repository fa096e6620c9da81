import { and, eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { notifications, refunds, users } from '#db/schema'
import {
  answerShopReturn,
  cancelOrder,
  cancelShopOrder,
  getOrderGroup,
  refundShopOrder,
  requestReturn,
  shipOrder,
  trackParcel,
} from '#server/domains/orders'
import { addShopMember } from '#server/domains/shops'
import { jobs } from '#server/jobs'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import { topicChannel } from '#server/platform/realtime-bus/topics'
import { newsPageSchema } from '#shared/contracts/news'
import { NEWS_COUNT_MOST, NEWS_KEPT_DAYS } from '#shared/lifecycles/news'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { smallShop } from '../../../tests/support/small-shop'
import { forgetOldNews } from './forget-old-news'
import { countNews, listNews } from './list-news'
import { mayWatchPerson } from './may-watch-person'
import { readNews } from './read-news'
import { newsOfPlacedOrders, newsOfSettledRefund, newsOfShipment } from './tell-of-orders'

const ctx = await testContext({}, jobs)
const { guest, fill, start, pay } = buying(ctx)
let shop: Awaited<ReturnType<typeof smallShop>>

beforeAll(async () => {
  shop = await smallShop(ctx)
})

async function ordered(buyer: Actor) {
  await fill(buyer, [shop.bowl, 2], shop.cup)
  const { groupNumber } = await pay(buyer, (await start(buyer)).checkout.id)
  await ctx.queue.drain()
  const view = async () => (await getOrderGroup(ctx, shop.admin, groupNumber!, null)).orders[0]!
  return { group: groupNumber!, number: `${groupNumber}-1`, view }
}
const newsOf = async (actor: Actor) => newsPageSchema.parse(await listNews(ctx, actor, {})).items
const kindsOf = async (actor: Actor) => (await newsOf(actor)).map(({ kind }) => kind)

describe('what happens with an order', () => {
  it('is told to its buyer and to those who run the shop, step by step', async () => {
    shop = await smallShop(ctx)
    const [buyer, manager, staff] = [await make(ctx).user(), await make(ctx).user(), await make(ctx).user()]
    await addShopMember(ctx, systemActor, shop.shopId, { userId: manager.userId, role: 'manager' })
    await addShopMember(ctx, systemActor, shop.shopId, { userId: staff.userId, role: 'staff' })
    const { group, number, view } = await ordered(buyer)
    await shipOrder(ctx, shop.keeper, shop.shopId, number, {
      carrier: '',
      trackingNumber: '',
      trackingUrl: null,
      lines: [{ lineId: (await view()).lines[0]!.id, quantity: 2 }],
    })
    await ctx.queue.drain()
    await trackParcel(ctx, shop.keeper, shop.shopId, number, (await view()).shipments[0]!.id, { kind: 'lost' })
    await ctx.queue.drain()
    await refundShopOrder(ctx, shop.keeper, shop.shopId, number, crypto.randomUUID(), {
      reason: 'lost',
      note: '',
      lines: [{ lineId: (await view()).lines[0]!.id, quantity: 1 }],
      shippingMinor: 0,
      extraMinor: 0,
    })
    await ctx.queue.drain()

    expect(await kindsOf(buyer)).toEqual(['refund', 'lost', 'shipped', 'bought'])
    const [refund, , , bought] = await newsOf(buyer)
    expect(refund).toMatchObject({ amountMinor: 2400, groupNumber: group, order: { number, shopName: 'Clay & Co' }, readAt: null })
    expect(bought).toMatchObject({ amountMinor: 6190, groupNumber: group, order: null })
    expect(await kindsOf(shop.keeper)).toEqual(['new_order'])
    expect(await newsOf(manager)).toMatchObject([{ kind: 'new_order', amountMinor: 6190, order: { number } }])
    expect(await kindsOf(staff)).toEqual([])
    expect(await kindsOf(shop.admin)).toEqual([])
  })

  it('is told to the shop when it was cancelled by somebody else, and to the buyer always', async () => {
    shop = await smallShop(ctx)
    const buyer = await make(ctx).user()
    const [one, other] = [await ordered(buyer), await ordered(buyer)]
    await cancelOrder(ctx, buyer, one.number, null, { reason: 'changed_mind', note: '' })
    await ctx.queue.drain()
    const [line] = (await other.view()).lines
    await cancelShopOrder(ctx, shop.keeper, shop.shopId, other.number, {
      reason: 'out_of_stock',
      note: '',
      lines: [{ lineId: line!.id, quantity: 1 }],
    })
    await ctx.queue.drain()

    expect((await kindsOf(buyer)).sort()).toEqual(['bought', 'bought', 'cancelled', 'part_cancelled', 'refund', 'refund'])
    expect(await kindsOf(shop.keeper)).toEqual(['order_cancelled', 'new_order', 'new_order'])
  })

  it('is told once, however often its jobs run', async () => {
    const buyer = await make(ctx).user()
    const { number, view } = await ordered(buyer)
    await shipOrder(ctx, shop.keeper, shop.shopId, number, { carrier: '', trackingNumber: '', trackingUrl: null })
    await ctx.queue.drain()
    const [{ groupId, orderId }] = (await ctx.db
      .select()
      .from(notifications)
      .where(and(eq(notifications.userId, buyer.userId), eq(notifications.kind, 'shipped')))) as [typeof notifications.$inferSelect]
    const shipmentId = (await view()).shipments[0]!.id
    await Promise.all([1, 2, 3].flatMap(() => [newsOfPlacedOrders(ctx, [groupId]), newsOfShipment(ctx, { orderId: orderId!, shipmentId })]))

    expect(await kindsOf(buyer)).toEqual(['shipped', 'bought'])
  })

  it('is told to nobody where a guest bought it, or where the account is gone', async () => {
    const before = await ctx.db.$count(notifications)
    await ordered(guest())
    expect(await ctx.db.$count(notifications)).toBe(before + 1)

    const buyer = await make(ctx).user()
    await ordered(buyer)
    const [{ groupId }] = (await ctx.db.select().from(notifications).where(eq(notifications.userId, buyer.userId))) as [
      typeof notifications.$inferSelect,
    ]
    await ctx.db.delete(notifications).where(eq(notifications.userId, buyer.userId))
    await ctx.db.update(users).set({ status: 'erased' }).where(eq(users.id, buyer.userId))
    await newsOfPlacedOrders(ctx, [groupId])
    expect(await kindsOf(buyer)).toEqual([])
  })

  it('tells each side of a return what the other one did', async () => {
    shop = await smallShop(ctx)
    const buyer = await make(ctx).user()
    const { number, view } = await ordered(buyer)
    await shipOrder(ctx, shop.keeper, shop.shopId, number, { carrier: '', trackingNumber: '', trackingUrl: null })
    const { shipments, lines } = await view()
    await trackParcel(ctx, shop.keeper, shop.shopId, number, shipments[0]!.id, { kind: 'delivered' })
    const ask = { lines: [{ lineId: lines[0]!.id, quantity: 1 }], reason: 'damaged' as const, text: '', photoIds: [] }
    await requestReturn(ctx, buyer, number, { access: null, key: crypto.randomUUID() }, ask)
    await ctx.queue.drain()
    const [back] = (await view()).returns
    await answerShopReturn(ctx, shop.keeper, shop.shopId, back!.id, { answer: 'keep', note: '' })
    await ctx.queue.drain()

    expect(await kindsOf(buyer)).toEqual(['return_approved', 'shipped', 'bought'])
    expect(await kindsOf(shop.keeper)).toEqual(['return_requested', 'new_order'])
  })

  it('names money that did not get through only where that is so', async () => {
    const buyer = await make(ctx).user()
    const { number } = await ordered(buyer)
    await refundShopOrder(ctx, shop.keeper, shop.shopId, number, crypto.randomUUID(), {
      reason: 'goodwill',
      note: '',
      lines: [],
      shippingMinor: 0,
      extraMinor: 100,
    })
    await ctx.queue.drain()
    const [refund] = await ctx.db
      .select()
      .from(refunds)
      .orderBy(sql`created_at desc`)
      .limit(1)
    await newsOfSettledRefund(ctx, { refundId: refund!.id })
    expect(await kindsOf(buyer)).toEqual(['refund', 'bought'])
    await ctx.db.update(refunds).set({ status: 'failed' }).where(eq(refunds.id, refund!.id))
    await newsOfSettledRefund(ctx, { refundId: refund!.id })
    expect(await kindsOf(buyer)).toEqual(['refund_failed', 'refund', 'bought'])
    await ctx.db.update(refunds).set({ status: 'succeeded' }).where(eq(refunds.id, refund!.id))
  })
})

describe('one’s news', () => {
  it('are counted, read one by one or all at once, and told of to oneself alone', async () => {
    const [buyer, other] = [await make(ctx).user(), await make(ctx).user()]
    for (const who of [buyer, buyer, other]) await ordered(who)
    const heard: string[] = []
    for (const who of [buyer, other]) ctx.bus.subscribe(topicChannel(`person:${who.userId}`), () => heard.push(who.userId))
    const [first] = await newsOf(buyer)
    const [foreign] = await newsOf(other)

    expect(await readNews(ctx, buyer, { ids: [first!.id, foreign!.id] })).toBe(1)
    expect((await newsOf(buyer)).map(({ readAt }) => readAt !== null)).toEqual([true, false])
    expect((await newsOf(other))[0]!.readAt).toBe(null)
    expect(await readNews(ctx, buyer, {})).toBe(0)
    expect(await readNews(ctx, buyer, {})).toBe(0)
    expect(await countNews(ctx, other.userId)).toBe(1)
    expect(heard).toEqual([buyer.userId, buyer.userId])

    expect(await mayWatchPerson(ctx, buyer, buyer.userId)).toBe(true)
    for (const who of [visitor(), other, shop.admin]) expect(await mayWatchPerson(ctx, who, buyer.userId)).toBe(false)
    await expect(listNews(ctx, visitor(), {})).rejects.toMatchObject({ code: 'notifications.not_signed_in' })
  })

  it('go on page by page, are counted as far as can be shown, and forgotten after half a year', async () => {
    const buyer = await make(ctx).user()
    await ordered(buyer)
    const [row] = await ctx.db.select().from(notifications).where(eq(notifications.userId, buyer.userId))
    await ctx.db
      .insert(notifications)
      .values(Array.from({ length: NEWS_COUNT_MOST + 20 }, () => ({ ...row!, id: ctx.newId(), subjectId: ctx.newId() })))
    expect(await countNews(ctx, buyer.userId)).toBe(NEWS_COUNT_MOST + 1)

    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listNews(ctx, buyer, { cursor })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(new Set(seen).size).toBe(NEWS_COUNT_MOST + 21)
    expect(seen).toHaveLength(NEWS_COUNT_MOST + 21)

    await forgetOldNews(ctx)
    expect(await countNews(ctx, buyer.userId)).toBe(NEWS_COUNT_MOST + 1)
    ctx.travelTo(new Date(ctx.now.getTime() + (NEWS_KEPT_DAYS + 1) * 24 * 60 * 60 * 1000))
    await forgetOldNews(ctx)
    ctx.travelTo(null)
    expect(await ctx.db.$count(notifications)).toBe(0)
  })
})
