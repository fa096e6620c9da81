import { createHmac } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { checkouts } from '#db/schema'
import { cartEmpty, cartOwner, type CartOwner } from '#server/domains/cart'
import { holdStock, takeOverHolds } from '#server/domains/catalog'
import { personKeysOf, redeemCoupon } from '#server/domains/coupons'
import { createPayment, prepareIntent } from '#server/domains/payments'
import { quoteCart, type AppliedCoupon } from '#server/domains/pricing'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { collectRows } from '#server/platform/database/collect-rows'
import { inTransaction } from '#server/platform/database/in-transaction'
import { keyReused, requestKeyOf, takeKey, type RequestKey } from '#server/platform/database/request-keys'
import { runPrepared } from '#server/platform/database/run-prepared'
import { DomainError } from '#server/platform/errors'
import { paymentsNotSetUp } from '#server/platform/payment-gateway/gateway-errors'
import type { CheckoutSnapshot, StartCheckout } from '#shared/contracts/checkout'
import { linesUnavailable, soldOut, startedElsewhere, tooManyHolds, totalChanged } from './checkout-errors'
import { findCheckout, lockCart, type CheckoutRow, type CheckoutState } from './checkout-locks'
import { endForAnother } from './end-checkout'
import { placeEverything } from './finalize-checkout'
import { demandOf, freezeSnapshot } from './freeze-snapshot'
import type { ShownCheckout } from './present-checkout'
import { showCheckout } from './show-checkout'

/** How long stock is put aside for somebody who pays. */
export const HOLD_MINUTES = 15
/** As many may pay at once from one address: enough for an office, too few to empty a shop. */
const HOLDS_AN_ADDRESS = 30
const ROUNDS = 5

/**
 * Freezes the actor's cart, puts its stock aside and prepares the payment; what costs nothing is ordered at once. The same key with the same input gives the
 * same checkout. What it refuses with is listed at `startCheckoutSchema`.
 */
export async function startCheckout(ctx: Context, actor: Actor, key: string, input: StartCheckout): Promise<ShownCheckout> {
  if (ctx.gateway.name === 'none') throw paymentsNotSetUp()
  const owner = cartOwner(actor)
  if (!owner) throw cartEmpty()
  const request = requestKeyOf(owner, key, input)

  for (let round = 0; round < ROUNDS; round++) {
    const { known, underWay } = await findUnderWay(ctx, actor, request)
    if (known) return repeat(ctx, known, request)
    for (const checkoutId of underWay) await endForAnother(ctx, checkoutId)

    const started = await startNow(ctx, actor, owner, request, input)
    if (started) return prepare(ctx, started)
  }
  throw startedElsewhere()
}

/**
 * The answer to this key, if it was given before, and what this buyer has under way: in one query, since a checkout that
 * is seen without its key would be ended by the very request that asks for it.
 */
async function findUnderWay(ctx: Context, actor: Actor, { actor: keyOwner, key }: RequestKey) {
  const rows = await runPrepared<{ checkoutId: string; requestHash: string | null }>(
    ctx,
    sql`
    select response->>'checkoutId' as "checkoutId", request_hash as "requestHash" from idempotency_keys
    where actor = ${keyOwner} and key = ${key}
    union all
    select id::text, null from checkouts where status = 'paying' and ${isOf(actor)}`,
  )
  return {
    known: rows.find(({ requestHash }) => requestHash !== null) ?? null,
    underWay: rows.filter(({ requestHash }) => requestHash === null).map(({ checkoutId }) => checkoutId),
  }
}

/** The checkouts of a buyer, also those that were started in this browser before they signed in. */
const isOf = ({ userId, guestKey }: Actor) => sql`(user_id = ${userId}::uuid or guest_key = ${guestKey}::text)`

async function repeat(
  ctx: Context,
  known: { requestHash: string | null; checkoutId: string },
  request: RequestKey,
): Promise<ShownCheckout> {
  if (known.requestHash !== request.requestHash) throw keyReused()
  return prepare(ctx, (await findCheckout(ctx, known.checkoutId))!)
}

/** Makes the intent if that is still to be done; a provider that is away leaves it to the sweeper. */
async function prepare(ctx: Context, state: CheckoutState): Promise<ShownCheckout> {
  const { checkout, payment } = state
  if (payment.status !== 'creating') return showCheckout(ctx, state)

  const intent = await prepareIntent(ctx, payment)
  if (!intent) return showCheckout(ctx, (await findCheckout(ctx, checkout.id))!)
  return { ...state, payment: { ...payment, status: 'pending', intentId: intent.id }, intent }
}

