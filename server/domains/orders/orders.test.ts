import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chatReports, orderLines, orders, products, shipments } from '#db/schema'
import { inspectMarketplace } from '#server/domains/checkout'
import { listInventory } from '#server/domains/catalog'
import { chooseNotification } from '#server/domains/accounts'
import { openConversation, sendMessage } from '#server/domains/chat'
import { addShopMember } from '#server/domains/shops'
import { jobs } from '#server/jobs'
import { visitor, type Actor } from '#server/platform/actor'
import { topicChannel } from '#server/platform/realtime-bus/topics'
import {
  adminOrderListSchema,
  adminOverviewSchema,
  orderGroupListSchema,
  orderGroupViewSchema,
  shopHomeSchema,
  shopOrderListSchema,
  shopOrderViewSchema,
  type ShipOrder,
} from '#shared/contracts/orders'
import { SHIPMENT_MOVES, SHIPMENT_STATUSES } from '#shared/lifecycles/shipment'
import { FULFILMENT_STATUSES, ORDER_STATUSES } from '#shared/lifecycles/order'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { levelOf, mailsWith, smallShop } from '../../../tests/support/small-shop'
import { accessKeyOf } from './access-key'
import { adminOverview } from './admin-overview'
import { fulfilmentStatusOf } from './fulfilment-status'
import { getOrderGroup } from './get-order-group'
import { getShopOrder } from './get-shop-order'
import { listOrderGroups } from './list-order-groups'
import { listOwnOrderGroups } from './list-own-order-groups'
import { listShopOrders } from './list-shop-orders'
import { mailNewOrders } from './mail-new-orders'
import { trackParcel } from './track-parcel'
import { mayWatchOrderGroup } from './may-watch-order-group'
import { newGroupNumber } from './order-number'
import { shipOrder } from './ship-order'
import { shopHome } from './shop-home'

const ctx = await testContext({}, jobs)
const { guest, buy, fill, start, pay } = buying(ctx)
const parcel = (over: Partial<ShipOrder> = {}): ShipOrder => ({ carrier: 'DHL', trackingNumber: '00340', trackingUrl: null, ...over })

const { admin, keeper, shopId, bowl, cup } = await smallShop(ctx, { bowlTitle: 'Bowl <blue>' })
const stranger = visitor({ userId: crypto.randomUUID(), role: 'member' })

