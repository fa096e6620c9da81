import { eq, sql } from 'drizzle-orm'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { auditEntries, files, orderLines, orders, returns, shops, stockMovements } from '#db/schema'
import { inspectMarketplace } from '#server/domains/checkout'
import { privateAddress, readPrivateFile, sweepPictures } from '#server/domains/files'
import { owedTo, shopBalance } from '#server/domains/ledger'
import { addShopMember } from '#server/domains/shops'
import { jobs } from '#server/jobs'
import { visitor, type Actor } from '#server/platform/actor'
import { orderGroupViewSchema, shopOrderViewSchema } from '#shared/contracts/orders'
import type { AnswerReturn, RefundReturn, RequestReturn } from '#shared/contracts/returns'
import { canMoveReturn, RETURN_STATUSES } from '#shared/lifecycles/return'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { levelOf, mailsWith, smallShop } from '../../../tests/support/small-shop'
import { accessKeyOf } from './access-key'
import { addReturnLabel } from './add-return-label'
import { addReturnPhoto } from './add-return-photo'
import { answerAnyReturn, answerShopReturn } from './answer-return'
import { getOrderGroup } from './get-order-group'
import { getShopOrder } from './get-shop-order'
import { listAllReturns, listShopReturns } from './list-returns'
import { receiveAnyReturn, receiveShopReturn } from './receive-return'
import { refundAnyReturn, refundShopReturn } from './refund-return'
import { refundShopOrder } from './refund-order'
import { rejectReturn } from './reject-return'
import { releaseEarnings } from './release-earnings'
import { requestReturn } from './request-return'
import { sendReturn } from './send-return'
import { settleReturns } from './settle-returns'
import { shipOrder } from './ship-order'
import { shopHome } from './shop-home'
import { withdrawReturn } from './withdraw-return'
import { trackParcel } from './track-parcel'

