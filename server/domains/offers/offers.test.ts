import { and, asc, eq, sql } from 'drizzle-orm'
import { afterEach, describe, expect, it } from 'vitest'
import {
  auditEntries,
  cartLines,
  chatAnswers,
  messages,
  offers,
  orderLines,
  products,
  shopMembers,
  stockHolds,
  users,
  variants,
} from '#db/schema'
import { changeCartLine, readCart, removeCartLine, saveForLater } from '#server/domains/cart'
import { cancelCheckout, inspectMarketplace, startCheckout, sweepCheckouts } from '#server/domains/checkout'
import {
  blockConversation,
  getConversation,
  handleConversation,
  listMessages,
  openConversation,
  readConversation,
  sendMessage,
  sweepUnread,
} from '#server/domains/chat'
import { changeCartCoupon, presentCart, quoteCart } from '#server/domains/pricing'
import { addShopMember } from '#server/domains/shops'
import { jobs } from '#server/jobs'
import { systemActor, type Actor } from '#server/platform/actor'
import { messageSchema } from '#shared/contracts/chat'
import type { AnswerOffer } from '#shared/contracts/offers'
import { AGREED_HOURS, OFFER_ANSWERS, OFFER_MOVES, OFFER_STATES, OFFERS_AT_ONCE, type OfferAnswer } from '#shared/lifecycles/offer'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make, type MadeProduct } from '../../../tests/support/make'
import { makeCoupon } from '../../../tests/support/make-coupon'
import { levelOf, mailsWith } from '../../../tests/support/small-shop'
import { answerOffer } from './answer-offer'
import { endOffer } from './end-offer'
import { makeOffer } from './make-offer'
import { erasePersonalData } from './personal-data'
import { putOfferIntoCart } from './put-offer-into-cart'
import { sweepOffers } from './sweep-offers'

const ctx = await testContext({}, jobs)
const { fill, form, start, pay } = buying(ctx)
const HOUR_MS = 60 * 60 * 1000
const WEEK_AGO = new Date(Date.now() - 7 * 24 * HOUR_MS)
const later = (hours: number) => ctx.travelTo(new Date(Date.now() + hours * HOUR_MS))

afterEach(async () => {
  ctx.travelTo(null)
  expect((await inspectMarketplace(ctx)).filter(({ ok, invariant }) => !ok && !invariant.includes('read model'))).toEqual([])
})

const terms = (over: { quantity?: number; unitMinor?: number; hours?: number; clientId?: string } = {}) => ({
  clientId: crypto.randomUUID(),
  quantity: 2,
  unitMinor: 2000,
  hours: 48,
  ...over,
})

/** A shopper and the shop who talk about a bowl of 24.00. */
async function talking({ stock = 10, bowl }: { stock?: number; bowl?: MadeProduct } = {}) {
  const keeper = await make(ctx).user({ createdAt: WEEK_AGO })
  const shop = bowl?.shop ?? (await make(ctx).shop({ owner: keeper }))
  if (bowl) await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: shop.id, userId: keeper.userId, role: 'staff' })
  const thing = bowl ?? (await make(ctx).product({ shop, title: 'Bowl', priceMinor: 2400, stock }))
  const buyer = await make(ctx).user({ createdAt: WEEK_AGO })
  const conversationId = await openConversation(ctx, buyer, { about: 'product', slug: thing.slug })
  const mine = { conversationId, shopId: null }
  const theirs = { conversationId, shopId: shop.id }
  await sendMessage(ctx, buyer, mine, { clientId: crypto.randomUUID(), body: 'Hello' })
  const sides = { buyer: { actor: buyer, way: mine }, shop: { actor: keeper, way: theirs } }
  type Side = keyof typeof sides

  const offer = async (side: Side, over: Parameters<typeof terms>[0] = {}) => {
    const { actor, way } = sides[side]
    return (await makeOffer(ctx, actor, way, { ...terms(over), variantId: thing.variant.id })).offer!
  }
  const answer = async (side: Side, offerId: string, wanted: AnswerOffer | Exclude<OfferAnswer, 'counter'>) => {
    const { actor, way } = sides[side]
    return (await answerOffer(ctx, actor, way, offerId, typeof wanted === 'string' ? { answer: wanted } : wanted)).offer!
  }
  /** Both agree; the line lies in the buyer's cart. */
  const agree = async (over: Parameters<typeof terms>[0] = {}) => answer('shop', (await offer('buyer', over)).id, 'accept')
  return { bowl: thing, shop, keeper, buyer, mine, theirs, conversationId, offer, answer, agree }
}

