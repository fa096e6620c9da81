import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cancelCheckout, finalizeCheckout, inspectMarketplace } from '#server/domains/checkout'
import { settleCheckout } from '#server/domains/checkout/finalize-checkout'
import {
  accessKeyOf,
  answerShopReturn,
  cancelAnyOrder,
  cancelShopOrder,
  completeShippedOrders,
  getShopOrder,
  receiveShopReturn,
  refundShopOrder,
  refundShopReturn,
  rejectReturn,
  releaseEarnings,
  requestReturn,
  shipOrder,
  trackParcel,
} from '#server/domains/orders'
import { markPayouts, runPayouts } from '#server/domains/payouts'
import { changeCartCoupon } from '#server/domains/pricing'
import { jobs } from '#server/jobs'
import { systemActor } from '#server/platform/actor'
import { DomainError } from '#server/platform/errors'
import { buying } from '../support/buying'
import { testContext } from '../support/context'
import { SOME_IBAN } from '../support/earning'
import { make, type MadeProduct } from '../support/make'
import { makeCoupon } from '../support/make-coupon'

/** `npm run faults -- model` tries more and longer stories; SOUK_SEED repeats them. */
const LONG = process.env.SOUK_FAULTS === 'long'
const RUNS = LONG ? 300 : 8
const COMMANDS = LONG ? 40 : 25
const SEED = Number(process.env.SOUK_SEED ?? Date.now() % 1_000_000)
const DAY_MS = 24 * 60 * 60 * 1000
const STOCK = [6, 4] as const
const PRICES = [1000, 333] as const

const ctx = await testContext({}, jobs)
const { guest, fill, start, pay } = buying(ctx)

/** Nothing but counting: what a careful shopkeeper would have on paper. */
interface ModelOrder {
  number: string
  checkoutId: string
  /** Of each of the two things: bought, sent, not sent after all, come back, going back or kept, and of how many the money went back. */
  bought: number[]
  shipped: number[]
  cancelled: number[]
  returned: number[]
  claimed: number[]
  refunded: number[]
  isCancelled: boolean
  /** How many disputes there were, and whether the bank has not decided about the last. */
  disputes: number
  isDisputed: boolean
}
interface Model {
  onHand: number[]
  reserved: number[]
  orders: ModelOrder[]
}

interface Real {
  shopId: string
  products: MadeProduct[]
  /** Codes, with no coupon first. */
  coupons: (string | null)[]
}

const left = ({ bought, shipped, cancelled }: ModelOrder, thing: number) => bought[thing]! - shipped[thing]! - cancelled[thing]!
const isRefused = async (work: Promise<unknown>): Promise<boolean> => {
  try {
    await work
    return false
  } catch (error) {
    if (error instanceof DomainError && ['conflict', 'invalid', 'not_found'].includes(error.kind)) return true
    throw error
  }
}

async function linesOf({ shopId, products }: Real, number: string): Promise<string[]> {
  const { lines } = await getShopOrder(ctx, systemActor, shopId, number)
  return products.map(({ variant }) => lines.find(({ sku }) => sku === variant.sku)?.id ?? '')
}