/** An order of two bowls and a cup. */
async function ordered(who: Actor = guest()) {
  const paid = await buy(who, [bowl, 2], cup)
  const number = `${paid.groupNumber}-1`
  const { lines } = await getShopOrder(ctx, keeper, shopId, number)
  return { group: paid.groupNumber!, number, lines }
}
describe('shipping', () => {
  it('hands over everything that is left, with its stock', async () => {
    const { number } = await ordered()
    const [before, beforeCup] = [await levelOf(ctx, bowl), await levelOf(ctx, cup)]
    await shipOrder(ctx, keeper, shopId, number, parcel({ trackingUrl: 'https://dhl.example/00340' }))

    const view = await getShopOrder(ctx, keeper, shopId, number)
    expect(view).toMatchObject({
      status: 'processing',
      fulfilmentStatus: 'shipped',
      shipments: [{ carrier: 'DHL', trackingNumber: '00340', trackingUrl: 'https://dhl.example/00340', status: 'handed_over' }],
      events: [{ kind: 'placed' }, { kind: 'shipped', shipmentId: view.shipments[0]!.id }],
    })
    expect(view.lines.map(({ quantity, shippedQuantity }) => [quantity, shippedQuantity])).toEqual([
      [2, 2],
      [1, 1],
    ])
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: before.onHand - 2, reserved: before.reserved - 2 })
    expect(await levelOf(ctx, cup)).toEqual({ onHand: beforeCup.onHand - 1, reserved: beforeCup.reserved - 1 })
  })

  it('hands over a part, then the rest', async () => {
    const { number, lines } = await ordered()
    await shipOrder(ctx, keeper, shopId, number, parcel({ lines: [{ lineId: lines[0]!.id, quantity: 1 }] }))
    expect(await getShopOrder(ctx, keeper, shopId, number)).toMatchObject({ fulfilmentStatus: 'partial' })

    await shipOrder(ctx, keeper, shopId, number, parcel())
    const view = await getShopOrder(ctx, keeper, shopId, number)
    expect(view.fulfilmentStatus).toBe('shipped')
    expect(view.shipments.map(({ lines }) => lines.map(({ quantity }) => quantity))).toEqual([[1], [1, 1]])
  })

  it('refuses more than is left, also when it comes in two rows, and nothing has changed', async () => {
    const { number, lines } = await ordered()
    const before = await levelOf(ctx, bowl)
    const twice = { lineId: lines[0]!.id, quantity: 2 }

    for (const wanted of [[{ ...twice, quantity: 3 }], [twice, twice]]) {
      await expect(shipOrder(ctx, keeper, shopId, number, parcel({ lines: wanted }))).rejects.toMatchObject({
        code: 'orders.quantity_too_high',
        details: { left: 2 },
      })
    }
    await expect(shipOrder(ctx, keeper, shopId, number, parcel({ lines: [{ lineId: ctx.newId(), quantity: 1 }] }))).rejects.toMatchObject({
      code: 'orders.line_not_found',
    })
    expect(await levelOf(ctx, bowl)).toEqual(before)
    expect(await getShopOrder(ctx, keeper, shopId, number)).toMatchObject({ fulfilmentStatus: 'unfulfilled', shipments: [] })
  })

  it('sends one parcel when two members press the button at once', async () => {
    const { number } = await ordered()
    const results = await Promise.allSettled([1, 2, 3].map(() => shipOrder(ctx, keeper, shopId, number, parcel())))

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({ code: 'orders.not_shippable' })
    expect((await getShopOrder(ctx, keeper, shopId, number)).shipments).toHaveLength(1)
  })

  it.each(
    ORDER_STATUSES.flatMap((status) => FULFILMENT_STATUSES.map((fulfilmentStatus) => ({ status, fulfilmentStatus }))).filter(
      ({ status, fulfilmentStatus }) =>
        !['placed', 'processing'].includes(status) || !['unfulfilled', 'partial'].includes(fulfilmentStatus),
    ),
  )('refuses an order that is $status and $fulfilmentStatus', async (state) => {
    const { number } = await ordered()
    await ctx.db.update(orders).set(state).where(eq(orders.number, number))

    await expect(shipOrder(ctx, keeper, shopId, number, parcel())).rejects.toMatchObject({ code: 'orders.not_shippable', details: state })
    expect(
      await ctx.db
        .select({ status: orders.status, fulfilmentStatus: orders.fulfilmentStatus })
        .from(orders)
        .where(eq(orders.number, number)),
    ).toEqual([state])
  })

  it('is not for strangers, who find no order, nor for another shop', async () => {
    const { number } = await ordered()
    const other = await make(ctx).shop({ owner: keeper })

    await expect(shipOrder(ctx, stranger, shopId, number, parcel())).rejects.toMatchObject({ kind: 'not_found', code: 'orders.not_found' })
    await expect(shipOrder(ctx, keeper, other.id, number, parcel())).rejects.toMatchObject({ code: 'orders.not_found' })
    await expect(getShopOrder(ctx, stranger, shopId, number)).rejects.toMatchObject({ code: 'orders.not_found' })
    expect(await getShopOrder(ctx, keeper, shopId, number)).toMatchObject({ fulfilmentStatus: 'unfulfilled' })
  })

  it('tells whoever watches the page, once it is done', async () => {
    const { group, number } = await ordered()
    const heard: unknown[] = []
    const stop = ctx.bus.subscribe(topicChannel(`order-group:${group}`), (message) => heard.push(message))
    await shipOrder(ctx, keeper, shopId, number, parcel())
    await expect.poll(() => heard.length).toBe(1)
    stop()
  })
})

