import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { conversations, orderLines, orders, shipments, users } from '#db/schema'
import { accessKeyOf, cancelShopOrder, shipOrder } from '#server/domains/orders'
import { jobs } from '#server/jobs'
import { visitor, type Actor } from '#server/platform/actor'
import { messagePageSchema } from '#shared/contracts/chat'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { smallShop } from '../../../tests/support/small-shop'
import { blockConversation } from './block-conversation'
import type { Way } from './chat-locks'
import { countUnread } from './count-unread'
import { exportConversation } from './export-conversation'
import { getConversation } from './list-conversations'
import { listMessages } from './list-messages'
import { openConversation } from './open-conversation'
import { erasePersonalData } from './personal-data'
import { readConversation } from './read-conversation'
import { sendMessage } from './send-message'
import { tellOfShipment } from './tell-of-orders'

const ctx = await testContext({}, jobs)
const { guest, fill, start, pay } = buying(ctx)
let shop: Awaited<ReturnType<typeof smallShop>>
beforeAll(async () => {
  shop = await smallShop(ctx)
})

const PARCEL = { carrier: '', trackingNumber: '', trackingUrl: null }
const say = (actor: Actor, way: Way) => sendMessage(ctx, actor, way, { clientId: crypto.randomUUID(), body: 'When will it come?' })

async function ordered(buyer: Actor) {
  await fill(buyer, [shop.bowl, 2])
  const { groupNumber } = await pay(buyer, (await start(buyer)).checkout.id)
  const number = `${groupNumber}-1`
  const ship = async () => {
    await shipOrder(ctx, shop.keeper, shop.shopId, number, PARCEL)
    await ctx.queue.drain()
  }
  return { groupNumber: groupNumber!, number, ship }
}
async function met() {
  const buyer = await make(ctx).user({ name: 'Ada Lovelace' })
  const conversationId = await openConversation(ctx, buyer, { about: 'product', slug: shop.bowl.slug })
  return { buyer, mine: { conversationId, shopId: null }, theirs: { conversationId, shopId: shop.shopId } }
}
const noticesOf = async (actor: Actor, way: Way) =>
  messagePageSchema
    .parse(await listMessages(ctx, actor, way, {}))
    .items.filter(({ kind }) => kind === 'system')
    .map(({ notice, context, side, senderName, isOwn, body }) => ({ notice, context, side, senderName, isOwn, body }))

describe('where a shopper and a shop talk', () => {
  it('is said that a parcel is on its way, once and to both, in nobody’s name', async () => {
    const { buyer, mine, theirs } = await met()
    await say(buyer, mine)
    const { number, groupNumber, ship } = await ordered(buyer)
    await ship()

    const notice = {
      ...{ notice: 'shipped', context: { kind: 'order', number, groupNumber } },
      ...{ side: null, senderName: null, isOwn: false, body: '' },
    }
    expect(await noticesOf(buyer, mine)).toEqual([notice])
    expect(await noticesOf(shop.keeper, theirs)).toEqual([notice])
    const [again] = await ctx.db
      .select({ orderId: orders.id, shipmentId: shipments.id })
      .from(orders)
      .innerJoin(shipments, eq(shipments.orderId, orders.id))
      .where(eq(orders.number, number))
    await Promise.all([tellOfShipment(ctx, again!), tellOfShipment(ctx, again!)])
    expect(await noticesOf(buyer, mine)).toEqual([notice])
    expect((await getConversation(ctx, buyer, mine)).latest).toMatchObject({
      kind: 'system',
      notice: 'shipped',
      body: number,
      isOwn: false,
    })
  })

  it('is said what will not come, in part and then all of it', async () => {
    const { buyer, mine } = await met()
    await say(buyer, mine)
    const { number } = await ordered(buyer)
    const [line] = await ctx.db
      .select({ id: orderLines.id })
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .where(eq(orders.number, number))
    const gone = { reason: 'out_of_stock' as const, note: '' }
    await cancelShopOrder(ctx, shop.keeper, shop.shopId, number, { ...gone, lines: [{ lineId: line!.id, quantity: 1 }] })
    await ctx.queue.drain()
    await cancelShopOrder(ctx, shop.keeper, shop.shopId, number, gone)
    await ctx.queue.drain()
    expect((await noticesOf(buyer, mine)).map(({ notice }) => notice)).toEqual(['cancelled', 'part_cancelled'])
  })

  it('makes nothing unread for whoever had read all, answers nobody and opens nothing', async () => {
    const { buyer, mine, theirs } = await met()
    await say(buyer, mine)
    await ctx.db.update(conversations).set({ closedAt: ctx.now }).where(eq(conversations.id, mine.conversationId))
    const { ship } = await ordered(buyer)
    const before = await getConversation(ctx, shop.keeper, theirs)
    await ship()

    const after = await getConversation(ctx, shop.keeper, theirs)
    expect(after.handling).toEqual(before.handling)
    expect(after.handling!.waitingSince).not.toBeNull()
    // The shop had not read the question; its shopper had.
    expect([before.unread, after.unread]).toEqual([2, 3])
    expect(await countUnread(ctx, buyer)).toMatchObject({ own: 0 })
    await readConversation(ctx, shop.keeper, theirs, { seq: after.lastSeq })
    await (await ordered(buyer)).ship()
    expect((await getConversation(ctx, shop.keeper, theirs)).unread).toBe(0)
  })

  it('is said about a guest’s order in its own conversation', async () => {
    const buyer = guest()
    const { groupNumber, number, ship } = await ordered(buyer)
    const key = accessKeyOf(ctx.config, groupNumber)
    const conversationId = await openConversation(ctx, visitor(), { about: 'order', number, key })
    const mine = { conversationId, shopId: null, key }
    await say(visitor(), mine)
    await ship()
    expect(await noticesOf(visitor(), mine)).toMatchObject([{ notice: 'shipped', isOwn: false, senderName: null }])
    expect((await getConversation(ctx, visitor(), mine)).unread).toBe(0)
  })

  it('says nothing where nobody has written, one has blocked the other, or the shopper is gone', async () => {
    const [opened, blocked, erased] = [await met(), await met(), await met()]
    for (const { buyer, mine } of [blocked, erased]) await say(buyer, mine)
    const ships = await Promise.all([opened, blocked, erased].map(async ({ buyer }) => (await ordered(buyer)).ship))
    await blockConversation(ctx, blocked.buyer, blocked.mine, { blocked: true })
    await ctx.db.transaction((db) => erasePersonalData({ ...ctx, db }, erased.buyer.userId))
    await ctx.db.update(users).set({ status: 'erased' }).where(eq(users.id, erased.buyer.userId))
    for (const ship of ships) await ship()

    expect(await noticesOf(opened.buyer, opened.mine)).toEqual([])
    for (const { theirs } of [blocked, erased]) expect(await noticesOf(shop.keeper, theirs)).toEqual([])
  })

  it('stands in the file of the conversation', async () => {
    const { buyer, mine } = await met()
    await say(buyer, mine)
    const { number, ship } = await ordered(buyer)
    await ship()
    const read = async (format: 'text' | 'json') => {
      const parts = await Array.fromAsync(await exportConversation(ctx, buyer, mine, { format, language: 'de', timeZone: 'UTC' }))
      return parts.join('')
    }
    expect(await read('text')).toContain(` · ${ctx.config.SITE_NAME}\n    Bestellung ${number} ist unterwegs.\n`)
    const { messages } = JSON.parse(await read('json')) as { messages: object[] }
    expect(messages.at(-1)).toMatchObject({ kind: 'system', notice: 'shipped', about: number, side: null })
  })
})