/** What is so after every step, whatever it was. */
async function compare(model: Model, real: Real): Promise<void> {
  const levels = await ctx.db.execute<{ variantId: string; onHand: number; reserved: number }>(sql`
    select variant_id as "variantId", on_hand as "onHand", reserved from stock_levels
    where variant_id = any(${sql.param(real.products.map(({ variant }) => variant.id))}::uuid[])`)
  const levelOf = (thing: number) => levels.find(({ variantId }) => variantId === real.products[thing]!.variant.id)!
  for (const thing of [0, 1]) expect(levelOf(thing)).toMatchObject({ onHand: model.onHand[thing], reserved: model.reserved[thing] })

  const [books] = await ctx.db.execute<{ crooked: number; shops: string; earned: string; overRefunded: number }>(sql`
    with of_shop as (select id, total_minor from orders where shop_id = ${real.shopId}::uuid),
    crooked as (select journal_id from ledger_entries group by journal_id, currency having sum(amount_minor) <> 0),
    pots as (
      select coalesce(-sum(entry.amount_minor), 0) as amount from ledger_entries entry
      join ledger_accounts account on account.id = entry.account_id
      where account.shop_id = ${real.shopId}::uuid
    ),
    paid_out as (select coalesce(sum(amount_minor), 0) as amount from payouts where shop_id = ${real.shopId}::uuid and status <> 'failed'),
    money as (
      select coalesce(sum(allocation.captured_minor - allocation.refunded_minor - allocation.charged_back_minor), 0) as kept,
        count(*) filter (where allocation.refunded_minor > allocation.captured_minor) as over
      from payment_allocations allocation join of_shop on of_shop.id = allocation.order_id
    ),
    promised as (
      select coalesce(sum(entry.amount_minor), 0) as amount from ledger_entries entry
      join ledger_accounts account on account.id = entry.account_id and account.kind = 'promotion_expense'
      join ledger_journals journal on journal.id = entry.journal_id join of_shop on of_shop.id = journal.order_id
    ),
    commission as (select coalesce(sum(line.amount_minor), 0) as amount from commission_lines line join of_shop on of_shop.id = line.order_id)
    select (select count(*)::int from crooked) as crooked, (pots.amount + paid_out.amount)::text as shops,
      (money.kept + promised.amount - commission.amount)::text as earned, money.over::int as "overRefunded"
    from pots, paid_out, money, promised, commission`)
  expect(books).toMatchObject({ crooked: 0, overRefunded: 0, earned: books!.shops })
}

type Command = fc.AsyncCommand<Model, Real>
const command = (text: string, run: (model: Model, real: Real) => Promise<void>): Command => ({
  check: () => true,
  run: async (model, real) => {
    await run(model, real)
    await compare(model, real)
  },
  toString: () => text,
})
const pick = ({ orders }: Model, index: number): ModelOrder | undefined => orders[index % Math.max(1, orders.length)]

const buy = (wanted: number[], coupon: number, does: 'succeeds' | 'declined' | 'left' | 'cancelled') =>
  command(`buy ${wanted} with coupon ${coupon}: ${does}`, async (model, real) => {
    const buyer = guest()
    const things = real.products.flatMap((product, thing) =>
      wanted[thing]! > 0 ? [[product, wanted[thing]!] as [MadeProduct, number]] : [],
    )
    const fits = wanted.every((quantity, thing) => quantity <= model.onHand[thing]! - model.reserved[thing]!)
    if (things.length === 0) return
    const wasRefused = await isRefused(fill(buyer, ...things))
    expect(wasRefused).toBe(!fits)
    if (wasRefused) return
    const code = real.coupons[coupon % real.coupons.length]!
    if (code) await isRefused(changeCartCoupon(ctx, buyer, { code }, {}))

    const { checkout } = await start(buyer)
    if (does === 'declined') {
      const { checkout: after } = await pay(buyer, checkout.id, 'is_declined')
      expect(after.status).toBe('paying')
    }
    if (does !== 'succeeds') {
      await cancelCheckout(ctx, buyer, checkout.id)
      return
    }
    const { groupNumber } = await pay(buyer, checkout.id)
    for (const thing of [0, 1]) model.reserved[thing]! += wanted[thing]!
    model.orders.push({
      number: `${groupNumber}-1`,
      checkoutId: checkout.id,
      bought: wanted,
      shipped: [0, 0],
      cancelled: [0, 0],
      returned: [0, 0],
      claimed: [0, 0],
      refunded: [0, 0],
      isCancelled: false,
      disputes: 0,
      isDisputed: false,
    })
  })

const hearAgain = (index: number) =>
  command(`hear of payment ${index} again`, async (model) => {
    const order = pick(model, index)
    if (order) await finalizeCheckout(ctx, order.checkoutId)
  })

const ship = (index: number, pieces: number[]) =>
  command(`ship ${pieces} of order ${index}`, async (model, real) => {
    const order = pick(model, index)
    const wanted = pieces.map((quantity, thing) => (order && order.bought[thing]! > 0 ? quantity : 0))
    if (!order || wanted.every((quantity) => quantity === 0)) return
    const ids = await linesOf(real, order.number)
    const lines = wanted.flatMap((quantity, thing) => (quantity > 0 ? [{ lineId: ids[thing]!, quantity }] : []))
    const fits = !order.isCancelled && wanted.every((quantity, thing) => quantity <= left(order, thing))
    const parcel = { carrier: '', trackingNumber: '', trackingUrl: null, lines }
    expect(await isRefused(shipOrder(ctx, systemActor, real.shopId, order.number, parcel))).toBe(!fits)
    if (!fits) return
    for (const thing of [0, 1]) {
      order.shipped[thing]! += wanted[thing]!
      model.onHand[thing]! -= wanted[thing]!
      model.reserved[thing]! -= wanted[thing]!
    }
  })

