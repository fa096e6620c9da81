import { asc, eq, sql } from 'drizzle-orm'
import { isDeepStrictEqual } from 'node:util'
import { productOptions, products } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { productInputSchema, type ProductFields, type ProductInput } from '#shared/contracts/product-editor'
import { attributesMissing, editedElsewhere, productIncomplete, wordsBanned } from './catalog-errors'
import { attributesOfCategory, missingAttributes } from './category-attributes'
import { lockOwnProduct, type ProductRow } from './catalog-locks'
import { bannedWordsIn } from './check-product'
import { insertOptions } from './create-product'
import { namingClashes } from './name-clashes'
import { leaveAddress } from './product-address'
import { productColumns } from './product-columns'
import { refreshListings } from './refresh-listings'
import { saveVariants } from './save-variants'
import { replaceImages } from './set-product-images'

/** What whoever saves has seen before. */
export interface Expected {
  /** The save is refused when it is another by now. */
  version?: number
  /** The shop it was found in. */
  shopId?: string
  /** What its category has come to require since, it need not say yet; what it says and is asked no more may stay. */
  gapsStay?: boolean
}

/**
 * Makes a product what the input says, with its variants, stock and pictures, or changes nothing at all; a save of what
 * it is already writes nothing. Variants are known by what is chosen, then by their SKU, so that a renamed value keeps
 * its stock and its orders. Throws `catalog.edited_elsewhere`, `catalog.slug_taken`, `catalog.sku_taken`,
 * `catalog.variant_in_use`, `catalog.stock_promised`, and for a live product `catalog.product_incomplete` without a category
 * and `catalog.attributes_missing` without what that one requires, and `catalog.words_banned` for words that are new.
 */
export function saveProduct(
  ctx: Context,
  actor: Actor,
  productId: string,
  input: ProductInput,
  expected: Expected = {},
): Promise<ProductRow> {
  const fields = productInputSchema.parse(input)

  return namingClashes(() =>
    inTransaction(ctx, async (ctx) => {
      const product = await lockOwnProduct(ctx, actor, productId, expected.shopId)
      if (expected.version !== undefined && expected.version !== product.version) throw editedElsewhere(product.version)
      if (product.status === 'live' && !fields.categoryId) throw productIncomplete(['category'])

      const banned = product.status === 'live' ? await bannedWordsIn(ctx, product) : []
      const columns = await changedColumns(ctx, product, fields, expected.gapsStay)
      if (product.status === 'live') await refuseGaps(ctx, product, { ...product, ...columns }, expected.gapsStay)
      const changed = [
        Object.keys(columns).length > 0,
        await saveOptions(ctx, productId, fields.options),
        await saveVariants(ctx, actor, product, fields.variants),
        fields.images !== undefined && (await replaceImages(ctx, product, fields.images)),
      ]
      if (!changed.includes(true)) return product

      const [saved] = await ctx.db
        .update(products)
        .set({ ...columns, version: sql`${products.version} + 1`, updatedAt: ctx.now })
        .where(eq(products.id, productId))
        .returning()
      if (product.status === 'live') {
        await refuseWords(ctx, saved!, banned)
        await announce(ctx, productId)
      }
      return saved!
    }),
  )
}

async function refuseGaps(ctx: Context, before: ProductRow, { categoryId, attributeValues }: ProductRow, gapsStay = false): Promise<void> {
  const asked = await attributesOfCategory(ctx, categoryId!)
  const stays = ({ key }: { key: string }) => gapsStay && categoryId === before.categoryId && !Object.hasOwn(before.attributeValues, key)
  const missing = missingAttributes(asked, attributeValues).filter((attribute) => !stays(attribute))
  if (missing.length > 0) throw attributesMissing(missing)
}

/** Nobody reviews a live product again, so no word comes into it that would have kept it from going live. */
async function refuseWords(ctx: Context, saved: ProductRow, before: readonly string[]): Promise<void> {
  const words = (await bannedWordsIn(ctx, saved)).filter((word) => !before.includes(word))
  if (words.length > 0) throw wordsBanned(words)
}

async function announce(ctx: Context, productId: string): Promise<void> {
  await refreshListings(ctx, [productId])
  await ctx.queue.publish(ctx.db, 'product.changed', { productId })
}

async function changedColumns(ctx: Context, product: ProductRow, fields: ProductFields, gapsStay = false) {
  const { slug = product.slug } = fields
  await leaveAddress(ctx, product, slug)
  const wished = { ...(await productColumns(ctx, fields, gapsStay ? product : undefined)), slug }
  return Object.fromEntries(Object.entries(wished).filter(([name, value]) => !isDeepStrictEqual(product[name as keyof ProductRow], value)))
}

async function saveOptions(ctx: Context, productId: string, options: ProductFields['options']): Promise<boolean> {
  const shown = await ctx.db
    .select({ name: productOptions.name, values: productOptions.values })
    .from(productOptions)
    .where(eq(productOptions.productId, productId))
    .orderBy(asc(productOptions.position))
  if (isDeepStrictEqual(shown, options)) return false

  await ctx.db.delete(productOptions).where(eq(productOptions.productId, productId))
  await insertOptions(ctx, productId, options)
  return true
}