describe('arriving', () => {
  it('completes the order with its last parcel', async () => {
    const { number, lines } = await ordered()
    await shipOrder(ctx, keeper, shopId, number, parcel({ lines: [{ lineId: lines[0]!.id, quantity: 2 }] }))
    await shipOrder(ctx, keeper, shopId, number, parcel())
    const [first, second] = (await getShopOrder(ctx, keeper, shopId, number)).shipments

    await trackParcel(ctx, keeper, shopId, number, first!.id, { kind: 'delivered' })
    await trackParcel(ctx, keeper, shopId, number, first!.id, { kind: 'delivered' })
    expect(await getShopOrder(ctx, keeper, shopId, number)).toMatchObject({ status: 'processing', fulfilmentStatus: 'shipped' })
    await trackParcel(ctx, keeper, shopId, number, second!.id, { kind: 'delivered' })

    const view = await getShopOrder(ctx, keeper, shopId, number)
    expect(view).toMatchObject({ status: 'completed', fulfilmentStatus: 'delivered' })
    expect(view.events.map(({ kind }) => kind)).toEqual(['placed', 'shipped', 'shipped', 'delivered', 'delivered', 'completed'])
  })

  it.each(SHIPMENT_STATUSES.filter((status) => status !== 'delivered' && !SHIPMENT_MOVES[status].includes('delivered')))(
    'cannot happen to a parcel that is %s',
    async (status) => {
      const { number } = await ordered()
      await shipOrder(ctx, keeper, shopId, number, parcel())
      const [shipment] = (await getShopOrder(ctx, keeper, shopId, number)).shipments
      await ctx.db.update(shipments).set({ status }).where(eq(shipments.id, shipment!.id))

      await expect(trackParcel(ctx, keeper, shopId, number, shipment!.id, { kind: 'delivered' })).rejects.toMatchObject({
        code: 'orders.shipment_status_conflict',
      })
      expect(await getShopOrder(ctx, keeper, shopId, number)).toMatchObject({ fulfilmentStatus: 'shipped', shipments: [{ status }] })
    },
  )

  it('is not for strangers', async () => {
    const { number } = await ordered()
    await shipOrder(ctx, keeper, shopId, number, parcel())
    const [shipment] = (await getShopOrder(ctx, keeper, shopId, number)).shipments

    await expect(trackParcel(ctx, stranger, shopId, number, shipment!.id, { kind: 'delivered' })).rejects.toMatchObject({
      code: 'orders.not_found',
    })
    await expect(trackParcel(ctx, keeper, shopId, number, ctx.newId(), { kind: 'delivered' })).rejects.toMatchObject({
      code: 'orders.shipment_not_found',
    })
  })
})

describe('the status of fulfilment', () => {
  const line = (quantity: number, shippedQuantity: number, cancelledQuantity = 0, returnedQuantity = 0) => ({
    quantity,
    shippedQuantity,
    cancelledQuantity,
    returnedQuantity,
  })

  it.each([
    [[line(2, 0)], [], 'unfulfilled'],
    [[line(2, 1)], ['handed_over'], 'partial'],
    [[line(2, 2), line(1, 0)], ['delivered'], 'partial'],
    [[line(2, 1, 1)], ['handed_over'], 'shipped'],
    [[line(2, 2)], ['delivered', 'in_transit'], 'shipped'],
    [[line(2, 2)], ['delivered', 'delivered'], 'delivered'],
    [[line(2, 2, 0, 2)], ['delivered'], 'returned'],
  ] as const)('of %j in %j is %s', (lines, parcels, status) => {
    expect(fulfilmentStatusOf(lines, parcels)).toBe(status)
  })
})

