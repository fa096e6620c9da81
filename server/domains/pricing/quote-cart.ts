import { readCart } from '#server/domains/cart'
import { findCoupon, personKeysOf } from '#server/domains/coupons'
import { readSettings } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { QuoteRequest } from '#shared/contracts/checkout'
import { priceCart, type PricedCart } from './price-cart'
import { readTerms } from './read-terms'

export interface QuoteCart extends PricedCart {
  country: string
  currency: string
}

/** Where it is sent and how, and whose address its buyer gives: a coupon may be for one use a person. */
export type WantedQuote = Partial<QuoteRequest> & { email?: string }

/**
 * What the actor's cart costs, sent to a country: at most three queries, and one more for its coupon. Without a country it is the one where buyers
 * are taken to be. A shop whose way of sending was not chosen, or is not to be had, gets its cheapest.
 */
export async function quoteCart(ctx: Context, actor: Actor, request: WantedQuote): Promise<QuoteCart> {
  const lines = await readCart(ctx, actor)
  const settings = request.country && lines.length > 0 ? null : await readSettings(ctx)
  const country = request.country ?? settings!.country
  const terms = lines.length > 0 ? await readTerms(ctx, lines, country) : NO_TERMS
  const chosen = new Map(request.shipping?.map(({ shopId, methodId }) => [shopId, methodId]))
  const { couponId, cartId } = lines[0] ?? NO_COUPON
  const coupon = couponId ? await findCoupon(ctx, couponId, { cartId, personKeys: personKeysOf(ctx, actor, request.email ?? null) }) : null

  return { country, currency: lines[0]?.currency ?? settings!.currency, ...priceCart(lines, terms, chosen, coupon) }
}

const NO_TERMS = { shipping: [], standardRateBps: 0, categoryRateBps: new Map<string, number>() }
const NO_COUPON = { couponId: null, cartId: '' }
