import { and, eq, like } from 'drizzle-orm'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { auditEntries, disputeNotes, disputes, disputeShares, ledgerJournals, orders, payments, refunds, shopMembers } from '#db/schema'
import { decidePlayedDispute, finalizeCheckout, inspectMarketplace } from '#server/domains/checkout'
import { settleCheckout } from '#server/domains/checkout/finalize-checkout'
import { owedTo, shopBalance } from '#server/domains/ledger'
import { getStatement, runPayouts } from '#server/domains/payouts'
import { changeSettings } from '#server/domains/settings'
import { jobs } from '#server/jobs'
import { systemActor, type Actor } from '#server/platform/actor'
import type { Mail } from '#server/platform/mail/mail'
import type { ProviderDispute } from '#server/platform/payment-gateway/payment-gateway'
import { changeCartCoupon } from '#server/domains/pricing'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { earning } from '../../../tests/support/earning'
import { make, type MadeProduct } from '../../../tests/support/make'
import { makeCoupon } from '../../../tests/support/make-coupon'
import { levelOf } from '../../../tests/support/small-shop'
import { addDisputeNote } from './add-dispute-note'
import { cancelShopOrder } from './cancel-order'
import { getAdminOrderGroup } from './get-admin-order-group'
import { getOrderGroup } from './get-order-group'
import { getShopOrder } from './get-shop-order'
import { listDisputes } from './list-disputes'
import { refundAnyOrder } from './refund-order'
import { retryRefund } from './retry-refund'

const mails: Mail[] = []
const ctx = await testContext({ mailer: { send: async (mail) => void mails.push(mail), close: async () => {} } }, jobs)
const { guest, fill, start, pay } = buying(ctx)
const { shopWithBowl, sell, release, earn } = earning(ctx)
const EARNED = 1341

let admin: Actor
beforeAll(async () => {
  admin = await make(ctx).user({ role: 'admin' })
})
afterEach(async () => {
  ctx.travelTo(null)
  expect((await inspectMarketplace(ctx)).filter(({ ok, invariant }) => !ok && !/read model|given up/.test(invariant))).toEqual([])
})

const checkoutOf = async (number: string) => {
  const [found] = await ctx.db
    .select({ payment: payments })
    .from(payments)
    .where(eq(payments.id, (await paymentIdOf(number))!))
  return found!.payment
}
const paymentIdOf = async (number: string) => {
  const { payment } = await getAdminOrderGroup(ctx, systemActor, number.replace(/-\d+$/, ''))
  const [row] = await ctx.db.select({ id: payments.id }).from(payments).where(eq(payments.intentId, payment.intentId!))
  return row?.id
}
/** What the provider says of the payment of an order, as of now. */
async function told(number: string, dispute: Partial<ProviderDispute> = {}): Promise<void> {
  const { checkoutId, intentId } = await checkoutOf(number)
  const intent = await ctx.gateway.readIntent(intentId!)
  const all = {
    id: `dp ${number}`,
    status: 'open',
    amountMinor: intent.amountMinor,
    reason: 'not_received',
    at: ctx.now,
    respondBy: null,
  } as const
  await settleCheckout(ctx, checkoutId, { ...intent, dispute: { ...all, ...dispute } })
}
const balance = ({ shop }: MadeProduct) => shopBalance(ctx, shop.id)
const orderOf = async ({ shop }: MadeProduct, number: string) => getShopOrder(ctx, systemActor, shop.id, number)
const kindsOf = async (number: string) => {
  const [order] = await ctx.db.select().from(orders).where(eq(orders.number, number))
  const rows = await ctx.db
    .select()
    .from(ledgerJournals)
    .where(and(eq(ledgerJournals.orderId, order!.id), like(ledgerJournals.kind, 'dispute%')))
  return rows.map(({ kind }) => kind).sort()
}