describe('who may see an order group', () => {
  it('its buyer, whoever has the key, and admins; nobody else', async () => {
    const buyer = await make(ctx).user()
    const { group } = await ordered(buyer)
    const key = accessKeyOf(ctx.config, group)

    expect(orderGroupViewSchema.parse(await getOrderGroup(ctx, buyer, group, null))).toMatchObject({
      number: group,
      totalMinor: 6190,
      orders: [{ lines: [{}, {}] }],
    })
    expect(await getOrderGroup(ctx, visitor(), group, key)).toMatchObject({ number: group })
    expect(await getOrderGroup(ctx, admin, group, null)).toMatchObject({ number: group })
    for (const [who, wrong] of [
      [visitor(), null],
      [stranger, null],
      [keeper, null],
      [visitor(), `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`],
      [visitor(), accessKeyOf(ctx.config, 'S-AAAA-AAAA')],
      [visitor(), ''],
    ] as const) {
      await expect(getOrderGroup(ctx, who, group, wrong)).rejects.toMatchObject({ kind: 'not_found', code: 'orders.not_found' })
      expect(await mayWatchOrderGroup(ctx, who, group, wrong)).toBe(false)
    }
    expect(await mayWatchOrderGroup(ctx, visitor(), group, key)).toBe(true)
    expect(await mayWatchOrderGroup(ctx, buyer, group, null)).toBe(true)
  })

  it('is not told apart from one that does not exist', async () => {
    const { group } = await ordered()
    const answers = await Promise.all(
      [group, 'S-AAAA-AAAA'].map((number) =>
        getOrderGroup(ctx, stranger, number, null).catch(({ kind, code, message, details }) => ({ kind, code, message, details })),
      ),
    )

    expect(answers[0]).toEqual(answers[1])
  })

  it('shows a shop nothing of the buyer but what a parcel needs', async () => {
    const { number } = await ordered()
    const view = shopOrderViewSchema.parse(await getShopOrder(ctx, keeper, shopId, number))

    expect(view).toMatchObject({
      shippingAddress: { name: 'Ada Lovelace' },
      earnings: { commissionMinor: 480 + 90 + 49, promotionMinor: 0, earnedMinor: 6190 - 619 },
    })
    expect(JSON.stringify(view)).not.toContain('ada@example.org')
  })

  it('shows staff nothing of what the shop earns', async () => {
    const staff = await make(ctx).user()
    await addShopMember(ctx, keeper, shopId, { userId: staff.userId, role: 'staff' })
    const { number } = await ordered()

    const { earnings, totalMinor } = await getShopOrder(ctx, staff, shopId, number)
    expect({ earnings, totalMinor }).toEqual({ earnings: null, totalMinor: 6190 })
  })
})

describe('numbers', () => {
  it('are short, without look-alikes, and do not repeat', () => {
    const numbers = Array.from({ length: 2000 }, newGroupNumber)

    expect(numbers.every((number) => /^S-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/.test(number))).toBe(true)
    expect(new Set(numbers).size).toBe(2000)
  })

  it('give keys that open nothing else', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(accessKeyOf(ctx.config, one) === accessKeyOf(ctx.config, other)).toBe(one === other)
      }),
    )
  })
})

