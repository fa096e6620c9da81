import { eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { products } from '#db/schema'
import { presentPicture, type ShownFile } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import { idSchema } from '#shared/contracts/common'
import type { ReviewedProduct, ReviewQueue, ReviewQueueQuery } from '#shared/contracts/product-lifecycle'
import { reviewNotYours } from './catalog-errors'
import type { ProductRow } from './catalog-locks'
import { mayReviewProducts } from './catalog-policy'
import { attributesOfCategory } from './category-attributes'
import { checkProduct } from './check-product'

type Row = Pick<ReviewedProduct, 'minPriceMinor' | 'maxPriceMinor' | 'currency' | 'variantCount' | 'shop' | 'categories'> &
  Record<string, unknown> & { id: string; submittedAt: string; gallery: (ShownFile & { alt: string })[] }

/** Products that wait for a word, the longest first, with what the automatic checks say; for who reviews. */
export async function listProductsToReview(ctx: Context, actor: Actor, query: ReviewQueueQuery): Promise<ReviewQueue> {
  if (!mayReviewProducts(actor)) throw reviewNotYours()
  const last = query.cursor ? decodeCursor(query.cursor, z.tuple([momentKeySchema, idSchema])) : null

  const [found, total] = await Promise.all([
    ctx.db.execute<Row>(sql`
      select p.id, to_char(p.submitted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "submittedAt", offer.*,
        json_build_object('id', s.id, 'slug', s.slug, 'name', s.name, 'status', s.status) as shop,
        coalesce((
          select json_agg(above.name order by length(above.path))
          from categories own join categories above on own.path = above.path or starts_with(own.path, above.path || '/')
          where own.id = p.category_id
        ), '[]') as categories,
        coalesce((
          select json_agg(json_build_object('alt', coalesce(nullif(shown.alt, ''), p.title), 'width', f.width, 'height', f.height,
            'placeholder', f.placeholder, 'renditions', f.renditions) order by shown.position)
          from product_images shown join files f on f.id = shown.file_id where shown.product_id = p.id
        ), '[]') as gallery
      from products p join shops s on s.id = p.shop_id join lateral (
        select min(v.price_minor)::float8 as "minPriceMinor", max(v.price_minor)::float8 as "maxPriceMinor", min(v.currency) as currency,
          count(*)::int as "variantCount"
        from variants v where v.product_id = p.id
      ) offer on true
      where p.status = 'in_review' ${last ? sql`and (p.submitted_at, p.id) > (${last[0]}::timestamptz, ${last[1]}::uuid)` : sql``}
      order by p.submitted_at, p.id limit ${query.limit + 1}`),
    ctx.db.$count(products, eq(products.status, 'in_review')),
  ])

  const { items, nextCursor } = cutPage(found, query.limit, ({ submittedAt, id }) => [submittedAt, id])
  const rows = await ctx.db
    .select()
    .from(products)
    .where(
      inArray(
        products.id,
        items.map(({ id }) => id),
      ),
    )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return { items: await Promise.all(items.map((item) => present(ctx, item, byId.get(item.id)!))), nextCursor, total }
}

async function present(ctx: Context, { gallery, ...item }: Row, product: ProductRow): Promise<ReviewedProduct> {
  const { title, description, brand, tags, version } = product
  const [asked, findings] = await Promise.all([
    product.categoryId ? attributesOfCategory(ctx, product.categoryId) : [],
    checkProduct(ctx, product),
  ])
  const said = asked.flatMap(({ key, name, unit }) => {
    const value = product.attributeValues[key]
    return value === undefined ? [] : [{ name, value: unit ? `${value} ${unit}` : String(value) }]
  })
  return {
    ...item,
    title,
    description,
    brand,
    tags,
    version,
    attributes: [...said, ...product.attributes],
    pictures: gallery.map((file) => presentPicture(file, file.alt)),
    findings,
  }
}