const deliver = (index: number) =>
  command(`deliver order ${index}`, async (model, real) => {
    const order = pick(model, index)
    if (!order) return
    const { shipments } = await getShopOrder(ctx, systemActor, real.shopId, order.number)
    for (const { id } of shipments) await isRefused(trackParcel(ctx, systemActor, real.shopId, order.number, id, { kind: 'delivered' }))
  })

/** The pieces given, or all that has not left. */
const takeBack = (index: number, pieces: number[] | null) =>
  command(`take back ${pieces ?? 'the rest'} of order ${index}`, async (model, real) => {
    const order = pick(model, index)
    if (!order) return
    const rest = [0, 1].map((thing) => left(order, thing))
    const wanted = pieces ? pieces.map((quantity, thing) => (order.bought[thing]! > 0 ? quantity : 0)) : rest
    if (pieces && wanted.every((quantity) => quantity === 0)) return
    const ids = await linesOf(real, order.number)
    const lines = wanted.flatMap((quantity, thing) => (quantity > 0 ? [{ lineId: ids[thing]!, quantity }] : []))
    const fits = wanted.some((quantity) => quantity > 0) && wanted.every((quantity, thing) => quantity <= rest[thing]!)
    const input = { reason: 'damaged' as const, note: '', ...(pieces && { lines }) }
    const work = pieces
      ? cancelShopOrder(ctx, systemActor, real.shopId, order.number, input)
      : cancelAnyOrder(ctx, systemActor, order.number, { ...input, note: 'as its buyer asked' })
    // Who takes back again what is taken back as a whole is told that it is so.
    const isDone = order.isCancelled && !pieces
    expect(await isRefused(work)).toBe((!fits || order.isDisputed) && !isDone)
    if (!fits || order.isDisputed) return
    for (const thing of [0, 1]) {
      order.cancelled[thing]! += wanted[thing]!
      order.refunded[thing] = Math.min(order.bought[thing]!, order.refunded[thing]! + wanted[thing]!)
      model.reserved[thing]! -= wanted[thing]!
    }
    order.isCancelled = [0, 1].every((thing) => order.cancelled[thing] === order.bought[thing])
    // Of an order of which nothing is sent nothing is kept, however its parts came back.
    if (order.isCancelled) expect(Math.max(0, await keptOf(order))).toBe(0)
    if (order.isCancelled && order.disputes === 0) expect(await keptOf(order)).toBe(0)
  })

/** What is left of an order's money; less than nothing where a bank took what had gone back. */
async function keptOf({ number }: ModelOrder): Promise<number> {
  const [row] = await ctx.db.execute<{ kept: number }>(sql`
    select (captured_minor - refunded_minor - charged_back_minor)::int as kept from payment_allocations
    where order_id = (select id from orders where number = ${number})`)
  return row!.kept
}

const giveBack = (index: number, pieces: number[], extraMinor: number) =>
  command(`give back ${pieces} and ${extraMinor} of order ${index}`, async (model, real) => {
    const order = pick(model, index)
    if (!order) return
    const ids = await linesOf(real, order.number)
    const wanted = pieces.map((quantity, thing) => (order.bought[thing]! > 0 ? quantity : 0))
    const lines = wanted.flatMap((quantity, thing) => (quantity > 0 ? [{ lineId: ids[thing]!, quantity }] : []))
    const key = crypto.randomUUID()
    const ask = () =>
      refundShopOrder(ctx, systemActor, real.shopId, order.number, key, {
        reason: 'damaged',
        note: '',
        lines,
        shippingMinor: 0,
        extraMinor,
      })
    const tooMany = wanted.some((quantity, thing) => quantity > order.bought[thing]! - order.refunded[thing]!)
    const before = await keptOf(order)
    const wasRefused = await isRefused(ask())
    if (tooMany || order.isDisputed) expect(wasRefused).toBe(true)
    if (wasRefused) return
    await ask()
    const after = await keptOf(order)
    if (after < before) expect(after).toBeGreaterThanOrEqual(0)
    for (const thing of [0, 1]) order.refunded[thing]! += wanted[thing]!
  })

