import { productOptions, products } from '#db/schema'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { productInputSchema, type ProductFields, type ProductInput } from '#shared/contracts/product-editor'
import { productSlugTaken } from './catalog-errors'
import type { ProductRow, VariantRow } from './catalog-locks'
import { insertVariants } from './insert-variants'
import { namingClashes } from './name-clashes'
import { freeAddresses } from './product-address'
import { productColumns } from './product-columns'
import { replaceImages } from './set-product-images'

export interface CreatedProduct {
  product: ProductRow
  /** In the order of the input. */
  variants: VariantRow[]
}

/**
 * Adds a product to a shop, as a draft, with its options, variants, pictures and first stock. Prices are in the currency
 * of the marketplace. Throws `catalog.slug_taken` and `catalog.sku_taken`.
 */
export function createProduct(ctx: Context, actor: Actor, shopId: string, input: ProductInput): Promise<CreatedProduct> {
  const fields = productInputSchema.parse(input)

  return namingClashes(() =>
    inTransaction(ctx, async (ctx) => {
      await requireMember(ctx, actor, shopId, 'manager')

      const product = await insertProduct(ctx, shopId, fields)
      await insertOptions(ctx, product.id, fields.options)
      const variants = await insertVariants(
        ctx,
        actor,
        product,
        fields.variants.map((variant, position) => ({ ...variant, position })),
      )
      if (fields.images) await replaceImages(ctx, product, fields.images)
      return { product, variants }
    }),
  )
}

async function insertProduct(ctx: Context, shopId: string, input: ProductFields): Promise<ProductRow> {
  const { title, slug: wished } = input
  const id = ctx.newId()
  const values = { id, shopId, ...(await productColumns(ctx, input)), createdAt: ctx.now, updatedAt: ctx.now }
  for (const slug of await freeAddresses(ctx, id, title, wished)) {
    const [product] = await ctx.db
      .insert(products)
      .values({ ...values, slug })
      .onConflictDoNothing({ target: products.slug })
      .returning()
    if (product) return product
  }
  throw productSlugTaken(wished ?? title)
}

/** Writes what a product without options can be chosen by, in this order. */
export async function insertOptions(ctx: Context, productId: string, options: ProductFields['options']): Promise<void> {
  if (options.length === 0) return
  await ctx.db.insert(productOptions).values(options.map((option, position) => ({ id: ctx.newId(), productId, position, ...option })))
}