const rowOf = async (offerId: string) => (await ctx.db.select().from(offers).where(eq(offers.id, offerId)))[0]!
const holdOf = async (offerId: string) => (await ctx.db.select().from(stockHolds).where(eq(stockHolds.offerId, offerId)))[0]
const stateNow = async (offerId: string) => ({ offer: await rowOf(offerId), hold: await holdOf(offerId) })
const linesOf = async (buyer: Actor) =>
  (await readCart(ctx, buyer)).map(({ quantity, unitPriceMinor, offerId, problem }) => ({ quantity, unitPriceMinor, offerId, problem }))
const settled = (results: PromiseSettledResult<unknown>[]) =>
  results
    .map((result) => (result.status === 'fulfilled' ? 'done' : ((result.reason as { code?: string }).code ?? String(result.reason))))
    .sort()

describe('an offer', () => {
  it('is a message that both sides see, made once however often it is sent', async () => {
    const { keeper, buyer, mine, theirs, bowl, conversationId } = await talking()
    const input = { ...terms(), variantId: bowl.variant.id }
    const [made, again] = [await makeOffer(ctx, buyer, mine, input), await makeOffer(ctx, buyer, mine, input)]

    expect(again).toEqual(made)
    expect(messageSchema.parse(made)).toMatchObject({
      kind: 'offer',
      side: 'buyer',
      isOwn: true,
      body: '',
      offer: {
        state: 'open',
        madeBy: 'buyer',
        title: 'Bowl',
        quantity: 2,
        unitMinor: 2000,
        totalMinor: 4000,
        currency: 'EUR',
        agreedUntil: null,
      },
    })
    const { items } = await listMessages(ctx, keeper, theirs, {})
    expect(items[0]).toMatchObject({ isOwn: false, clientId: null, offer: made.offer })
    expect(await ctx.db.$count(offers, eq(offers.conversationId, conversationId))).toBe(1)
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 0 })
  })

  it.each([
    ['more than it costs', { unitMinor: 2401 }, 'offers.above_price'],
    ['a variant of another shop', { variantId: 'other' }, 'offers.not_for_sale'],
    ['what is archived', { archived: true }, 'offers.not_for_sale'],
  ])('is refused for %s, and nothing is said', async (_, what: { unitMinor?: number; variantId?: string; archived?: boolean }, code) => {
    const { buyer, mine, bowl, conversationId } = await talking()
    const variantId = what.variantId ? (await make(ctx).product()).variant.id : bowl.variant.id
    if (what.archived) await ctx.db.update(products).set({ status: 'archived' }).where(eq(products.id, bowl.id))
    const before = await ctx.db.$count(messages, eq(messages.conversationId, conversationId))

    await expect(makeOffer(ctx, buyer, mine, { ...terms({ unitMinor: what.unitMinor ?? 2000 }), variantId })).rejects.toMatchObject({
      code,
    })
    expect(await ctx.db.$count(messages, eq(messages.conversationId, conversationId))).toBe(before)
  })

  it.each([
    ['nothing', { quantity: 0 }],
    ['more than fits', { quantity: 1000 }],
    ['a price of nothing', { unitMinor: 0 }],
    ['part of a cent', { unitMinor: 10.5 }],
    ['no time', { hours: 0 }],
    ['more than a week', { hours: 169 }],
  ])('cannot be for %s', async (_, over) => {
    await expect((await talking()).offer('buyer', over)).rejects.toThrow()
  })

  it('is one of five at a time, those that were agreed on counted', async () => {
    const { offer, answer } = await talking()
    const made = []
    for (let number = 0; number < OFFERS_AT_ONCE; number++) made.push(await offer('buyer', { quantity: 1 }))
    await answer('shop', made[0]!.id, 'accept')

    await expect(offer('shop')).rejects.toMatchObject({ code: 'offers.too_many', details: { max: OFFERS_AT_ONCE } })
    await answer('shop', made[1]!.id, 'decline')
    expect(await offer('shop')).toMatchObject({ state: 'open', madeBy: 'shop' })
  })

  it('is nothing to strangers, nor in another conversation', async () => {
    const { offer, mine } = await talking()
    const other = await talking()
    const { id } = await offer('buyer')
    const stranger = await make(ctx).user({ createdAt: WEEK_AGO })

    await expect(answerOffer(ctx, stranger, mine, id, { answer: 'accept' })).rejects.toMatchObject({ code: 'chat.not_found' })
    await expect(answerOffer(ctx, other.keeper, other.theirs, id, { answer: 'accept' })).rejects.toMatchObject({ code: 'offers.not_found' })
    expect(await rowOf(id)).toMatchObject({ state: 'open' })
  })

  it('can be ended but not accepted where one has blocked the other', async () => {
    const { keeper, offer, answer, theirs } = await talking()
    const { id } = await offer('buyer')
    await blockConversation(ctx, keeper, theirs, { blocked: true })

    await expect(answer('shop', id, 'accept')).rejects.toMatchObject({ code: 'chat.blocked' })
    expect(await answer('shop', id, 'decline')).toMatchObject({ state: 'declined' })
  })
})