describe('word of a dispute', () => {
  it(
    'goes to its shop and to admins once a step, each in their language, and no word of the shop to the buyer',
    { timeout: 60_000 },
    async () => {
      const keeper = await make(ctx).user({ locale: 'de' })
      const bowl = await shopWithBowl({ owner: keeper })
      const { number } = await sell(bowl)
      await told(number, { respondBy: new Date('2027-01-05T00:00:00Z') })
      await told(number, { respondBy: new Date('2027-01-05T00:00:00Z') })
      await ctx.queue.drain()
      const open = mails.filter(({ idempotencyKey }) => idempotencyKey.startsWith('dispute-'))
      expect(open.map(({ to, subject }) => [to, subject])).toEqual([
        [keeper.email, `Die Zahlung von ${number} wird angefochten`],
        [admin.email, `Payment of ${number.replace(/-1$/, '')} is disputed`],
      ])
      expect(open[0]!.text).toContain('5. Januar 2027')

      mails.length = 0
      const shareId = (await orderOf(bowl, number)).disputes[0]!.id
      await addDisputeNote(ctx, keeper, { shopId: bowl.shop.id, number, shareId }, { text: 'A secret of ours.' })
      await told(number, { status: 'lost' })
      await ctx.queue.drain()
      expect(mails.filter(({ idempotencyKey }) => idempotencyKey.startsWith('dispute-')).map(({ to, subject }) => [to, subject])).toEqual([
        [keeper.email, `${number}: Die Bank hat gegen Sie entschieden`],
      ])
      const seen = await getOrderGroup(ctx, systemActor, number.replace(/-1$/, ''), null)
      expect(JSON.stringify(seen)).not.toContain('A secret of ours.')
    },
  )
})