const BACK_TO = { name: 'Clay', street: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' }

/** The buyer gives pieces back; the shop takes them, has them kept, declines, rejects them, or leaves them lying. */
const sendBack = (index: number, pieces: number[], wished: 'taken' | 'kept' | 'declined' | 'rejected' | 'left', resold: boolean) =>
  command(`send ${pieces} of order ${index} back: ${wished}${resold ? ', to be sold again' : ''}`, async (model, real) => {
    const order = pick(model, index)
    const wanted = pieces.map((quantity, thing) => (order && order.bought[thing]! > 0 ? quantity : 0))
    if (!order || wanted.every((quantity) => quantity === 0)) return
    // While the bank decides nobody does.
    const ends = order.isDisputed ? 'left' : wished
    const before = await getShopOrder(ctx, systemActor, real.shopId, order.number)
    const ids = await linesOf(real, order.number)
    const lines = wanted.flatMap((quantity, thing) => (quantity > 0 ? [{ lineId: ids[thing]!, quantity }] : []))
    const isInTime = before.returnableUntil !== null && Date.parse(before.returnableUntil) >= ctx.now.getTime()
    const left = (thing: number) => order.shipped[thing]! - order.returned[thing]! - order.claimed[thing]!
    const fits = isInTime && before.returns.length < 20 && wanted.every((quantity, thing) => quantity <= left(thing))
    const access = accessKeyOf(ctx.config, order.number.replace(/-\d+$/, ''))
    const asked = { access, key: crypto.randomUUID() }
    const ask = () => requestReturn(ctx, guest(), order.number, asked, { lines, reason: 'other', text: '', photoIds: [] })
    expect(await isRefused(ask())).toBe(!fits)
    if (!fits) return
    await ask()
    const { id } = (await getShopOrder(ctx, systemActor, real.shopId, order.number)).returns.at(-1)!
    for (const thing of [0, 1]) order.claimed[thing]! += ends === 'left' || ends === 'kept' ? wanted[thing]! : 0
    if (ends === 'left') return

    const answer = { send: { answer: 'send', address: BACK_TO, labelFileId: null, note: '' }, keep: { answer: 'keep', note: '' } } as const
    const decline = { answer: 'decline', refusal: 'used', note: '' } as const
    const word = ends === 'declined' ? decline : ends === 'kept' ? answer.keep : answer.send
    await answerShopReturn(ctx, systemActor, real.shopId, id, word)
    if (ends === 'declined') return
    if (ends !== 'kept') await receiveShopReturn(ctx, systemActor, real.shopId, id)
    if (ends === 'rejected') {
      await rejectReturn(ctx, systemActor, real.shopId, id, { refusal: 'used', note: 'No' })
      return
    }
    const isResold = resold && ends === 'taken'
    const taken = lines.map(({ lineId, quantity }) => ({ lineId, acceptedQuantity: quantity, restockedQuantity: isResold ? quantity : 0 }))
    const decision = { lines: taken, shippingMinor: 0, deductionMinor: 0, note: '' }
    await Promise.all([1, 2].map(() => refundShopReturn(ctx, systemActor, real.shopId, id, decision)))
    for (const thing of [0, 1]) {
      order.refunded[thing] = Math.min(order.bought[thing]!, order.refunded[thing]! + wanted[thing]!)
      if (ends === 'taken') order.returned[thing]! += wanted[thing]!
      if (isResold) model.onHand[thing]! += wanted[thing]!
    }
  })

/** The buyer's bank takes some of the money, or all, also what has gone back, and decides; each word of it may come twice. */
const dispute = (index: number, partMinor: number | null, outcome: 'open' | 'won' | 'lost') =>
  command(`${outcome} a dispute of ${partMinor ?? 'all'} of order ${index}`, async (model) => {
    const order = pick(model, index)
    if (!order || (outcome !== 'open') !== order.isDisputed) return
    const [row] = await ctx.db.execute<{ captured: number; intentId: string }>(sql`
      select captured_minor::int as captured, intent_id as "intentId"
      from payment_allocations allocation join payments payment on payment.id = allocation.payment_id
      where payment.checkout_id = ${order.checkoutId}::uuid`)
    if (row!.captured === 0) return
    if (outcome === 'open') order.disputes++
    const told = {
      id: `${order.number} ${order.disputes}`,
      status: outcome,
      amountMinor: Math.min(row!.captured, partMinor ?? row!.captured),
      reason: 'other',
      at: ctx.now,
      respondBy: null,
    } as const
    const intent = { ...(await ctx.gateway.readIntent(row!.intentId)), dispute: told }
    await Promise.all([settleCheckout(ctx, order.checkoutId, intent), settleCheckout(ctx, order.checkoutId, intent)])
    order.isDisputed = outcome === 'open'
  })

const passDays = (days: number) =>
  command(`${days} days pass`, async () => {
    ctx.travelTo(new Date(ctx.now.getTime() + days * DAY_MS))
    await completeShippedOrders(ctx)
    await releaseEarnings(ctx)
  })

const payOut = (twice: boolean) =>
  command(twice ? 'pay out, twice at once' : 'pay out', async (_, real) => {
    await Promise.all(twice ? [runPayouts(ctx), runPayouts(ctx)] : [runPayouts(ctx)])
    const waiting = await ctx.db.execute<{ number: string }>(
      sql`select number from payouts where shop_id = ${real.shopId}::uuid and status = 'requested'`,
    )
    for (const { number } of waiting) await markPayouts(ctx, systemActor, { numbers: [number], status: 'sent' })
  })

const index = fc.nat({ max: 20 })
const pieces = (max: number) => fc.tuple(fc.nat({ max }), fc.nat({ max })).map((both) => [...both])
const stories = fc.commands(
  [
    fc
      .tuple(pieces(3), fc.nat({ max: 3 }), fc.constantFrom('succeeds', 'succeeds', 'succeeds', 'declined', 'left', 'cancelled'))
      .map(([wanted, coupon, does]) => buy(wanted, coupon, does as 'succeeds')),
    index.map(hearAgain),
    fc.tuple(index, pieces(3)).map(([at, some]) => ship(at, some)),
    index.map(deliver),
    fc.tuple(index, fc.option(pieces(2))).map(([at, some]) => takeBack(at, some)),
    fc.tuple(index, pieces(2), fc.constantFrom(0, 0, 1, 250)).map(([at, some, extra]) => giveBack(at, some, extra)),
    fc
      .tuple(index, pieces(2), fc.constantFrom('taken', 'taken', 'taken', 'kept', 'declined', 'rejected', 'left'), fc.boolean())
      .map(([at, some, ends, resold]) => sendBack(at, some, ends as 'taken', resold)),
    fc
      .tuple(index, fc.option(fc.constantFrom(1, 333)), fc.constantFrom('open', 'won', 'lost'))
      .map(([at, part, outcome]) => dispute(at, part, outcome as 'open')),
    fc.integer({ min: 1, max: 20 }).map(passDays),
    fc.boolean().map(payOut),
  ],
  { maxCommands: COMMANDS, size: 'max' },
)

it(`F28: stock and money are what counting says, whatever is done in whatever order (seed ${SEED})`, { timeout: 3_600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (commands) => {
      ctx.travelTo(null)
      const shop = await make(ctx).shop({ payoutHolder: 'Olga Ofen', payoutIban: SOME_IBAN })
      const products: MadeProduct[] = []
      for (const [thing, stock] of STOCK.entries()) products.push(await make(ctx).product({ shop, stock, priceMinor: PRICES[thing]! }))
      const percent = await makeCoupon(ctx, { shopId: shop.id, kind: 'percent', value: 1250 })
      const amount = await makeCoupon(ctx, { kind: 'amount', value: 700, bearer: 'marketplace' })
      const free = await makeCoupon(ctx, { shopId: shop.id, kind: 'free_shipping', value: 0, maxUses: 1 })
      const real: Real = { shopId: shop.id, products, coupons: [null, percent.code, amount.code, free.code] }
      const model: Model = { onHand: [...STOCK], reserved: [0, 0], orders: [] }

      await fc.asyncModelRun(() => ({ model, real }), commands)
      expect((await inspectMarketplace(ctx)).filter(({ ok, invariant }) => !ok && !invariant.includes('read model'))).toEqual([])
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  )
})
