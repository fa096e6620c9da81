import { eq } from 'drizzle-orm'
import { products, shops, variants } from '#db/schema'
import type { Context } from '#server/platform/context'
import { offerAbovePrice, offerNotForSale } from './offers-errors'

/** A variant as it is sold today. */
export interface OfferedThing {
  variantId: string
  productId: string
  productSlug: string
  title: string
  optionLabel: string
  priceMinor: number
  currency: string
  closedFrom: Date | null
  closedTo: Date | null
}

/** What a shop sells at this moment, kept from being deleted until the transaction ends; throws `offers.not_for_sale`, also for what is another shop's. */
export async function offeredThing(ctx: Context, shopId: string, variantId: string | null): Promise<OfferedThing> {
  const [found] = variantId
    ? await ctx.db
        .select({
          variantId: variants.id,
          productId: products.id,
          productSlug: products.slug,
          title: products.title,
          optionLabel: variants.optionKey,
          priceMinor: variants.priceMinor,
          currency: variants.currency,
          shopId: variants.shopId,
          status: products.status,
          shopStatus: shops.status,
          closedFrom: shops.closedFrom,
          closedTo: shops.closedTo,
        })
        .from(variants)
        .innerJoin(products, eq(products.id, variants.productId))
        .innerJoin(shops, eq(shops.id, variants.shopId))
        .where(eq(variants.id, variantId))
        .for('key share', { of: variants })
    : []
  if (!found || found.shopId !== shopId || found.status !== 'live' || found.shopStatus !== 'active') throw offerNotForSale()
  return found
}

/** Nobody agrees to more than what everybody else pays. */
export function refuseAbovePrice({ priceMinor, currency }: OfferedThing, offer: { unitMinor: number; currency: string }): void {
  if (offer.unitMinor > priceMinor || offer.currency !== currency) throw offerAbovePrice(priceMinor, currency)
}