describe('a disputed payment', () => {
  it('is held of its shop while the bank decides, and the shop has it again when it was won', async () => {
    const bowl = await shopWithBowl()
    const { number } = await earn(bowl)
    await told(number, { respondBy: new Date('2027-01-05T00:00:00Z') })

    expect(await balance(bowl)).toEqual({ pendingMinor: 0, availableMinor: 0, heldMinor: EARNED })
    const order = await orderOf(bowl, number)
    expect(order).toMatchObject({ paymentStatus: 'disputed', earnings: { earnedMinor: EARNED, heldMinor: EARNED, refundsMinor: 0 } })
    expect(order.events.at(-1)).toMatchObject({ kind: 'disputed', amountMinor: 1490 })
    expect(order.disputes).toMatchObject([
      {
        status: 'open',
        amountMinor: 1490,
        heldMinor: EARNED,
        reason: 'not_received',
        respondBy: '2027-01-05T00:00:00.000Z',
        closedAt: null,
      },
    ])

    await told(number, { status: 'won' })
    expect(await balance(bowl)).toEqual({ pendingMinor: 0, availableMinor: EARNED, heldMinor: 0 })
    expect(await orderOf(bowl, number)).toMatchObject({ paymentStatus: 'captured', earnings: { earnedMinor: EARNED, heldMinor: 0 } })
    expect(await kindsOf(number)).toEqual(['dispute', 'dispute_won'])
  })

  it('is taken of its shop when it was lost, with its share of the commission and the fee that is set', async () => {
    const bowl = await shopWithBowl()
    await changeSettings(ctx, systemActor, { disputeFeeMinor: 500 })
    const { number } = await sell(bowl)
    await told(number)
    expect(await balance(bowl)).toEqual({ pendingMinor: 0, availableMinor: 0, heldMinor: EARNED })
    await told(number, { status: 'lost' })
    await changeSettings(ctx, systemActor, { disputeFeeMinor: 0 })

    expect(await balance(bowl)).toEqual({ pendingMinor: -500, availableMinor: 0, heldMinor: 0 })
    expect(await orderOf(bowl, number)).toMatchObject({
      paymentStatus: 'charged_back',
      earnings: { grossMinor: 1490, chargebacksMinor: 1490, disputeFeesMinor: 500, commissionMinor: 0, refundsMinor: 0, earnedMinor: -500 },
    })
    const month = ctx.now.toISOString().slice(0, 7)
    expect(await getStatement(ctx, systemActor, bowl.shop.id, month)).toMatchObject({
      salesMinor: 1000,
      shippingMinor: 490,
      disputesMinor: -EARNED - 500,
      closingMinor: -500,
    })
    const { money } = await getAdminOrderGroup(ctx, admin, number.replace(/-1$/, ''))
    expect(money).toEqual({ paidMinor: 1490, sentBackMinor: 0, toSendBackMinor: 0, disputedMinor: 0, chargedBackMinor: 1490 })
  })

  it('is a debt of its shop where the money was paid out already', async () => {
    const bowl = await shopWithBowl()
    const { number } = await earn(bowl)
    ctx.travelTo(new Date('2027-02-01T09:00:00Z'))
    await runPayouts(ctx)
    expect((await balance(bowl)).availableMinor).toBe(0)
    await told(number)
    expect(await balance(bowl)).toEqual({ pendingMinor: 0, availableMinor: -EARNED, heldMinor: EARNED })

    await told(number, { status: 'lost' })
    expect(await balance(bowl)).toEqual({ pendingMinor: 0, availableMinor: -EARNED, heldMinor: 0 })
    await earn(bowl)
    expect((await balance(bowl)).availableMinor).toBe(0)
  })

  it('becomes free with the rest of its order when that is released meanwhile', async () => {
    const bowl = await shopWithBowl()
    const { number } = await sell(bowl)
    await told(number, { amountMinor: 490 })
    const held = (await balance(bowl)).heldMinor
    await release(bowl, number)
    expect(await balance(bowl)).toEqual({ pendingMinor: 0, availableMinor: EARNED - held, heldMinor: held })

    await told(number, { status: 'won', amountMinor: 490 })
    expect(await balance(bowl)).toEqual({ pendingMinor: 0, availableMinor: EARNED, heldMinor: 0 })
  })

  it('counts once, however often, in whatever order and how many at once it is told', async () => {
    const [won, lost] = [await shopWithBowl(), await shopWithBowl()]
    const [first, second] = [await earn(won), await earn(lost)]
    const tell = (number: string, status: ProviderDispute['status']) => told(number, { status, at: new Date(0) })
    await Promise.all([tell(first.number, 'open'), tell(first.number, 'open'), tell(first.number, 'won'), tell(first.number, 'won')])
    await tell(first.number, 'open')
    await tell(first.number, 'lost')
    await Promise.all(Array.from({ length: 5 }, () => tell(second.number, 'lost')))
    await tell(second.number, 'open')

    expect(await balance(won)).toEqual({ pendingMinor: 0, availableMinor: EARNED, heldMinor: 0 })
    expect(await balance(lost)).toEqual({ pendingMinor: 0, availableMinor: 0, heldMinor: 0 })
    expect(await kindsOf(first.number)).toEqual(['dispute', 'dispute_won'])
    expect(await kindsOf(second.number)).toEqual(['dispute', 'dispute_lost'])
    expect((await orderOf(lost, second.number)).events.filter(({ kind }) => kind.startsWith('dispute'))).toHaveLength(2)
  })

  it('is shared by the orders that were paid with it, to the cent', async () => {
    const [bowl, cup] = [await shopWithBowl(), await shopWithBowl()]
    const buyer = guest()
    await fill(buyer, bowl, [cup, 2])
    const { checkout } = await start(buyer)
    const { groupNumber } = await pay(buyer, checkout.id)
    await told(`${groupNumber}-1`, { amountMinor: 1001 })

    const shares = await ctx.db
      .select({ amountMinor: disputeShares.amountMinor })
      .from(disputeShares)
      .innerJoin(disputes, eq(disputes.id, disputeShares.disputeId))
      .where(eq(disputes.providerDisputeId, `dp ${groupNumber}-1`))
    expect(shares.map(({ amountMinor }) => amountMinor).sort()).toEqual([375, 626])
    const view = await getAdminOrderGroup(ctx, admin, groupNumber!)
    expect(view.orders.map(({ paymentStatus }) => paymentStatus)).toEqual(['disputed', 'disputed'])
    expect(view.money.disputedMinor).toBe(1001)

    await told(`${groupNumber}-1`, { amountMinor: 1001, status: 'lost' })
    expect((await balance(bowl)).heldMinor + (await balance(cup)).heldMinor).toBe(0)
    expect(owedTo(await balance(bowl)) + owedTo(await balance(cup))).toBe(1490 + 2490 - 149 - 249 - 1001 + 101)
  })

  it('is about the order that was given back where a bank wants that money once more, and nothing of it stands still', async () => {
    const [bowl, cup] = [await shopWithBowl(), await shopWithBowl()]
    const buyer = guest()
    await fill(buyer, bowl, [cup, 2])
    const { checkout } = await start(buyer)
    const { groupNumber } = await pay(buyer, checkout.id)
    const orderOfCup = (await getAdminOrderGroup(ctx, admin, groupNumber!)).orders.find(({ shop }) => shop.slug === cup.shop.slug)!
    await refundAnyOrder(ctx, admin, orderOfCup.number, crypto.randomUUID(), {
      reason: 'lost',
      note: 'Lost',
      lines: [],
      shippingMinor: 0,
      extraMinor: 2000,
    })
    await ctx.queue.drain()
    await told(orderOfCup.number)
    const sharesOf = async () =>
      (await getAdminOrderGroup(ctx, admin, groupNumber!)).orders.map(({ shop, disputes }) => [shop.slug, disputes[0]!.amountMinor])
    expect(Object.fromEntries(await sharesOf())).toEqual({ [bowl.shop.slug]: 1490, [cup.shop.slug]: 2490 })

    await told(orderOfCup.number, { status: 'lost' })
    expect([owedTo(await balance(bowl)), owedTo(await balance(cup))]).toEqual([0, -2000])
    const { reserved } = await levelOf(ctx, cup)
    await cancelShopOrder(ctx, systemActor, cup.shop.id, orderOfCup.number, { reason: 'other', note: '' })
    expect((await levelOf(ctx, cup)).reserved).toBe(reserved - 2)
    expect([owedTo(await balance(bowl)), owedTo(await balance(cup))]).toEqual([0, -2000])
  })

  it('takes back what the marketplace gave for a discount, as a refund does', async () => {
    const bowl = await shopWithBowl()
    const { code } = await makeCoupon(ctx)
    const buyer = guest()
    await fill(buyer, bowl)
    await changeCartCoupon(ctx, buyer, { code }, {})
    const { checkout } = await start(buyer)
    const { groupNumber } = await pay(buyer, checkout.id)
    const earned = (await balance(bowl)).pendingMinor
    await told(`${groupNumber}-1`)
    expect(await balance(bowl)).toEqual({ pendingMinor: 0, availableMinor: 0, heldMinor: earned })

    await told(`${groupNumber}-1`, { status: 'lost' })
    expect(await balance(bowl)).toEqual({ pendingMinor: 0, availableMinor: 0, heldMinor: 0 })
  })

  it('is held from the first moment where the bank is as fast as the sale', async () => {
    const bowl = await shopWithBowl()
    const buyer = guest()
    await fill(buyer, bowl)
    const { checkout } = await start(buyer)
    const { groupNumber } = await pay(buyer, checkout.id, 'is_disputed')

    expect(groupNumber).not.toBeNull()
    expect((await orderOf(bowl, `${groupNumber}-1`)).disputes).toMatchObject([{ status: 'open', reason: 'fraudulent' }])
    expect((await balance(bowl)).heldMinor).toBe(EARNED)
  })
})