describe('answering', () => {
  const wantedOf = (answer: OfferAnswer): AnswerOffer => (answer === 'counter' ? { answer, ...terms({ unitMinor: 2200 }) } : { answer })

  it.each(
    (['buyer', 'shop'] as const).flatMap((madeBy) =>
      (['buyer', 'shop'] as const).flatMap((side) => OFFER_ANSWERS.map((answer) => [madeBy, side, answer] as const)),
    ),
  )('an offer of the %s by the %s: %s', async (madeBy, side, wanted) => {
    const { offer, answer } = await talking()
    const { id } = await offer(madeBy)
    const isOwn = madeBy === side
    const work = answer(side, id, wantedOf(wanted))

    if (isOwn !== (wanted === 'withdraw')) {
      await expect(work).rejects.toMatchObject({ code: 'offers.not_yours_to_answer' })
      return expect(await rowOf(id)).toMatchObject({ state: 'open', answeredAt: null })
    }
    const answered = await work
    const to = { accept: 'accepted', decline: 'declined', counter: 'countered', withdraw: 'withdrawn' }[wanted]
    expect(await rowOf(id)).toMatchObject({ state: to, answeredAt: expect.any(Date) as Date })
    expect(answered).toMatchObject(wanted === 'counter' ? { state: 'open', madeBy: side, unitMinor: 2200 } : { id, state: to })
  })

  it.each(OFFER_STATES.filter((state) => OFFER_MOVES[state].length === 0))('nothing more once it is %s', async (state) => {
    const { offer, answer } = await talking()
    const { id } = await offer('buyer')
    await ctx.db.update(offers).set({ state, agreedUntil: ctx.now }).where(eq(offers.id, id))
    if (state === 'bought') await ctx.db.update(offers).set({ state: 'expired' }).where(eq(offers.id, id))

    for (const wanted of OFFER_ANSWERS) {
      const side = wanted === 'withdraw' ? 'buyer' : 'shop'
      const result = await answer(side, id, wantedOf(wanted)).then(
        () => 'as it was',
        (error: { code: string }) => error.code,
      )
      expect(['as it was', 'offers.not_open']).toContain(result)
    }
    expect(await holdOf(id)).toBeUndefined()
    expect((await rowOf(id)).state).toBe(state === 'bought' ? 'expired' : state)
  })

  it('takes the next change of the conversation, and is written down', async () => {
    const { keeper, offer, answer, conversationId, buyer, mine } = await talking()
    const { id } = await offer('shop')
    const { lastRev } = await listMessages(ctx, buyer, mine, {})
    await answer('buyer', id, 'decline')

    const changes = await listMessages(ctx, buyer, mine, { afterRev: lastRev })
    expect(changes.items).toMatchObject([{ kind: 'offer', rev: lastRev + 1, offer: { id, state: 'declined' } }])
    const audit = await ctx.db
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.subjectId, conversationId))
      .orderBy(asc(auditEntries.position))
    expect(audit.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['offers.made', keeper.userId],
      ['offers.declined', buyer.userId],
    ])
  })

  it('is not taken for what was said before with its id, nor the other way about', async () => {
    const { offer, answer, keeper, buyer, mine, theirs, bowl } = await talking()
    const { id } = await offer('buyer')
    const clientId = crypto.randomUUID()
    await sendMessage(ctx, keeper, theirs, { clientId, body: 'Well …' })
    const taken = { code: 'chat.client_id_taken' }
    await expect(answer('shop', id, { answer: 'counter', ...terms({ clientId }) })).rejects.toMatchObject(taken)
    await expect(offer('shop', { clientId })).rejects.toMatchObject(taken)
    expect(await rowOf(id)).toMatchObject({ state: 'open' })

    const made = terms()
    await makeOffer(ctx, buyer, mine, { ...made, variantId: bowl.variant.id })
    await expect(sendMessage(ctx, buyer, mine, { clientId: made.clientId, body: 'Hello' })).rejects.toMatchObject(taken)
  })

  it('is done once, though it is sent again', async () => {
    const { offer, answer, bowl, conversationId } = await talking()
    const { id } = await offer('buyer')
    const counter: AnswerOffer = { answer: 'counter', ...terms({ unitMinor: 2300 }) }
    const [first, second] = [await answer('shop', id, counter), await answer('shop', id, counter)]
    expect(second).toEqual(first)
    expect(await answer('buyer', first.id, 'accept')).toEqual(await answer('buyer', first.id, 'accept'))

    expect(await ctx.db.$count(offers, eq(offers.conversationId, conversationId))).toBe(2)
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 2 })
  })

  it.each(['accept', 'decline'] as const)('by the shop (%s) is what the shopper has waited for', async (wanted) => {
    const { keeper, theirs, conversationId, offer, answer } = await talking()
    const { id } = await offer('buyer')
    expect((await getConversation(ctx, keeper, theirs)).handling!.waitingSince).not.toBeNull()
    await answer('shop', id, wanted)
    expect((await getConversation(ctx, keeper, theirs)).handling!.waitingSince).toBeNull()
    expect(await ctx.db.$count(chatAnswers, eq(chatAnswers.conversationId, conversationId))).toBe(1)
  })

  it('by nobody is waited for no longer once the offer is withdrawn', async () => {
    const { keeper, buyer, theirs, mine, offer, answer } = await talking()
    await sendMessage(ctx, keeper, theirs, { clientId: crypto.randomUUID(), body: 'Good day' })
    const { id } = await offer('buyer')
    await answer('buyer', id, 'withdraw')
    expect((await getConversation(ctx, keeper, theirs)).handling!.waitingSince).toBeNull()
    await sendMessage(ctx, buyer, mine, { clientId: crypto.randomUUID(), body: 'Sorry' })
    expect((await getConversation(ctx, keeper, theirs)).handling!.waitingSince).not.toBeNull()
  })

  it('is mailed as unread while it is open, and not once it is withdrawn', async () => {
    const unread = async (withdrawn: boolean) => {
      const { keeper, theirs, offer, answer } = await talking()
      await readConversation(ctx, keeper, theirs, { seq: 2 })
      const { id } = await offer('buyer')
      if (withdrawn) await answer('buyer', id, 'withdraw')
      later(1)
      await sweepUnread(ctx)
      await ctx.queue.drain()
      ctx.travelTo(null)
      return mailsWith(ctx, `"to": "${keeper.email}"`).length
    }
    expect([await unread(false), await unread(true)]).toEqual([1, 0])
  })

  it('by the shopper who agrees shows the shop what it has closed', async () => {
    const { keeper, theirs, offer, answer } = await talking()
    const { id } = await offer('shop')
    await handleConversation(ctx, keeper, theirs, { closed: true })
    await answer('buyer', id, 'accept')
    expect((await getConversation(ctx, keeper, theirs)).handling!.closedAt).toBeNull()
  })

  it.each([
    [
      'has joined the shop',
      async (buyer: { userId: string }, shopId: string) => addShopMember(ctx, systemActor, shopId, { userId: buyer.userId, role: 'staff' }),
    ],
    ['is disabled', async ({ userId }: { userId: string }) => ctx.db.update(users).set({ status: 'disabled' }).where(eq(users.id, userId))],
  ])('keeps nothing for a buyer who %s', async (_, change) => {
    const { bowl, buyer, shop, offer, answer } = await talking()
    const { id } = await offer('buyer')
    await change(buyer, shop.id)
    await expect(answer('shop', id, 'accept')).rejects.toMatchObject({ code: 'offers.not_for_sale' })
    expect(await stateNow(id)).toMatchObject({ offer: { state: 'open' }, hold: undefined })
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 0 })
  })

  it('comes too late once its time is up, also before the clock has ended it', async () => {
    const { offer, answer, bowl, buyer, mine } = await talking()
    const { id } = await offer('shop', { hours: 1 })
    later(1.01)

    await expect(answer('buyer', id, 'accept')).rejects.toMatchObject({ code: 'offers.not_open', details: { state: 'expired' } })
    expect((await listMessages(ctx, buyer, mine, {})).items[0]).toMatchObject({ offer: { state: 'expired' } })
    await sweepOffers(ctx)
    expect(await rowOf(id)).toMatchObject({ state: 'expired', agreedUntil: null })
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 0 })
  })
})

