import { priceHistory, variants } from '#db/schema'
import { readSettings } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ProductFields } from '#shared/contracts/product-editor'
import type { ProductRow, VariantRow } from './catalog-locks'
import { openStock } from './open-stock'

export type VariantFields = ProductFields['variants'][number]
/** Where the input lists it; shoppers see the variants in that order. */
export type PlacedVariant = VariantFields & { position: number }

/** What tells the variants of a product apart. */
export const optionKeyOf = (optionValues: readonly string[]) => optionValues.join(' / ')

/** The columns that an input says. */
export const variantColumns = ({ optionValues, sku, priceMinor, compareAtMinor, weightGrams, imagePosition, position }: PlacedVariant) => ({
  optionKey: optionKeyOf(optionValues),
  optionValues,
  sku,
  priceMinor,
  compareAtMinor,
  weightGrams,
  imagePosition,
  position,
})

/** Adds variants with their first price and stock, in the currency of the marketplace; in the order of the input. */
export async function insertVariants(
  ctx: Context,
  actor: Actor,
  product: ProductRow,
  added: readonly PlacedVariant[],
): Promise<VariantRow[]> {
  if (added.length === 0) return []
  const { currency } = await readSettings(ctx)
  const { id: productId, shopId } = product
  const rows = await ctx.db
    .insert(variants)
    .values(added.map((variant) => ({ id: ctx.newId(), productId, shopId, currency, ...variantColumns(variant) })))
    .returning()
  await ctx.db
    .insert(priceHistory)
    .values(
      rows.map(({ id, priceMinor, compareAtMinor }) => ({ id: ctx.newId(), variantId: id, priceMinor, compareAtMinor, since: ctx.now })),
    )
  const ids = new Map(rows.map(({ id, optionKey }) => [optionKey, id]))
  await openStock(
    ctx,
    actor,
    product,
    added.map(({ optionValues, onHand = 0, tracked = true, backorder = false, lowAt = 3 }) => {
      return { variantId: ids.get(optionKeyOf(optionValues))!, onHand, tracked, backorder, lowAt }
    }),
  )
  return rows.sort((one, other) => one.position - other.position)
}