describe('money of an order that is disputed', () => {
  it('does not go back a second time, by nobody and for no reason, until the bank has decided', async () => {
    const bowl = await shopWithBowl()
    const { number, refund } = await sell(bowl)
    await refund(100)
    await ctx.db
      .update(refunds)
      .set({ status: 'failed' })
      .where(eq(refunds.paymentId, (await paymentIdOf(number))!))
    const [failed] = await ctx.db
      .select()
      .from(refunds)
      .where(eq(refunds.paymentId, (await paymentIdOf(number))!))
    await told(number, { amountMinor: 1390 })
    const before = [await levelOf(ctx, bowl), await balance(bowl), await ctx.db.$count(refunds)]

    await expect(refund(100)).rejects.toMatchObject({ code: 'orders.disputed' })
    const cancelled = cancelShopOrder(ctx, systemActor, bowl.shop.id, number, { reason: 'out_of_stock', note: '' })
    await expect(cancelled).rejects.toMatchObject({ code: 'orders.disputed' })
    await expect(retryRefund(ctx, admin, number, failed!.id, { note: 'Again' })).rejects.toMatchObject({ code: 'orders.disputed' })
    expect([await levelOf(ctx, bowl), await balance(bowl), await ctx.db.$count(refunds)]).toEqual(before)

    await told(number, { status: 'won', amountMinor: 1390 })
    await refund(100)
    expect((await orderOf(bowl, number)).paymentStatus).toBe('partially_refunded')
  })

  it('has gone when it was lost: what was not sent is called off without money, and its stock is free', async () => {
    const bowl = await shopWithBowl()
    const { number, refund } = await sell(bowl)
    await told(number, { status: 'lost' })
    await expect(refund(1)).rejects.toMatchObject({ code: 'payments.refund_too_high' })

    const { reserved } = await levelOf(ctx, bowl)
    await cancelShopOrder(ctx, systemActor, bowl.shop.id, number, { reason: 'other', note: '' })
    expect((await levelOf(ctx, bowl)).reserved).toBe(reserved - 1)
    expect(await balance(bowl)).toEqual({ pendingMinor: 0, availableMinor: 0, heldMinor: 0 })
    expect(await orderOf(bowl, number)).toMatchObject({ status: 'cancelled', paymentStatus: 'charged_back', refunds: [] })
  })
})

