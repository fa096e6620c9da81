import type { z } from 'zod'
import { priceHistory, productOptions, products, variants } from '#db/schema'
import { readSettings } from '#server/domains/settings'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction, sqlState } from '#server/platform/database/in-transaction'
import { createProductSchema, type CreateProduct } from '#shared/contracts/catalog'
import { productSlugTaken, skuTaken } from './catalog-errors'
import { cleanRichText } from './clean-rich-text'
import type { ProductRow, VariantRow } from './catalog-locks'
import { openStock } from './open-stock'
import { freeAddresses } from './product-address'

type NewProduct = z.output<typeof createProductSchema>

const UNIQUE_VIOLATION = '23505'

export interface CreatedProduct {
  product: ProductRow
  /** In the order of the input. */
  variants: VariantRow[]
}

/**
 * Adds a product to a shop, as a draft, with its options, variants and first stock. Prices are in the currency of
 * the marketplace. Throws `catalog.slug_taken` and `catalog.sku_taken`.
 */
export async function createProduct(ctx: Context, actor: Actor, shopId: string, input: CreateProduct): Promise<CreatedProduct> {
  const parsed = createProductSchema.parse(input)
  try {
    return await inTransaction(ctx, async (ctx) => {
      await requireMember(ctx, actor, shopId, 'manager')

      const product = await insertProduct(ctx, shopId, parsed)
      await insertOptions(ctx, product.id, parsed.options)
      const rows = await insertVariants(ctx, product, parsed.variants)
      await openStock(
        ctx,
        actor,
        parsed.variants.map(({ onHand, tracked, backorder, lowAt }, index) => ({
          variantId: rows[index]!.id,
          onHand,
          tracked,
          backorder,
          lowAt,
        })),
      )
      return { product, variants: rows }
    })
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw skuTaken()
    throw error
  }
}

async function insertProduct(ctx: Context, shopId: string, input: NewProduct): Promise<ProductRow> {
  const { title, slug: wished, description, categoryId, brand, attributes } = input
  const id = ctx.newId()
  const at = { createdAt: ctx.now, updatedAt: ctx.now }
  for (const slug of await freeAddresses(ctx, id, title, wished)) {
    const [product] = await ctx.db
      .insert(products)
      .values({ id, shopId, slug, title, description: cleanRichText(description), categoryId, brand, attributes, ...at })
      .onConflictDoNothing({ target: products.slug })
      .returning()
    if (product) return product
  }
  throw productSlugTaken(wished ?? title)
}

async function insertOptions(ctx: Context, productId: string, options: NewProduct['options']): Promise<void> {
  if (options.length === 0) return
  await ctx.db.insert(productOptions).values(options.map((option, position) => ({ id: ctx.newId(), productId, position, ...option })))
}

async function insertVariants(ctx: Context, product: ProductRow, input: NewProduct['variants']): Promise<VariantRow[]> {
  const { currency } = await readSettings(ctx)
  const rows = await ctx.db
    .insert(variants)
    .values(
      input.map(({ optionValues, sku, priceMinor, compareAtMinor, weightGrams, imagePosition }, position) => ({
        id: ctx.newId(),
        productId: product.id,
        shopId: product.shopId,
        optionKey: optionValues.join(' / '),
        optionValues,
        sku,
        priceMinor,
        compareAtMinor,
        currency,
        weightGrams,
        imagePosition,
        position,
      })),
    )
    .returning()
  await ctx.db
    .insert(priceHistory)
    .values(
      rows.map(({ id, priceMinor, compareAtMinor }) => ({ id: ctx.newId(), variantId: id, priceMinor, compareAtMinor, since: ctx.now })),
    )
  return rows.sort((one, other) => one.position - other.position)
}
