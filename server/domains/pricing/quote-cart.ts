import { defaultCountry } from '#server/domains/accounts'
import { readCart } from '#server/domains/cart'
import { findCoupon, personKeysOf } from '#server/domains/coupons'
import { readSettings } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { QuoteRequest } from '#shared/contracts/checkout'
import type { PricesShown } from '#shared/prices-shown'
import { priceCart, priceLine, type PricedCart, type PricedLine, type Terms } from './price-cart'
import { readTerms } from './read-terms'

export interface QuoteCart extends PricedCart {
  country: string
  currency: string
  pricesShown: PricesShown
  /** What is kept for later, the newest first. */
  saved: PricedLine[]
}

/** Where it is sent and how, and whose address its buyer gives: a coupon may be for one use a person. */
export type WantedQuote = Partial<QuoteRequest> & { email?: string }

/**
 * What the actor's cart costs, sent to a country: at most three queries, and one more for its coupon. Without a country, which is
 * one more for whoever is signed in, it is that of the address they keep as the default, or else the one where buyers are taken to be. A shop whose way of sending was not chosen, or is not to be had, gets its cheapest.
 */
export async function quoteCart(ctx: Context, actor: Actor, request: WantedQuote): Promise<QuoteCart> {
  const all = await readCart(ctx, actor)
  const lines = all.filter(({ isSaved }) => !isSaved)
  const settings = request.country && all.length > 0 ? null : await readSettings(ctx)
  const country = request.country ?? (await defaultCountry(ctx, actor)) ?? settings!.country
  const terms = all.length > 0 ? await readTerms(ctx, all, country) : { ...NO_TERMS, pricesShown: settings!.pricesShown }
  const chosen = new Map(request.shipping?.map(({ shopId, methodId }) => [shopId, methodId]))
  const { couponId, cartId } = lines[0] ?? NO_COUPON
  const coupon = couponId ? await findCoupon(ctx, couponId, { cartId, personKeys: personKeysOf(ctx, actor, request.email ?? null) }) : null

  return {
    country,
    currency: all[0]?.currency ?? settings!.currency,
    pricesShown: terms.pricesShown,
    ...priceCart(lines, terms, chosen, coupon),
    saved: all.flatMap((line) => (line.isSaved ? [priceLine(line, terms)] : [])).toReversed(),
  }
}

const NO_TERMS: Omit<Terms, 'pricesShown'> = { shipping: [], elsewhere: new Map(), standardRateBps: 0, categoryRateBps: new Map() }
const NO_COUPON = { couponId: null, cartId: '' }
