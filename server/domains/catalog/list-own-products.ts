import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { presentPicture, type ShownFile } from '#server/domains/files'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor } from '#server/platform/database/keyset'
import type { OwnProduct, OwnProductPage, OwnProductQuery, OwnProductSort } from '#shared/contracts/product-lifecycle'
import { PRODUCT_STATUSES, type ProductStatus } from '#shared/lifecycles/product'
import { isFoundBy } from './found-by-words'

type Row = Omit<OwnProduct, 'picture'> & Record<string, unknown> & { face: (ShownFile & { alt: string }) | null }

/** What each order goes by; ties are broken by the id in the same direction. Stock that nobody counts comes last. */
const ORDERS: Record<OwnProductSort, { key: SQL; direction: 'asc' | 'desc' }> = {
  newest: { key: sql`p.id`, direction: 'desc' },
  title: { key: sql`lower(p.title)`, direction: 'asc' },
  stock: { key: sql`coalesce(offer.left, 2147483647)`, direction: 'asc' },
  price: { key: sql`offer.min_price`, direction: 'asc' },
  sold: { key: sql`p.sold_count`, direction: 'desc' },
}

/** A shop's products in every state, for its members; with how many there are of each status. */
export async function listOwnProducts(ctx: Context, actor: Actor, shopId: string, query: OwnProductQuery): Promise<OwnProductPage> {
  await requireMember(ctx, actor, shopId)

  const [rows, counted] = await Promise.all([
    ctx.db.execute<Row>(pageStatement(shopId, query)),
    ctx.db.execute<{ status: ProductStatus; count: number }>(sql`
      with ${offerOf(shopId)}
      select p.status, count(*)::int as count from products p join offer on offer.product_id = p.id
      where p.shop_id = ${shopId}::uuid and ${isMeant(query)} group by p.status`),
  ])

  const counts = new Map(counted.map(({ status, count }) => [status, count]))
  const { items, nextCursor } = cutPage(rows, query.limit, ({ id }) => [id])
  return {
    items: items.map(({ face, ...product }) => ({ ...product, picture: face && presentPicture(face, face.alt) })),
    nextCursor,
    counts: Object.fromEntries(PRODUCT_STATUSES.map((status) => [status, counts.get(status) ?? 0])) as OwnProductPage['counts'],
  }
}

/** The page after the last row that was shown; where that one stands by now is looked up. */
function pageStatement(shopId: string, query: OwnProductQuery) {
  const last = query.cursor ? decodeCursor(query.cursor, z.tuple([z.uuid()]))[0] : null
  const { key, direction } = ORDERS[query.sort]
  const isAfter = sql.raw(direction === 'asc' ? '>' : '<')
  const goesOn = sql`(${key}, p.id) ${isAfter} (
    select ${key}, p.id from products p join offer on offer.product_id = p.id where p.shop_id = ${shopId}::uuid and p.id = ${last}::uuid
  )`

  return sql`
    with ${offerOf(shopId)}
    select p.id, p.slug, p.title, p.status, p.rejection_reason as "rejectionReason", category.name as category, p.sold_count as "soldCount",
      to_char(p.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt",
      offer.min_price::float8 as "minPriceMinor", offer.max_price::float8 as "maxPriceMinor", offer.currency,
      offer.variant_count as "variantCount", offer.left, case when offer.is_out then 'out' when offer.is_low then 'low' else 'ok' end as stock, (
        select json_build_object('alt', coalesce(nullif(shown.alt, ''), p.title), 'width', f.width, 'height', f.height,
          'placeholder', f.placeholder, 'renditions', f.renditions)
        from product_images shown join files f on f.id = shown.file_id where shown.product_id = p.id order by shown.position limit 1
      ) as face
    from products p join offer on offer.product_id = p.id left join categories category on category.id = p.category_id
    where p.shop_id = ${shopId}::uuid and ${isMeant(query)}
      ${query.status ? sql`and p.status = ${query.status}` : sql``} ${last ? sql`and ${goesOn}` : sql``}
    order by ${key} ${sql.raw(direction)}, p.id ${sql.raw(direction)} limit ${query.limit + 1}`
}

/** What the variants of each product of a shop come to. */
const offerOf = (shopId: string) => sql`offer as (
  select v.product_id, min(v.price_minor) as min_price, max(v.price_minor) as max_price, min(v.currency) as currency,
    count(*)::int as variant_count, (sum(greatest(level.on_hand - level.reserved, 0)) filter (where level.tracked))::int as left,
    not bool_or(not level.tracked or level.backorder or level.on_hand > level.reserved) as is_out,
    bool_or(level.tracked and not level.backorder and level.on_hand - level.reserved <= level.low_at) as is_low
  from variants v join stock_levels level on level.variant_id = v.id where v.shop_id = ${shopId}::uuid group by v.product_id
)`

function isMeant({ q, categoryId, stock }: OwnProductQuery): SQL {
  const isInCategory = sql`p.category_id in (
    select below.id from categories top join categories below on below.path = top.path or starts_with(below.path, top.path || '/')
    where top.id = ${categoryId}::uuid
  )`
  return sql`${isFoundBy(q)} and ${categoryId ? isInCategory : sql`true`}
    and ${stock === 'out' ? sql`offer.is_out` : stock === 'low' ? sql`offer.is_low` : sql`true`}`
}
