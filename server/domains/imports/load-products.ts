import { sql, type SQL } from 'drizzle-orm'
import type { Rendition } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { AttributeValues } from '#shared/category-attributes'
import type { ProductStatus } from '#shared/lifecycles/product'

export interface CurrentVariant {
  sku: string
  optionValues: string[]
  priceMinor: number
  compareAtMinor: number | null
  weightGrams: number
  imagePosition: number | null
  onHand: number
  tracked: boolean
  backorder: boolean
  lowAt: number
}

/** A product of the shop with all that a file can say of it. */
export interface CurrentProduct extends Record<string, unknown> {
  id: string
  /** How the export calls it: by its import handle, else by its address. */
  handle: string
  slug: string
  importHandle: string | null
  status: ProductStatus
  /** One more with each change of what a seller says of it. */
  version: number
  title: string
  description: string
  brand: string
  categoryId: string | null
  categoryPath: string | null
  attributes: { name: string; value: string }[]
  attributeValues: AttributeValues
  tags: string[]
  seoTitle: string
  seoDescription: string
  orderMin: number
  orderMax: number | null
  orderStep: number
  options: { name: string; values: string[] }[]
  variants: CurrentVariant[]
  images: { fileId: string; alt: string; key: string; renditions: Rendition[] }[]
}

/** Products of a shop in the order in which they were made, at most `limit`, after `last`. */
export const pageOfProducts = (ctx: Context, shopId: string, last: string | null, limit: number): Promise<CurrentProduct[]> =>
  load(ctx, sql`p.shop_id = ${shopId} and (${last}::uuid is null or p.id > ${last}::uuid)`, sql`limit ${limit}`)

export async function loadProduct(ctx: Context, shopId: string, productId: string): Promise<CurrentProduct | null> {
  const [product] = await load(ctx, sql`p.shop_id = ${shopId} and p.id = ${productId}`)
  return product ?? null
}

/** How the export calls a product that nothing else names; written so that its id is looked up and not compared with all. */
const BY_ID = '^id:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'

/** The products that the handles of a file mean: by import handle, else by address, else by one they had before. */
export async function findProducts(ctx: Context, shopId: string, handles: readonly string[]): Promise<Map<string, CurrentProduct>> {
  if (handles.length === 0) return new Map()
  const wanted = sql`unnest(${sql.param([...handles])}::text[]) as wanted (handle)`
  const found = await ctx.db.execute<{ handle: string; id: string }>(sql`
    select distinct on (wanted.handle) wanted.handle, p.id from ${wanted}
    join lateral (
      select p.id, 1 as rank from products p where p.shop_id = ${shopId} and p.import_handle = wanted.handle
      union all select p.id, 2 from products p where p.shop_id = ${shopId} and p.slug = wanted.handle
      union all select p.id, 3 from products p where p.shop_id = ${shopId} and p.id = case when wanted.handle ~ ${BY_ID} then substr(wanted.handle, 4)::uuid end
      union all select p.id, 4 from slug_history h join products p on p.id = h.target_id
        where h.kind = 'product' and h.slug = wanted.handle and p.shop_id = ${shopId}
    ) p on true
    order by wanted.handle, p.rank`)
  if (found.length === 0) return new Map()
  const ids = [...new Set(found.map(({ id }) => id))]
  const products = new Map((await load(ctx, sql`p.id = any(${sql.param(ids)}::uuid[])`)).map((product) => [product.id, product]))
  return new Map(found.map(({ handle, id }) => [handle, products.get(id)!]))
}

/** Two products may come to share a name, one as its handle and one as its address: then the second is called by its id. */
const load = async (ctx: Context, condition: SQL, limit = sql``): Promise<CurrentProduct[]> => [
  ...(await ctx.db.execute<CurrentProduct>(sql`
    select p.id, p.slug, p.import_handle as "importHandle", p.status, p.version, p.title, p.description, p.brand,
      coalesce(p.import_handle, case when exists (
        select from products other where other.shop_id = p.shop_id and other.import_handle = p.slug and other.id <> p.id
      ) then 'id:' || p.id else p.slug end) as handle,
      p.category_id as "categoryId", c.path as "categoryPath", p.attributes, p.attribute_values as "attributeValues", p.tags,
      p.seo_title as "seoTitle", p.seo_description as "seoDescription", p.order_min as "orderMin", p.order_max as "orderMax", p.order_step as "orderStep",
      (
        select coalesce(jsonb_agg(jsonb_build_object('name', o.name, 'values', o.values) order by o.position), '[]'::jsonb)
        from product_options o where o.product_id = p.id
      ) as options,
      (
        select coalesce(jsonb_agg(jsonb_build_object(
          'sku', v.sku, 'optionValues', v.option_values, 'priceMinor', v.price_minor, 'compareAtMinor', v.compare_at_minor,
          'weightGrams', v.weight_grams, 'imagePosition', v.image_position, 'onHand', level.on_hand, 'tracked', level.tracked,
          'backorder', level.backorder, 'lowAt', level.low_at
        ) order by v.position, v.id), '[]'::jsonb)
        from variants v join stock_levels level on level.variant_id = v.id where v.product_id = p.id
      ) as variants,
      (
        select coalesce(jsonb_agg(jsonb_build_object(
          'fileId', f.id, 'alt', shown.alt, 'key', f.key, 'renditions', f.renditions
        ) order by shown.position), '[]'::jsonb)
        from product_images shown join files f on f.id = shown.file_id where shown.product_id = p.id
      ) as images
    from products p left join categories c on c.id = p.category_id
    where ${condition} order by p.id ${limit}`)),
]