describe('accepting', () => {
  it('keeps the price, the stock and a line for the buyer alone', async () => {
    const { agree, bowl, buyer } = await talking()
    const agreed = await agree()
    await ctx.db.update(variants).set({ priceMinor: 9900 }).where(eq(variants.id, bowl.variant.id))

    expect(Date.parse(agreed.agreedUntil!) - ctx.now.getTime()).toBeGreaterThan((AGREED_HOURS - 0.1) * HOUR_MS)
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 2 })
    expect(await holdOf(agreed.id)).toMatchObject({ ownerKind: 'offer', ownerId: agreed.id, quantity: 2, state: 'active' })
    expect(await linesOf(buyer)).toEqual([{ quantity: 2, unitPriceMinor: 2000, offerId: agreed.id, problem: null }])
    expect(presentCart(await quoteCart(ctx, buyer, { country: 'DE' })).shops[0]).toMatchObject({
      itemsMinor: 4000,
      lines: [{ unitPriceMinor: 2000, priceChanged: false, agreedUntil: agreed.agreedUntil }],
    })
  })

  it.each([
    [
      'there are not as many',
      (made: MadeProduct) =>
        ctx.db.execute(sql`
      with less as (update stock_levels set on_hand = 1 where variant_id = ${made.variant.id} returning variant_id)
      insert into stock_movements (id, variant_id, kind, quantity, on_hand_delta, reserved_delta)
      select ${ctx.newId()}, variant_id, 'adjusted', -9, -9, 0 from less`),
      'offers.not_enough',
    ],
    [
      'it costs less by now',
      (made: MadeProduct) => ctx.db.update(variants).set({ priceMinor: 1900 }).where(eq(variants.id, made.variant.id)),
      'offers.above_price',
    ],
    [
      'it is not sold any more',
      (made: MadeProduct) => ctx.db.update(products).set({ status: 'draft' }).where(eq(products.id, made.id)),
      'offers.not_for_sale',
    ],
  ])('is refused where %s, and changes nothing', async (_, happens, code) => {
    const { offer, answer, bowl, buyer } = await talking()
    const { id } = await offer('buyer')
    await happens(bowl)
    const before = [await stateNow(id), await levelOf(ctx, bowl)]

    await expect(answer('shop', id, 'accept')).rejects.toMatchObject({ code })
    expect([await stateNow(id), await levelOf(ctx, bowl)]).toEqual(before)
    expect(await linesOf(buyer)).toEqual([])
  })

  it('is told by mail to whoever has offered, once, and not to whoever has accepted', async () => {
    const { agree, offer, answer, buyer, keeper } = await talking()
    const { id } = await agree()
    await answer('shop', id, 'accept')
    await answer('buyer', (await offer('shop', { quantity: 1 })).id, 'accept')
    await ctx.queue.drain()
    const toBuyer = mailsWith(ctx, `"to": "${buyer.email}"`)
    expect(toBuyer).toHaveLength(1)
    expect(toBuyer[0]).toContain('2 × Bowl')
    expect(toBuyer[0]).toContain('€40.00')
    const toShop = mailsWith(ctx, `"to": "${keeper.email}"`).filter((mail) => mail.includes('has accepted your offer'))
    expect(toShop).toHaveLength(1)
    expect(toShop[0]).toContain('1 × Bowl')
  })

  it('of the last piece is for one of two', async () => {
    const one = await talking({ stock: 1 })
    const other = await talking({ bowl: one.bowl })
    const [first, second] = [await one.offer('buyer', { quantity: 1 }), await other.offer('buyer', { quantity: 1 })]

    const results = await Promise.allSettled([one.answer('shop', first.id, 'accept'), other.answer('shop', second.id, 'accept')])
    expect(settled(results)).toEqual(['done', 'offers.not_enough'])
    expect(await levelOf(ctx, one.bowl)).toEqual({ onHand: 1, reserved: 1 })
  })

  it.each(['withdraw', 'accept', 'counter'] as const)('and to %s at once has one end', async (rival) => {
    for (let round = 0; round < 4; round++) {
      const { offer, answer, bowl, buyer } = await talking()
      const { id } = await offer('buyer')
      const other = rival === 'counter' ? { answer: rival, ...terms() } : rival
      const results = settled(
        await Promise.allSettled([answer('shop', id, 'accept'), answer(rival === 'withdraw' ? 'buyer' : 'shop', id, other)]),
      )

      expect(results).toEqual(rival === 'accept' ? ['done', 'done'] : ['done', 'offers.not_open'])
      const isAccepted = (await rowOf(id)).state === 'accepted'
      expect((await levelOf(ctx, bowl)).reserved).toBe(isAccepted ? 2 : 0)
      expect(await linesOf(buyer)).toHaveLength(isAccepted ? 1 : 0)
    }
  })

  it('at the very end of its time is an agreement or none', async () => {
    const { offer, answer, bowl } = await talking()
    const { id } = await offer('buyer', { hours: 1 })
    later(1.01)
    const [accepted] = await Promise.allSettled([answer('shop', id, 'accept'), sweepOffers(ctx)])

    expect(accepted.status).toBe('rejected')
    expect(await rowOf(id)).toMatchObject({ state: 'expired' })
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 0 })
  })
})