const ctx = await testContext({}, jobs)
const { guest, buy } = buying(ctx)
const { admin, keeper, shopId, bowl, cup } = await smallShop(ctx)
const DAY_MS = 24 * 60 * 60 * 1000
const address = { name: 'Clay & Co', street: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' }
const comeBack: AnswerReturn = { answer: 'send', address, labelFileId: null, note: '' }
const parcel = (lines?: { lineId: string; quantity: number }[]) => ({ carrier: '', trackingNumber: '', trackingUrl: null, lines })
const photo = (background = '#a63') =>
  sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .png()
    .toBuffer()

/** Two bowls and a cup, 48.00 + 9.00 + 4.90 for shipping, sent and arrived. */
async function arrived(who: Actor = guest()) {
  const group = (await buy(who, [bowl, 2], cup)).groupNumber!
  const number = `${group}-1`
  await shipOrder(ctx, keeper, shopId, number, parcel())
  const { lines, shipments } = await getShopOrder(ctx, keeper, shopId, number)
  await trackParcel(ctx, keeper, shopId, number, shipments[0]!.id, { kind: 'delivered' })
  const key = accessKeyOf(ctx.config, group)
  const [bowls, cups] = [lines[0]!.id, lines[1]!.id]

  const ask = (over: Partial<RequestReturn> = {}, requestKey: string = crypto.randomUUID()) =>
    requestReturn(
      ctx,
      visitor(),
      number,
      { access: key, key: requestKey },
      { lines: [{ lineId: bowls, quantity: 1 }], reason: 'damaged', text: '', photoIds: [], ...over },
    )
  const view = async () => shopOrderViewSchema.parse(await getShopOrder(ctx, keeper, shopId, number))
  const latest = async () => (await view()).returns.at(-1)!
  return { group, number, key, bowls, cups, ask, view, latest }
}

/** A return of one bowl that has come as far as the shop's hands. */
async function received(over: Partial<RequestReturn> = {}) {
  const order = await arrived()
  await order.ask(over)
  const { id } = await order.latest()
  await answerShopReturn(ctx, keeper, shopId, id, comeBack)
  await sendReturn(ctx, visitor(), order.number, { returnId: id, access: order.key }, { carrier: 'DHL', trackingNumber: '123' })
  await receiveShopReturn(ctx, keeper, shopId, id)
  return { ...order, id }
}
const taken = (lines: RefundReturn['lines'], over: Partial<RefundReturn> = {}): RefundReturn => ({
  lines,
  shippingMinor: 0,
  deductionMinor: 0,
  note: '',
  ...over,
})
const one = (lineId: string, restockedQuantity = 1) => [{ lineId, acceptedQuantity: 1, restockedQuantity }]
const isSound = async () =>
  expect((await inspectMarketplace(ctx)).filter(({ ok, invariant }) => !ok && !invariant.includes('read model'))).toEqual([])

describe('a return', () => {
  it('goes from the wish to the money, and the shop gets its stock back', async () => {
    const { group, number, bowls, id, key, latest } = await received({ text: 'It has a crack' })
    const [stock, owed] = [await levelOf(ctx, bowl), owedTo(await shopBalance(ctx, shopId))]

    await refundShopReturn(ctx, keeper, shopId, id, taken(one(bowls), { note: 'Sorry' }))
    await ctx.queue.drain()

    expect(await latest()).toMatchObject({ status: 'refunded', refundedMinor: 2400, trackingNumber: '123', text: 'It has a crack' })
    const view = orderGroupViewSchema.parse(await getOrderGroup(ctx, visitor(), group, key))
    expect(view.orders[0]).toMatchObject({ fulfilmentStatus: 'delivered', paymentStatus: 'partially_refunded', refundedMinor: 2400 })
    expect(view.orders[0]!.refunds).toMatchObject([{ reason: 'returned', status: 'succeeded', amountMinor: 2400 }])
    expect(view.orders[0]!.lines[0]).toMatchObject({ returnedQuantity: 1, refundedQuantity: 1, returnableQuantity: 1 })
    expect(view.orders[0]!.events.map(({ kind }) => kind)).toEqual([
      ...['placed', 'shipped', 'delivered', 'completed', 'return_requested', 'return_approved', 'return_sent', 'return_received'],
      ...['return_accepted', 'refund_requested', 'refunded'],
    ])
    expect(await levelOf(ctx, bowl)).toEqual({ ...stock, onHand: stock.onHand + 1 })
    expect(await ctx.db.select().from(stockMovements).where(eq(stockMovements.referenceId, id))).toMatchObject([
      { kind: 'returned', quantity: 1, referenceKind: 'return', userId: keeper.userId },
    ])
    // Nine tenths of it were the shop's.
    expect(owedTo(await shopBalance(ctx, shopId))).toBe(owed - 2160)
    for (const subject of ['We have your return', 'You can send it back', 'Your parcel has arrived', 'Money back for your order'])
      expect(mailsWith(ctx, number).some((mail) => mail.includes(subject))).toBe(true)
    for (const subject of ['A buyer wants to give something back', 'A return is on its way to you'])
      expect(mailsWith(ctx, number).some((mail) => mail.includes(subject) && mail.includes(keeper.email!))).toBe(true)
    await isSound()
  })

  it('of everything makes the order a returned one, and gives shipping back if the shop chooses to', async () => {
    const order = await arrived()
    const lines = [
      { lineId: order.bowls, quantity: 2 },
      { lineId: order.cups, quantity: 1 },
    ]
    await order.ask({ lines })
    const { id } = await order.latest()
    await answerShopReturn(ctx, keeper, shopId, id, comeBack)
    // It may come without anybody saying that it was sent.
    await receiveShopReturn(ctx, keeper, shopId, id)
    const all = lines.map(({ lineId, quantity }) => ({ lineId, acceptedQuantity: quantity, restockedQuantity: 0 }))
    await expect(refundShopReturn(ctx, keeper, shopId, id, taken(all, { shippingMinor: 491 }))).rejects.toMatchObject({
      code: 'orders.shipping_refund_too_high',
    })
    await refundShopReturn(ctx, keeper, shopId, id, taken(all, { shippingMinor: 490 }))

    expect(await order.view()).toMatchObject({ fulfilmentStatus: 'returned', paymentStatus: 'refunded', refundedMinor: 6190 })
    await isSound()
  })

  it('completes an order of which nothing is left to arrive', async () => {
    const group = (await buy(guest(), cup)).groupNumber!
    const number = `${group}-1`
    await shipOrder(ctx, keeper, shopId, number, parcel())
    const { lines } = await getShopOrder(ctx, keeper, shopId, number)
    const lineId = lines[0]!.id
    const input = { lines: [{ lineId, quantity: 1 }], reason: 'late' as const, text: '', photoIds: [] }
    await requestReturn(ctx, visitor(), number, { access: accessKeyOf(ctx.config, group), key: 'once and only once' }, input)
    const { returns: asked } = await getShopOrder(ctx, keeper, shopId, number)
    await answerShopReturn(ctx, keeper, shopId, asked[0]!.id, { answer: 'keep', note: '' })
    await refundShopReturn(ctx, keeper, shopId, asked[0]!.id, taken([{ lineId, acceptedQuantity: 1, restockedQuantity: 0 }]))
    // What the buyer keeps has not come back.
    expect(await getShopOrder(ctx, keeper, shopId, number)).toMatchObject({ status: 'processing', fulfilmentStatus: 'shipped' })

    const other = (await buy(guest(), cup)).groupNumber!
    await shipOrder(ctx, keeper, shopId, `${other}-1`, parcel())
    const line = (await getShopOrder(ctx, keeper, shopId, `${other}-1`)).lines[0]!
    const again = { ...input, lines: [{ lineId: line.id, quantity: 1 }] }
    await requestReturn(ctx, visitor(), `${other}-1`, { access: accessKeyOf(ctx.config, other), key: 'once and only once' }, again)
    const back = (await getShopOrder(ctx, keeper, shopId, `${other}-1`)).returns[0]!
    await answerShopReturn(ctx, keeper, shopId, back.id, comeBack)
    await receiveShopReturn(ctx, keeper, shopId, back.id)
    await refundShopReturn(ctx, keeper, shopId, back.id, taken(one(line.id)))
    expect(await getShopOrder(ctx, keeper, shopId, `${other}-1`)).toMatchObject({ status: 'completed', fulfilmentStatus: 'returned' })
    await isSound()
  })

  it('keeps a part back for wear, and says so', async () => {
    const { bowls, id, latest, view } = await received()
    await expect(refundShopReturn(ctx, keeper, shopId, id, taken(one(bowls), { deductionMinor: 2401 }))).rejects.toMatchObject({
      code: 'orders.deduction_too_high',
    })
    await refundShopReturn(ctx, keeper, shopId, id, taken(one(bowls), { deductionMinor: 400 }))

    expect(await latest()).toMatchObject({ deductionMinor: 400, refundedMinor: 2000 })
    // The second piece is still worth all of it.
    expect((await view()).lines[0]).toMatchObject({ refundedQuantity: 1, returnableQuantity: 1 })
    await isSound()
  })

  it('gives no money back a second time for what was refunded before', async () => {
    const order = await received()
    const refund = { reason: 'goodwill' as const, note: '', lines: [{ lineId: order.bowls, quantity: 2 }], shippingMinor: 0, extraMinor: 0 }
    await refundShopOrder(ctx, keeper, shopId, order.number, crypto.randomUUID(), refund)
    await refundShopReturn(ctx, keeper, shopId, order.id, taken(one(order.bowls)))
    await ctx.queue.drain()

    expect(await order.latest()).toMatchObject({ status: 'refunded', refundedMinor: 0 })
    expect(mailsWith(ctx, order.number).some((mail) => mail.includes('Your return is done'))).toBe(true)
    await isSound()
  })

  it('gives the same answer when a step is repeated, and does it once', async () => {
    const { ask, view, bowls } = await arrived()
    const key = crypto.randomUUID()
    await Promise.all([ask({}, key), ask({}, key), ask({}, key)])
    const [back] = (await view()).returns
    expect((await view()).returns).toHaveLength(1)
    for (const other of [{ reason: 'late' as const }, { text: 'Another word' }])
      await expect(ask(other, key)).rejects.toMatchObject({ code: 'request.key_reused' })

    for (const _ of [1, 2]) await answerShopReturn(ctx, keeper, shopId, back!.id, comeBack)
    const elsewhere = { ...comeBack, address: { ...comeBack.address, street: 'Another lane 1' } }
    for (const other of [elsewhere, { answer: 'keep' as const, note: '' }])
      await expect(answerShopReturn(ctx, keeper, shopId, back!.id, other)).rejects.toMatchObject({ code: 'orders.return_status_conflict' })
    for (const _ of [1, 2]) await receiveShopReturn(ctx, keeper, shopId, back!.id)
    await Promise.all([1, 2, 3].map(() => refundShopReturn(ctx, keeper, shopId, back!.id, taken(one(bowls)))))
    await expect(refundShopReturn(ctx, keeper, shopId, back!.id, taken(one(bowls, 0)))).rejects.toMatchObject({
      code: 'orders.return_status_conflict',
    })
    expect(await view()).toMatchObject({ refundedMinor: 2400, lines: [{ returnedQuantity: 1 }, {}] })
    expect((await view()).events.filter(({ returnId }) => returnId)).toHaveLength(4)
    await isSound()
  })
})

describe('the pieces of a return', () => {
  it('are asked for once, whatever is asked at once', async () => {
    const { ask, view, bowls } = await arrived()
    const answers = await Promise.allSettled([1, 2, 3, 4].map(() => ask({ lines: [{ lineId: bowls, quantity: 1 }] })))
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected'])
    expect(answers.flatMap((answer) => (answer.status === 'rejected' ? [(answer.reason as { code: string }).code] : []))).toEqual([
      'orders.quantity_too_high',
      'orders.quantity_too_high',
    ])
    expect((await view()).lines[0]).toMatchObject({ returnableQuantity: 0 })
    await isSound()
  })

  it('would be too many without the lock: the database itself refuses', async () => {
    const { ask, bowls } = await arrived()
    await ask({ lines: [{ lineId: bowls, quantity: 2 }] })
    await expect(ctx.db.update(orderLines).set({ claimedQuantity: 3 }).where(eq(orderLines.id, bowls))).rejects.toThrow()
  })

  it('are those that were sent, and no more', async () => {
    const group = (await buy(guest(), [bowl, 2])).groupNumber!
    const number = `${group}-1`
    const access = accessKeyOf(ctx.config, group)
    const { lines } = await getShopOrder(ctx, keeper, shopId, number)
    const lineId = lines[0]!.id
    const ask = (quantity: number) =>
      requestReturn(
        ctx,
        visitor(),
        number,
        { access, key: crypto.randomUUID() },
        { lines: [{ lineId, quantity }], reason: 'other', text: '', photoIds: [] },
      )
    await expect(ask(1)).rejects.toMatchObject({ code: 'orders.return_window_over' })
    await shipOrder(ctx, keeper, shopId, number, parcel([{ lineId, quantity: 1 }]))
    await expect(ask(2)).rejects.toMatchObject({ code: 'orders.quantity_too_high', details: { left: 1 } })
    await ask(1)
    expect((await getShopOrder(ctx, keeper, shopId, number)).returns).toHaveLength(1)
  })

  it('are free again when it comes to nothing, and not when they are kept', async () => {
    const { ask, latest, view, number, key, bowls } = await arrived()
    const returnable = async () => (await view()).lines[0]!.returnableQuantity
    await ask()
    await withdrawReturn(ctx, visitor(), number, { returnId: (await latest()).id, access: key })
    expect([await returnable(), (await latest()).status]).toEqual([2, 'closed'])

    await ask()
    await answerShopReturn(ctx, keeper, shopId, (await latest()).id, { answer: 'decline', refusal: 'used', note: 'Worn' })
    expect([await returnable(), (await latest()).status]).toEqual([2, 'declined'])

    await ask({ lines: [{ lineId: bowls, quantity: 2 }] })
    const kept = (await latest()).id
    await answerShopReturn(ctx, keeper, shopId, kept, { answer: 'keep', note: '' })
    await expect(receiveShopReturn(ctx, keeper, shopId, kept)).rejects.toMatchObject({ code: 'orders.return_status_conflict' })
    await expect(refundShopReturn(ctx, keeper, shopId, kept, taken(one(bowls)))).rejects.toMatchObject({
      code: 'orders.restocked_too_many',
    })
    await refundShopReturn(ctx, keeper, shopId, kept, taken(one(bowls, 0)))
    expect(await returnable()).toBe(1)
    expect((await view()).lines[0]).toMatchObject({ returnedQuantity: 0, refundedQuantity: 1 })
    await isSound()
  })

  it('come back to the buyer when the shop rejects them, with the reason', async () => {
    const { id, latest, view, number } = await received()
    await rejectReturn(ctx, keeper, shopId, id, { refusal: 'used', note: 'It was in the dishwasher' })
    await ctx.queue.drain()

    expect(await latest()).toMatchObject({ status: 'rejected', refusal: 'used', refundedMinor: null })
    expect(await view()).toMatchObject({ refundedMinor: 0, paymentStatus: 'captured' })
    expect((await view()).lines[0]).toMatchObject({ returnedQuantity: 0, returnableQuantity: 2 })
    expect(mailsWith(ctx, number).some((mail) => mail.includes('It was in the dishwasher') && mail.includes('It has been used.'))).toBe(
      true,
    )
    await isSound()
  })

  it.each([
    [[{ acceptedQuantity: 2, restockedQuantity: 0 }], 'orders.quantity_too_high'],
    [[{ acceptedQuantity: 1, restockedQuantity: 2 }], 'orders.restocked_too_many'],
    [[{ acceptedQuantity: 0, restockedQuantity: 0 }], 'orders.nothing_accepted'],
  ])('%j are refused, and nothing changes', async (decided, code) => {
    const { bowls, id, latest, view } = await received()
    const stock = await levelOf(ctx, bowl)
    const lines = decided.map((of) => ({ ...of, lineId: bowls }))
    await expect(refundShopReturn(ctx, keeper, shopId, id, taken(lines))).rejects.toMatchObject({ code })
    expect(await latest()).toMatchObject({ status: 'received', refundedMinor: null })
    expect([(await view()).refundedMinor, await levelOf(ctx, bowl)]).toEqual([0, stock])
  })
})

describe('the time for it', () => {
  it('is what the shop promised when it was bought, from the arrival on', async () => {
    await ctx.db.update(shops).set({ returnDays: 30 }).where(eq(shops.id, shopId))
    const { ask, view } = await arrived()
    await ctx.db.update(shops).set({ returnDays: 3 }).where(eq(shops.id, shopId))
    const { returnDays, returnableUntil, shipments } = await view()
    expect(returnDays).toBe(30)
    expect(Date.parse(returnableUntil!) - Date.parse(shipments[0]!.deliveredAt!)).toBe(30 * DAY_MS)

    ctx.travelTo(new Date(Date.parse(returnableUntil!) + 1000))
    await expect(ask()).rejects.toMatchObject({ code: 'orders.return_window_over', details: { days: 30 } })
    ctx.travelTo(new Date(Date.parse(returnableUntil!) - 1000))
    await ask()
    ctx.travelTo(null)
    expect((await view()).returns).toHaveLength(1)
    await ctx.db.update(shops).set({ returnDays: 14 }).where(eq(shops.id, shopId))
  })

  it('does not begin with a parcel that was lost', async () => {
    const order = await arrived()
    await ctx.db.execute(
      sql`update shipments set status = 'lost', delivered_at = null where order_id = (select id from orders where number = ${order.number})`,
    )
    await expect(order.ask()).rejects.toMatchObject({ code: 'orders.return_window_over' })
    expect(await order.view()).toMatchObject({ returnableUntil: null, returns: [] })
  })

  it('is none where the shop takes nothing back', async () => {
    const { ask, number, view } = await arrived()
    await ctx.db.update(orders).set({ returnDays: 0 }).where(eq(orders.number, number))
    await expect(ask()).rejects.toMatchObject({ code: 'orders.return_window_over' })
    expect(await view()).toMatchObject({ returnableUntil: null, returns: [] })
  })

  it('to answer ends with a reminder, once a step, and the marketplace sees it', async () => {
    const { ask, number, latest } = await arrived()
    await ask()
    const before = (await shopHome(ctx, keeper, shopId)).returnsWaiting
    ctx.travelTo(new Date(Date.now() + 4 * DAY_MS))
    await Promise.all([settleReturns(ctx), settleReturns(ctx)])
    await settleReturns(ctx)
    await ctx.queue.drain()
    ctx.travelTo(null)

    const { number: back } = await latest()
    expect(mailsWith(ctx, 'A return waits for you').filter((mail) => mail.includes(back))).toHaveLength(1)
    expect(before).toBeGreaterThan(0)
    const { items } = await listAllReturns(ctx, admin, { view: 'waiting' })
    expect(items.find(({ orderNumber }) => orderNumber === number)).toMatchObject({ status: 'requested', pieceCount: 1 })
  })

  it('ends for what was approved and never sent, and for what was decided long ago', async () => {
    const never = await arrived()
    await never.ask()
    await answerShopReturn(ctx, keeper, shopId, (await never.latest()).id, comeBack)
    const done = await received()
    await refundShopReturn(ctx, keeper, shopId, done.id, taken(one(done.bowls)))
    ctx.travelTo(new Date(Date.now() + 31 * DAY_MS))
    await settleReturns(ctx)
    ctx.travelTo(null)

    expect([(await never.latest()).status, (await done.latest()).status]).toEqual(['closed', 'closed'])
    expect([(await never.view()).lines[0]!.returnableQuantity, (await done.view()).lines[0]!.returnableQuantity]).toEqual([2, 1])
    await isSound()
  })

  it('holds what the shop earns as long as something is going back', async () => {
    const { ask, latest, number, key } = await arrived()
    await ask()
    await ctx.db.update(orders).set({ releaseAt: ctx.now }).where(eq(orders.number, number))
    const released = async () => (await ctx.db.select().from(orders).where(eq(orders.number, number)))[0]!.releasedAt
    await releaseEarnings(ctx)
    expect(await released()).toBe(null)
    await withdrawReturn(ctx, visitor(), number, { returnId: (await latest()).id, access: key })
    await releaseEarnings(ctx)
    expect(await released()).not.toBe(null)
  })
})

describe('an admin', () => {
  it('decides where a shop does not, or not rightly, and says why', async () => {
    const { ask, latest, number, bowls, view } = await arrived()
    await ask()
    const { id } = await latest()
    await answerShopReturn(ctx, keeper, shopId, id, { answer: 'decline', refusal: 'other', note: '' })
    await expect(answerShopReturn(ctx, keeper, shopId, id, { answer: 'decline', refusal: 'other', note: '' })).resolves.toBeDefined()
    await expect(answerAnyReturn(ctx, admin, number, id, comeBack)).rejects.toMatchObject({ code: 'orders.reason_needed' })
    expect(await latest()).toMatchObject({ status: 'declined' })

    await answerAnyReturn(ctx, admin, number, id, { ...comeBack, note: 'The law says so' })
    await receiveAnyReturn(ctx, admin, number, id, 'The carrier says so')
    await refundAnyReturn(ctx, admin, number, id, taken(one(bowls, 0), { note: 'The shop is silent' }))
    await ctx.queue.drain()

    expect(await latest()).toMatchObject({ status: 'refunded', refundedMinor: 2400, note: 'The shop is silent' })
    const entries = await ctx.db.select().from(auditEntries).where(eq(auditEntries.shopId, shopId))
    for (const action of ['orders.return_answered', 'orders.return_received', 'orders.return_refunded'])
      expect(entries.filter((entry) => entry.action === action && entry.actorId === admin.userId)).toHaveLength(1)
    expect(mailsWith(ctx, number).some((mail) => mail.includes('We have decided about a return'))).toBe(true)
    expect((await view()).lines[0]).toMatchObject({ returnedQuantity: 1, returnableQuantity: 1 })
    await isSound()
  })

  it('takes up what a shop has rejected', async () => {
    const { id, number, bowls, latest } = await received()
    await rejectReturn(ctx, keeper, shopId, id, { refusal: 'other', note: 'No' })
    await expect(refundShopReturn(ctx, keeper, shopId, id, taken(one(bowls)))).rejects.toMatchObject({
      code: 'orders.return_status_conflict',
    })
    await refundAnyReturn(ctx, admin, number, id, taken(one(bowls), { note: 'Yes' }))
    expect(await latest()).toMatchObject({ status: 'refunded', refundedMinor: 2400 })
    await isSound()
  })
})

describe('files of a return', () => {
  it('are shown by addresses that end, and to nobody else', async () => {
    const { ask, number, key, latest } = await arrived()
    const { fileId } = await addReturnPhoto(ctx, visitor(), number, key, await photo())
    await ask({ photoIds: [fileId] })
    const [shown] = (await latest()).photos
    const address = new URL(shown!.url, 'http://souk.test')
    const of = (over: object = {}) => ({
      fileId,
      until: Number(address.searchParams.get('until')),
      proof: address.searchParams.get('proof')!,
      ...over,
    })
    expect(shown).toMatchObject({ fileId, width: 40, height: 30 })
    expect(await readPrivateFile(ctx, of())).toMatchObject({ contentType: 'image/webp' })
    expect(await readPrivateFile(ctx, of({ until: of().until + 600 }))).toBe(null)
    expect(await readPrivateFile(ctx, of({ fileId: ctx.newId() }))).toBe(null)
    ctx.travelTo(new Date(Date.now() + 21 * 60 * 1000))
    expect(await readPrivateFile(ctx, of())).toBe(null)
    ctx.travelTo(null)
    expect(privateAddress(ctx, fileId)).toMatch(/^\/files\/private\//)
  })

  it('lie there in a number that has an end, also when many are sent at once', async () => {
    const { number, key } = await arrived()
    const bytes = await photo('#063')
    const sent = await Promise.allSettled(Array.from({ length: 44 }, () => addReturnPhoto(ctx, visitor(), number, key, bytes)))
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(40)
  })

  it('are photos of this order alone, that no return shows yet, and pictures', async () => {
    const [mine, other] = [await arrived(), await arrived()]
    const { fileId } = await addReturnPhoto(ctx, visitor(), other.number, other.key, await photo('#36a'))
    await expect(mine.ask({ photoIds: [fileId] })).rejects.toMatchObject({ code: 'orders.photo_not_found' })
    await other.ask({ photoIds: [fileId] })
    await expect(other.ask({ photoIds: [fileId] })).rejects.toMatchObject({ code: 'orders.photo_not_found' })
    expect([(await mine.view()).returns.length, (await other.view()).returns.length]).toEqual([0, 1])
    await expect(addReturnPhoto(ctx, visitor(), mine.number, other.key, await photo())).rejects.toMatchObject({ code: 'orders.not_found' })
    await expect(addReturnPhoto(ctx, visitor(), mine.number, mine.key, Buffer.from('%PDF-1.4'))).rejects.toMatchObject({
      code: 'files.unsupported',
    })
  })

  it('are labels as a picture or a PDF, given to the buyer with the approval', async () => {
    const { ask, latest } = await arrived()
    await ask()
    const { id } = await latest()
    await expect(addReturnLabel(ctx, keeper, shopId, id, Buffer.from('<svg onload="x">'))).rejects.toMatchObject({
      code: 'files.unsupported',
    })
    const { fileId } = await addReturnLabel(ctx, keeper, shopId, id, Buffer.from('%PDF-1.4 a label'))
    await answerShopReturn(ctx, keeper, shopId, id, { ...comeBack, labelFileId: fileId })
    expect(await latest()).toMatchObject({ label: { fileId, contentType: 'application/pdf' }, address })
  })

  it('are deleted after a day when nothing shows them, and only then', async () => {
    const { ask, number, key } = await arrived()
    const shown = await addReturnPhoto(ctx, visitor(), number, key, await photo('#111'))
    const lost = await addReturnPhoto(ctx, visitor(), number, key, await photo('#222'))
    await ask({ photoIds: [shown.fileId] })
    ctx.travelTo(new Date(Date.now() + 2 * DAY_MS))
    await sweepPictures(ctx)
    ctx.travelTo(null)
    expect(await ctx.db.$count(files, eq(files.id, shown.fileId))).toBe(1)
    expect(await ctx.db.$count(files, eq(files.id, lost.fileId))).toBe(0)
  })
})

describe('who may', () => {
  it('hides returns of other shops and other buyers', async () => {
    const { ask, latest, number } = await arrived()
    const stranger = await make(ctx).user()
    const other = await make(ctx).shop({ owner: stranger })
    await ask()
    const { id } = await latest()
    const elsewhere = accessKeyOf(ctx.config, 'S-2222-2222')
    await expect(answerShopReturn(ctx, stranger, shopId, id, comeBack)).rejects.toMatchObject({ code: 'orders.not_found' })
    await expect(answerShopReturn(ctx, stranger, other.id, id, comeBack)).rejects.toMatchObject({ code: 'orders.return_not_found' })
    await expect(answerAnyReturn(ctx, keeper, number, id, { ...comeBack, note: 'x' })).rejects.toMatchObject({
      code: 'orders.return_not_found',
    })
    await expect(withdrawReturn(ctx, stranger, number, { returnId: id, access: elsewhere })).rejects.toMatchObject({
      code: 'orders.return_not_found',
    })
    await expect(listShopReturns(ctx, stranger, shopId, { view: 'all' })).rejects.toMatchObject({ code: 'orders.not_found' })
    await expect(listAllReturns(ctx, keeper, { view: 'all' })).rejects.toMatchObject({ code: 'orders.not_allowed' })
    expect(await latest()).toMatchObject({ status: 'requested' })
  })

  it('lets staff say that it came, and those who run the shop decide', async () => {
    const staff = await make(ctx).user()
    await addShopMember(ctx, keeper, shopId, { userId: staff.userId, role: 'staff' })
    const { ask, latest } = await arrived()
    await ask()
    const { id } = await latest()
    await expect(answerShopReturn(ctx, staff, shopId, id, comeBack)).rejects.toMatchObject({ code: 'shops.role_too_low' })
    await answerShopReturn(ctx, keeper, shopId, id, comeBack)
    await receiveShopReturn(ctx, staff, shopId, id)
    expect(await latest()).toMatchObject({ status: 'received' })
  })

  it('lets a signed-in buyer do it without the key of a link', async () => {
    const buyer = await make(ctx).user()
    const { number, bowls, view } = await arrived(buyer)
    const input = { lines: [{ lineId: bowls, quantity: 1 }], reason: 'other' as const, text: '', photoIds: [] }
    await requestReturn(ctx, buyer, number, { access: null, key: crypto.randomUUID() }, input)
    expect((await view()).returns).toHaveLength(1)
  })
})

it.each(RETURN_STATUSES.flatMap((from) => (['withdraw', 'send', 'receive', 'reject'] as const).map((step) => [from, step] as const)))(
  'a return that is %s and is asked to %s moves along its lifecycle or not at all',
  async (from, step) => {
    const { ask, latest, number, key } = await arrived()
    await ask()
    const { id } = await latest()
    await ctx.db.update(returns).set({ status: from, handling: 'send' }).where(eq(returns.id, id))
    const place = { returnId: id, access: key }
    const steps = {
      withdraw: ['closed', () => withdrawReturn(ctx, visitor(), number, place)],
      send: ['in_transit', () => sendReturn(ctx, visitor(), number, place, { carrier: '', trackingNumber: '' })],
      receive: ['received', () => receiveShopReturn(ctx, keeper, shopId, id)],
      reject: ['rejected', () => rejectReturn(ctx, keeper, shopId, id, { refusal: 'other', note: 'No' })],
    } as const
    const [to, take] = steps[step]
    const refused = await take().then(
      () => false,
      () => true,
    )
    const { status } = await latest()
    expect(status).toBe(refused ? from : to)
    if (!refused && from !== to) expect(canMoveReturn(from, to)).toBe(true)
  },
)