/** Everything in one transaction. Null when the same key, or another start of this buyer, was faster: look again. */
async function startNow(
  ctx: Context,
  actor: Actor,
  owner: CartOwner,
  request: RequestKey,
  input: StartCheckout,
): Promise<CheckoutState | null> {
  let snapshot: CheckoutSnapshot | null = null
  try {
    return await inTransaction(ctx, async (ctx) => {
      const id = ctx.newId()
      if (!(await takeKey(ctx, request, { checkoutId: id }))) return null
      const cartId = await lockCart(ctx, owner)
      if (!cartId) throw cartEmpty()
      const addressKey = addressKeyOf(ctx, actor)
      const { shipping, email } = input
      const [, cart] = await Promise.all([
        refuseSecond(ctx, actor, addressKey),
        quoteCart(ctx, actor, { country: input.shippingAddress.country, shipping, email }),
      ])
      if (cart.shops.length === 0) throw cartEmpty()
      snapshot = freezeSnapshot(cart, input)
      ctx.gateway.checkAmount(snapshot.totalMinor, snapshot.currency)

      const expiresAt = new Date(ctx.now.getTime() + HOLD_MINUTES * 60_000)
      const { totalMinor, currency } = snapshot
      const checkout: CheckoutRow = {
        ...{ id, cartId, ...owner, snapshot, totalMinor, currency, addressKey, expiresAt, createdAt: ctx.now },
        status: 'paying',
      }
      const rows = collectRows()
      rows.add(checkouts, [checkout])
      const payment = createPayment(ctx, checkout, rows)
      if (snapshot.coupon) {
        await rows.write(ctx)
        await useCoupon(ctx, actor, checkout, cart.coupon!)
      }
      const { asked, agreed } = demandOf(snapshot)
      if (
        !(await takeOverHolds(
          ctx,
          id,
          agreed.map(({ offerId }) => offerId),
        ))
      )
        throw linesUnavailable(agreed.map(({ cartLineId: id, title }) => ({ id, title, problem: 'offer_over' as const })))
      await holdStock(ctx, { kind: 'checkout', id }, asked, expiresAt, rows)
      if (totalMinor > 0) return { checkout, payment, groupNumber: null, refunded: false }
      await placeEverything(ctx, checkout, payment)
      return findCheckout(ctx, id)
    })
  } catch (error) {
    if (error === SECOND) return null
    throw snapshot ? orSoldOut(ctx, snapshot, error) : error
  }
}

/** One use of the coupon that the cart was priced with; under the cart's lock, and before the stock. */
async function useCoupon(ctx: Context, actor: Actor, checkout: CheckoutRow, { coupon }: AppliedCoupon): Promise<void> {
  const { id, cartId, snapshot } = checkout
  const user = { cartId, personKeys: personKeysOf(ctx, actor, snapshot.email) }
  const isSame = await redeemCoupon(ctx, id, { coupon, discountMinor: snapshot.discountMinor }, user)
  if (!isSame) throw totalChanged((await quoteAgain(ctx, actor, snapshot)).totalMinor, snapshot.currency)
}

const quoteAgain = (ctx: Context, actor: Actor, { shippingAddress, shops, email }: CheckoutSnapshot) =>
  quoteCart(ctx, actor, {
    country: shippingAddress.country,
    shipping: shops.map(({ shopId, shippingMethodId }) => ({ shopId, methodId: shippingMethodId })),
    email,
  })

/** Thrown to give up a transaction that another start of the same buyer has overtaken. */
const SECOND = new Error('another checkout of this buyer is under way')

async function refuseSecond(ctx: Context, actor: Actor, addressKey: string | null): Promise<void> {
  const [counts] = await runPrepared<{ ofBuyer: number; ofAddress: number }>(
    ctx,
    sql`
    select count(*) filter (where ${isOf(actor)})::int as "ofBuyer", count(*) filter (where address_key = ${addressKey}::text)::int as "ofAddress"
    from checkouts where status = 'paying' and (${isOf(actor)} or address_key = ${addressKey}::text)`,
  )
  if (counts!.ofBuyer > 0) throw SECOND
  if (counts!.ofAddress >= HOLDS_AN_ADDRESS) throw tooManyHolds()
}

/** Keyed, so that the table holds no addresses. */
const addressKeyOf = (ctx: Context, { address }: Actor): string | null =>
  address === null ? null : createHmac('sha256', ctx.config.secret).update(`checkouts from ${address}`).digest('base64url')

/** Short stock in the words of the buyer's cart. */
function orSoldOut(ctx: Context, snapshot: CheckoutSnapshot, error: unknown): unknown {
  if (!(error instanceof DomainError) || error.code !== 'catalog.stock_short') return error
  const short = new Set(error.details.variantIds as string[])
  const lines = snapshot.shops.flatMap(({ lines }) => lines).filter(({ variantId, offerId }) => !offerId && short.has(variantId))
  ctx.metrics.count('shop_oversell_prevented_total')
  return soldOut(lines.map(({ cartLineId, title }) => ({ cartLineId, title, left: 0 })))
}