describe('what was agreed', () => {
  it('is given back when its time is up, and its line says so', async () => {
    const { agree, bowl, buyer } = await talking()
    const { id } = await agree()
    later(AGREED_HOURS + 0.01)
    await Promise.all([sweepOffers(ctx), sweepOffers(ctx)])

    expect(await stateNow(id)).toMatchObject({
      offer: { state: 'expired', agreedUntil: expect.any(Date) as Date },
      hold: { state: 'expired' },
    })
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 0 })
    expect(await linesOf(buyer)).toMatchObject([{ offerId: id, problem: 'offer_over' }])
    await expect(start(buyer)).rejects.toMatchObject({ code: 'checkout.lines_unavailable' })
  })

  it('is put aside once: a second hold for it is refused by the database', async () => {
    const { agree } = await talking()
    const hold = (await holdOf((await agree()).id))!
    const second = ctx.db.insert(stockHolds).values({ ...hold, id: ctx.newId(), ownerKind: 'checkout', ownerId: ctx.newId() })
    await expect(second).rejects.toMatchObject({ cause: { constraint_name: 'one_hold_an_offer' } })
  })

  it('is given back when the product is archived', async () => {
    const { agree, bowl } = await talking()
    const { id } = await agree()
    await ctx.db.update(products).set({ status: 'archived' }).where(eq(products.id, bowl.id))
    await sweepOffers(ctx)

    expect(await rowOf(id)).toMatchObject({ state: 'expired' })
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 0 })
  })

  it('cannot be withdrawn or declined, and its line cannot be changed or kept for later', async () => {
    const { agree, answer, buyer } = await talking()
    const { id } = await agree()
    const [line] = await readCart(ctx, buyer)

    await expect(answer('buyer', id, 'withdraw')).rejects.toMatchObject({ code: 'offers.not_open' })
    await expect(answer('shop', id, 'decline')).rejects.toMatchObject({ code: 'offers.not_open' })
    await expect(changeCartLine(ctx, buyer, line!.id, { quantity: 5 })).rejects.toMatchObject({ code: 'cart.agreed_line' })
    await expect(saveForLater(ctx, buyer, line!.id)).rejects.toMatchObject({ code: 'cart.agreed_line' })
    expect(await linesOf(buyer)).toEqual([{ quantity: 2, unitPriceMinor: 2000, offerId: id, problem: null }])
  })

  it('can be taken out of the cart and put back by its buyer', async () => {
    const { keeper, agree, buyer, mine, theirs } = await talking()
    const { id } = await agree()
    await removeCartLine(ctx, buyer, (await readCart(ctx, buyer))[0]!.id)
    expect(await linesOf(buyer)).toEqual([])

    await expect(putOfferIntoCart(ctx, keeper, theirs, id)).rejects.toMatchObject({ code: 'offers.not_yours_to_buy' })
    await Promise.all([putOfferIntoCart(ctx, buyer, mine, id), putOfferIntoCart(ctx, buyer, mine, id)])
    expect(await linesOf(buyer)).toEqual([{ quantity: 2, unitPriceMinor: 2000, offerId: id, problem: null }])
  })

  it('is for nobody else: neither its piece nor its line', async () => {
    const { shop, agree, bowl } = await talking({ stock: 2 })
    const { id } = await agree()
    const other = await make(ctx).user()
    await expect(fill(other, bowl)).rejects.toMatchObject({ code: 'cart.sold_out' })

    await fill(other, await make(ctx).product({ shop }))
    await ctx.db
      .update(cartLines)
      .set({ offerId: id, variantId: bowl.variant.id })
      .where(eq(cartLines.id, (await readCart(ctx, other))[0]!.id))
    expect(await linesOf(other)).toMatchObject([{ unitPriceMinor: 2400, problem: 'offer_over' }])
    await expect(start(other)).rejects.toMatchObject({ code: 'checkout.lines_unavailable' })
  })

  it('has nothing taken off by a coupon, which what lies beside it has', async () => {
    const { shop, agree, buyer } = await talking()
    await agree()
    const coupon = await makeCoupon(ctx, { shopId: shop.id })
    await expect(changeCartCoupon(ctx, buyer, { code: coupon.code }, {})).rejects.toMatchObject({ code: 'coupons.not_for_cart' })

    await fill(buyer, await make(ctx).product({ shop, priceMinor: 5000 }))
    const { shops } = await changeCartCoupon(ctx, buyer, { code: coupon.code }, {})
    const [agreed, beside] = shops[0]!.lines
    expect(agreed).toMatchObject({ discountMinor: 0, totalMinor: 4000 })
    expect(beside!.discountMinor).toBeGreaterThan(0)
  })

  it('ends with the account of its buyer', async () => {
    const { agree, offer, bowl, buyer } = await talking()
    const [agreed, open] = [await agree(), await offer('buyer')]
    await erasePersonalData(ctx, buyer.userId)

    expect([(await rowOf(agreed.id)).state, (await rowOf(open.id)).state]).toEqual(['expired', 'expired'])
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 0 })
  })
})