describe('who looks after it', () => {
  it('is its shop, which says what speaks for it, and admins, who see it', async () => {
    const [keeper, staff] = [await make(ctx).user(), await make(ctx).user()]
    const bowl = await shopWithBowl({ owner: keeper })
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: bowl.shop.id, userId: staff.userId, role: 'staff' })
    const { number } = await sell(bowl)
    await told(number)
    const shareId = (await orderOf(bowl, number)).disputes[0]!.id
    const of = { shopId: bowl.shop.id, number, shareId }
    const text = 'Handed over on Monday, arrived on Tuesday.'

    await expect(addDisputeNote(ctx, staff, of, { text })).rejects.toMatchObject({ code: 'shops.role_too_low' })
    await expect(addDisputeNote(ctx, await make(ctx).user(), of, { text })).rejects.toMatchObject({ kind: 'not_found' })
    const other = await sell(bowl)
    await expect(addDisputeNote(ctx, keeper, { ...of, number: other.number }, { text })).rejects.toMatchObject({
      code: 'orders.dispute_not_found',
    })
    expect(await ctx.db.$count(disputeNotes, eq(disputeNotes.shareId, shareId))).toBe(0)

    await addDisputeNote(ctx, keeper, of, { text })
    expect((await getShopOrder(ctx, keeper, bowl.shop.id, number)).disputes[0]!.notes).toMatchObject([{ text }])
    const { items, openCount } = await listDisputes(ctx, admin, { status: 'open' })
    expect(items.find(({ groupNumber }) => number.startsWith(groupNumber))).toMatchObject({
      noteCount: 1,
      shops: [bowl.shop.name],
      isPlayed: true,
      address: null,
    })
    expect(openCount).toBeGreaterThan(0)
    await expect(listDisputes(ctx, keeper, { status: 'open' })).rejects.toMatchObject({ code: 'orders.not_allowed' })

    await told(number, { status: 'lost' })
    await expect(addDisputeNote(ctx, keeper, of, { text })).rejects.toMatchObject({ code: 'orders.dispute_decided' })
    await expect(ctx.db.update(disputeNotes).set({ text: 'Another' })).rejects.toThrow()
  })

  it('is who tries the marketplace out, in the place of the bank', async () => {
    const bowl = await shopWithBowl()
    const buyer = guest()
    await fill(buyer, bowl)
    const { checkout } = await start(buyer)
    const { groupNumber } = await pay(buyer, checkout.id, 'is_disputed')
    const [dispute] = await ctx.db
      .select()
      .from(disputes)
      .where(eq(disputes.paymentId, (await paymentIdOf(`${groupNumber}-1`))!))
    await expect(decidePlayedDispute(ctx, await make(ctx).user(), dispute!.id, { outcome: 'won' })).rejects.toMatchObject({
      kind: 'not_found',
    })

    await decidePlayedDispute(ctx, admin, dispute!.id, { outcome: 'lost' })
    await finalizeCheckout(ctx, checkout.id)
    expect((await orderOf(bowl, `${groupNumber}-1`)).paymentStatus).toBe('charged_back')
    await decidePlayedDispute(ctx, admin, dispute!.id, { outcome: 'lost' })
    await expect(decidePlayedDispute(ctx, admin, dispute!.id, { outcome: 'won' })).rejects.toMatchObject({
      code: 'checkout.dispute_decided',
    })
    expect(await ctx.db.select().from(auditEntries).where(eq(auditEntries.action, 'disputes.played'))).toHaveLength(1)
  })
})