describe('lists', () => {
  it("go through a buyer's own groups, newest first", async () => {
    const buyer = await make(ctx).user()
    const numbers: string[] = []
    for (let index = 0; index < 21; index++) numbers.unshift((await buy(buyer, cup)).groupNumber!)
    const first = orderGroupListSchema.parse(await listOwnOrderGroups(ctx, buyer, {}))
    const second = await listOwnOrderGroups(ctx, buyer, { cursor: first.nextCursor! })

    expect([...first.items, ...second.items].map(({ number }) => number)).toEqual(numbers)
    expect(second.nextCursor).toBeNull()
    expect(first.items[0]).toMatchObject({ pieceCount: 1, totalMinor: 1390, orders: [{ shopName: 'Clay & Co', status: 'placed' }] })
    expect(await listOwnOrderGroups(ctx, visitor(), {})).toEqual({ items: [], nextCursor: null })
  })

  it("show a shop's orders by what is to be done with them", async () => {
    const { number, lines } = await ordered()
    const partly = await ordered()
    await shipOrder(ctx, keeper, shopId, partly.number, parcel({ lines: [{ lineId: partly.lines[0]!.id, quantity: 2 }] }))
    await shipOrder(ctx, keeper, shopId, number, parcel({ lines: lines.map(({ id, quantity }) => ({ lineId: id, quantity })) }))
    const find = async (view: 'all' | 'to_ship' | 'shipped', q: string) =>
      shopOrderListSchema.parse(await listShopOrders(ctx, keeper, shopId, { view, q })).items

    expect(await find('all', number)).toMatchObject([
      { number, buyerName: 'Ada Lovelace', country: 'DE', pieceCount: 3, unshippedCount: 0 },
    ])
    expect(await find('to_ship', number)).toEqual([])
    expect(await find('to_ship', partly.number.toLowerCase())).toMatchObject([{ number: partly.number, unshippedCount: 1 }])
    expect(await find('shipped', number)).toHaveLength(1)
    await expect(listShopOrders(ctx, stranger, shopId, { view: 'all' })).rejects.toMatchObject({ code: 'orders.not_found' })
  })

  it('let an admin find a group by its number, by an order of it, or by an address', async () => {
    const who = guest()
    await fill(who, cup)
    const { checkout } = await start(who, { email: 'Grace.Hopper@example.org' })
    const group = (await pay(who, checkout.id)).groupNumber!
    const find = async (q: string) => adminOrderListSchema.parse(await listOrderGroups(ctx, admin, { q })).items.map(({ number }) => number)

    expect(await find(group)).toEqual([group])
    expect(await find(`${group.toLowerCase()}-1`)).toEqual([group])
    expect(await find('grace.hopper@')).toEqual([group])
    expect(await find('%')).toEqual([])
    await expect(listOrderGroups(ctx, keeper, {})).rejects.toMatchObject({ code: 'orders.not_allowed' })
  })
})