describe('buying what was agreed', () => {
  it('takes the hold over, and is an order at that price, once', async () => {
    const { agree, bowl, buyer, mine } = await talking()
    const { id } = await agree()
    const before = await holdOf(id)
    const { checkout } = await start(buyer)
    expect(await holdOf(id)).toEqual({ ...before, ownerKind: 'checkout', ownerId: checkout.id })
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 2 })

    await pay(buyer, checkout.id)
    expect(await holdOf(id)).toMatchObject({ state: 'consumed' })
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 2 })
    expect(await ctx.db.select().from(orderLines).where(eq(orderLines.variantId, bowl.variant.id))).toMatchObject([
      { quantity: 2, unitPriceMinor: 2000, discountMinor: 0, totalMinor: 4000 },
    ])
    expect(await linesOf(buyer)).toEqual([])
    await expect(putOfferIntoCart(ctx, buyer, mine, id)).rejects.toMatchObject({ code: 'offers.not_open', details: { state: 'bought' } })

    await ctx.queue.drain()
    expect(await rowOf(id)).toMatchObject({ state: 'bought' })
    expect((await listMessages(ctx, buyer, mine, {})).items[0]).toMatchObject({ offer: { state: 'bought' } })
  })

  it('leaves no line behind, though its buyer took it out and put it in again while it was paid', async () => {
    const { agree, buyer, mine } = await talking()
    const { id } = await agree()
    const { checkout } = await start(buyer)
    await removeCartLine(ctx, buyer, (await readCart(ctx, buyer))[0]!.id)
    await putOfferIntoCart(ctx, buyer, mine, id)
    await pay(buyer, checkout.id)
    expect(await linesOf(buyer)).toEqual([])
  })

  it('is noted by the clock where the event was lost', async () => {
    const { agree, buyer } = await talking()
    const { id } = await agree()
    await pay(buyer, (await start(buyer)).checkout.id)
    expect(await rowOf(id)).toMatchObject({ state: 'accepted' })
    later(AGREED_HOURS + 1)
    await sweepOffers(ctx)
    expect(await stateNow(id)).toMatchObject({ offer: { state: 'bought' }, hold: { state: 'consumed' } })
  })

  it('goes beside the same thing at its usual price, and beside another agreed price for it', async () => {
    const { agree, bowl, buyer } = await talking()
    const [one, two] = [await agree(), await agree({ quantity: 1, unitMinor: 1500 })]
    await fill(buyer, [bowl, 3])
    const { checkout } = await start(buyer)
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 6 })
    expect(await ctx.db.$count(stockHolds, and(eq(stockHolds.ownerId, checkout.id), eq(stockHolds.state, 'active')))).toBe(3)

    await pay(buyer, checkout.id)
    const sold = await ctx.db.select().from(orderLines).where(eq(orderLines.variantId, bowl.variant.id))
    expect(sold.map(({ quantity, unitPriceMinor }) => [quantity, unitPriceMinor]).sort()).toEqual([
      [1, 1500],
      [2, 2000],
      [3, 2400],
    ])
    expect([(await holdOf(one.id))!.state, (await holdOf(two.id))!.state]).toEqual(['consumed', 'consumed'])
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 6 })
  })

  it('gives the hold back when it is not paid, and the next attempt has it', async () => {
    const { agree, bowl, buyer } = await talking()
    const { id } = await agree()
    const before = await holdOf(id)
    await fill(buyer, bowl)
    const first = await start(buyer)
    await pay(buyer, first.checkout.id, 'is_declined').catch(() => null)
    const second = await start(buyer)
    expect(second.checkout.id).not.toBe(first.checkout.id)
    expect(await holdOf(id)).toMatchObject({ ownerKind: 'checkout', ownerId: second.checkout.id, state: 'active' })
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 3 })

    await cancelCheckout(ctx, buyer, second.checkout.id)
    expect(await holdOf(id)).toEqual(before)
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 2 })
    expect(await linesOf(buyer)).toMatchObject([{ offerId: id, problem: null }, { offerId: null }])
  })

  it('is left alone by the clock while it is paid, and given back once that ends', async () => {
    const { agree, bowl, buyer } = await talking()
    const { id } = await agree()
    later(AGREED_HOURS - 0.1)
    await start(buyer)
    later(AGREED_HOURS + 0.1)
    await sweepOffers(ctx)
    expect(await stateNow(id)).toMatchObject({ offer: { state: 'accepted' }, hold: { ownerKind: 'checkout', state: 'active' } })

    later(AGREED_HOURS + 1)
    await sweepCheckouts(ctx)
    expect(await holdOf(id)).toMatchObject({ ownerKind: 'offer', state: 'active' })
    await sweepOffers(ctx)
    expect(await stateNow(id)).toMatchObject({ offer: { state: 'expired' }, hold: { state: 'expired' } })
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 0 })
  })

  it('is one checkout of two that begin at once, and reserves nothing twice', async () => {
    const { agree, bowl, buyer } = await talking()
    const { id } = await agree()
    const wanted = await form(buyer)
    await Promise.allSettled([
      startCheckout(ctx, buyer, crypto.randomUUID(), wanted),
      startCheckout(ctx, buyer, crypto.randomUUID(), wanted),
    ])

    expect(await ctx.db.$count(stockHolds, eq(stockHolds.offerId, id))).toBe(1)
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 2 })
  })

  it('or running out at once has one end', async () => {
    for (let round = 0; round < 6; round++) {
      const { agree, bowl, buyer, conversationId } = await talking()
      const { id } = await agree()
      const wanted = await form(buyer)
      const [begin, end] = [
        () => startCheckout(ctx, buyer, crypto.randomUUID(), wanted),
        () => endOffer(ctx, { id, conversationId }, () => true),
      ]
      const results = round % 2 === 0 ? [begin(), end()] : [end(), begin()].toReversed()
      const [started] = (await Promise.allSettled(results)) as [PromiseSettledResult<Awaited<ReturnType<typeof begin>>>]
      const hold = await holdOf(id)
      if (started.status === 'fulfilled') {
        expect(hold).toMatchObject({ state: 'active', ownerId: started.value.checkout.id })
        await pay(buyer, started.value.checkout.id)
        expect(await holdOf(id)).toMatchObject({ state: 'consumed' })
      } else {
        expect(started.reason).toMatchObject({ code: 'checkout.lines_unavailable' })
        expect(hold).toMatchObject({ state: 'expired' })
      }
      expect((await levelOf(ctx, bowl)).reserved).toBe(started.status === 'fulfilled' ? 2 : 0)
    }
  })

  it('sends the money back and the hold to its offer, where what lay beside it is gone', async () => {
    const { shop, agree, bowl, buyer } = await talking()
    const { id } = await agree()
    const cup = await make(ctx).product({ shop, stock: 1 })
    await fill(buyer, cup)
    const { checkout } = await start(buyer)
    await ctx.db.execute(sql`update stock_holds set state = 'expired' where owner_id = ${checkout.id} and variant_id = ${cup.variant.id}`)
    await ctx.db.execute(sql`update stock_levels set reserved = 0 where variant_id = ${cup.variant.id}`)
    await ctx.db.execute(
      sql`insert into stock_movements (id, variant_id, kind, quantity, on_hand_delta, reserved_delta) values (${ctx.newId()}, ${cup.variant.id}, 'released', 1, 0, -1)`,
    )

    await pay(buyer, checkout.id)
    expect(await holdOf(id)).toMatchObject({ ownerKind: 'offer', state: 'active' })
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 2 })
    expect(await linesOf(buyer)).toMatchObject([{ offerId: id, problem: null }, { offerId: null }])
  })
})