describe('at a glance', () => {
  it('a shop sees what waits for it and how it went', async () => {
    const owner = await make(ctx).user()
    const shop = await make(ctx).shop({ owner })
    const vase = await make(ctx).product({ shop, title: 'Vase', priceMinor: 5000, stock: 4 })
    const first = await buy(guest(), [vase, 1])
    await buy(guest(), [vase, 1])
    await shipOrder(ctx, owner, shop.id, `${first.groupNumber}-1`, parcel())
    const home = shopHomeSchema.parse(await shopHome(ctx, owner, shop.id))

    expect(home).toMatchObject({
      toShip: 1,
      late: 0,
      nextToShip: [{ unshippedCount: 1 }],
      lowStockCount: 1,
      lowStock: [{ title: 'Vase', left: 2 }],
      liveProducts: 1,
      sales: { orderCount: 2, totalMinor: 2 * 5490, before: { orderCount: 0, totalMinor: 0 } },
      balance: { pendingMinor: 2 * (5490 - 549), availableMinor: 0, heldMinor: 0 },
      currency: 'EUR',
    })
    expect(home.sales.byDay).toHaveLength(7)
    expect(home.sales.byDay.at(-1)).toMatchObject({ orderCount: 2 })
    await expect(shopHome(ctx, stranger, shop.id)).rejects.toMatchObject({ code: 'orders.not_found' })
  })

  it('a shop compares its last seven days with the seven before, each by the day in UTC', async () => {
    const owner = await make(ctx).user()
    const shop = await make(ctx).shop({ owner })
    const lamp = await make(ctx).product({ shop, priceMinor: 1000, stock: 20 })
    const today = ctx.now.toISOString().slice(0, 10)
    const placed = async (daysAgo: number, time: string, over: { status?: 'cancelled' } = {}) => {
      const { groupNumber } = await buy(guest(), [lamp, 1])
      const placedAt = new Date(Date.parse(`${today}T${time}Z`) - daysAgo * 86_400_000)
      await ctx.db
        .update(orders)
        .set({ placedAt, ...over })
        .where(eq(orders.number, `${groupNumber}-1`))
    }
    await placed(0, '00:00:00')
    await placed(6, '00:00:00')
    await placed(6, '12:00:00', { status: 'cancelled' })
    await placed(7, '23:59:59')
    await placed(13, '00:00:00')
    await placed(14, '23:59:59')
    await placed(1, '08:00:00')
    await buy(guest(), bowl)

    const { sales } = await shopHome(ctx, owner, shop.id)
    expect(sales).toMatchObject({ orderCount: 3, totalMinor: 3 * 1490, before: { orderCount: 2, totalMinor: 2 * 1490 } })
    expect(sales.byDay.map(({ orderCount }) => orderCount)).toEqual([1, 0, 0, 0, 0, 1, 1])
    expect(sales.byDay.at(-1)!.day).toBe(today)
  })

  it('a shop is told of each thing that runs out on its shelves, and of what was sent back', async () => {
    const owner = await make(ctx).user()
    const shop = await make(ctx).shop({ owner })
    await make(ctx).product({ shop, title: 'Low', stock: 3 })
    await make(ctx).product({ shop, title: 'Plenty', stock: 4 })
    await make(ctx).product({ shop, title: 'A draft', stock: 0, status: 'draft' })
    await make(ctx).product({ shop, title: 'Sent back', stock: 0, status: 'rejected' })
    await make(ctx).product({ stock: 0 })

    const home = await shopHome(ctx, owner, shop.id)
    expect(home).toMatchObject({ lowStockCount: 1, lowStock: [{ title: 'Low', left: 3 }], rejectedProducts: 1, liveProducts: 2 })
    const inventory = await listInventory(ctx, owner, shop.id, { stock: 'low', limit: 10 })
    expect(inventory.counts.low).toBe(home.lowStockCount)
    expect(inventory.items.map(({ title }) => title)).toEqual(['Low'])
  })

  it('staff see what to do, but not what the shop is owed', async () => {
    const [owner, manager, staff] = [await make(ctx).user(), await make(ctx).user(), await make(ctx).user()]
    const shop = await make(ctx).shop({ owner })
    await addShopMember(ctx, owner, shop.id, { userId: manager.userId, role: 'manager' })
    await addShopMember(ctx, owner, shop.id, { userId: staff.userId, role: 'staff' })

    expect((await shopHome(ctx, manager, shop.id)).balance).toEqual({ pendingMinor: 0, availableMinor: 0, heldMinor: 0 })
    expect(await shopHome(ctx, staff, shop.id)).toMatchObject({ toShip: 0, balance: null })
  })

  it('an admin sees the marketplace', async () => {
    const before = await adminOverview(ctx, admin)
    await buy(guest(), bowl)
    await make(ctx).shop({ status: 'pending', submittedAt: ctx.now })
    await make(ctx).shop({ status: 'pending' })
    await ctx.db
      .update(products)
      .set({ status: 'in_review' })
      .where(eq(products.id, (await make(ctx).product()).id))
    const asking = await make(ctx).user()
    const conversationId = await openConversation(ctx, asking, { about: 'support' })
    await openConversation(ctx, await make(ctx).user(), { about: 'support' })
    await sendMessage(ctx, asking, { conversationId, shopId: null }, { clientId: ctx.newId(), body: 'Hello' })
    await ctx.db.insert(chatReports).values({ id: ctx.newId(), conversationId, seq: 1, reason: 'spam', note: '', createdAt: ctx.now })
    const after = adminOverviewSchema.parse(await adminOverview(ctx, admin))

    expect(after.today).toEqual({ groupCount: before.today.groupCount + 1, gmvMinor: before.today.gmvMinor + 2890 })
    expect(after.last30Days.commissionMinor - before.last30Days.commissionMinor).toBe(289)
    expect(after.toShip).toBe(before.toShip + 1)
    expect(after.shopsWaiting).toBe(before.shopsWaiting + 1)
    expect(after.productsToReview).toBe(before.productsToReview + 1)
    expect(after.supportWaiting).toBe(before.supportWaiting + 1)
    expect(after.reportsOpen).toBe(before.reportsOpen + 1)
    await expect(adminOverview(ctx, keeper)).rejects.toMatchObject({ code: 'orders.not_allowed' })
  })
})

describe('mails', () => {
  const boughtBy = async (email: string, locale: 'en' | 'de') => {
    const who = guest()
    await fill(who, [bowl, 2], cup)
    const { checkout } = await start(who, { email, locale })
    const group = (await pay(who, checkout.id)).groupNumber!
    await ctx.queue.drain()
    return group
  }

  it.each([
    ['en', 'Thank you for your order', '€61.90', ''],
    ['de', 'Danke für Ihre Bestellung', '61,90', '/de'],
  ] as const)('confirm an order in the language of the buyer: %s', async (locale, title, total, prefix) => {
    const email = `${locale}-${ctx.newId()}@example.org`
    const group = await boughtBy(email, locale)
    const mails = mailsWith(ctx, email)

    expect(mails).toHaveLength(1)
    expect(mails[0]).toContain(title)
    expect(mails[0]).toContain(total)
    expect(mails[0]).toContain(`http://souk.test${prefix}/orders/${group}?key=${accessKeyOf(ctx.config, group)}`)
    expect(mails[0]).toContain('Bowl &lt;blue&gt;')
    expect(mails[0]).not.toContain('<blue></td>')
  })

  it('tell those who run a shop of each new order, once, unless they would rather not hear of it', async () => {
    const [quiet, staff] = [await make(ctx).user(), await make(ctx).user()]
    await addShopMember(ctx, keeper, shopId, { userId: quiet.userId, role: 'manager' })
    await addShopMember(ctx, keeper, shopId, { userId: staff.userId, role: 'staff' })
    await chooseNotification(ctx, quiet, { kind: 'shop_orders', byMail: false })
    const { number, group } = await ordered()
    await ctx.queue.drain()
    const [row] = await ctx.db.select({ groupId: orders.groupId }).from(orders).where(eq(orders.number, number))
    await mailNewOrders(ctx, [row!.groupId])

    const about = (email: string | null) => mailsWith(ctx, email!).filter((mail) => mail.includes(`New order ${number}`))
    expect(about(keeper.email)).toHaveLength(1)
    expect(about(keeper.email)[0]).toContain('2 × Bowl')
    expect(about(keeper.email)[0]).toContain(`/orders/${group}-1`)
    expect([...about(quiet.email), ...about(staff.email)]).toEqual([])
  })

  it('tell of a parcel, and of the rest that follows', async () => {
    const email = `ship-${ctx.newId()}@example.org`
    const number = `${await boughtBy(email, 'en')}-1`
    const { lines } = await getShopOrder(ctx, keeper, shopId, number)
    await shipOrder(
      ctx,
      keeper,
      shopId,
      number,
      parcel({ trackingUrl: 'https://dhl.example/?a=1&b=2', lines: [{ lineId: lines[0]!.id, quantity: 1 }] }),
    )
    await ctx.queue.drain()
    const mail = mailsWith(ctx, email).find((text) => !text.includes('Thank you for your order'))

    expect(mail).toContain('00340')
    expect(mail).toContain('https://dhl.example/?a=1&amp;b=2')
    expect(mail).toContain('The rest of this order follows in another parcel.')
  })
})

it('leaves a marketplace that the doctor finds healthy', async () => {
  const findings = await inspectMarketplace(ctx)

  expect(findings.filter(({ ok, invariant }) => !ok && !invariant.includes('read model'))).toEqual([])
  expect(await ctx.db.select({ n: sql<number>`count(*)::int` }).from(orderLines)).not.toEqual([{ n: 0 }])
})
