import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { presentPicture, type ShownFile } from '#server/domains/files'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor } from '#server/platform/database/keyset'
import type { OwnProductPage, OwnProductQuery } from '#shared/contracts/catalog'
import type { ProductStatus } from '#shared/lifecycles/product'

interface Row extends Record<string, unknown> {
  id: string
  slug: string
  title: string
  status: ProductStatus
  face: (ShownFile & { alt: string }) | null
  minPriceMinor: number
  maxPriceMinor: number
  currency: string
  variantCount: number
  left: number | null
  soldCount: number
  updatedAt: string
}

/** A shop's products in every state, the newest first; for its members. */
export async function listOwnProducts(ctx: Context, actor: Actor, shopId: string, query: OwnProductQuery): Promise<OwnProductPage> {
  await requireMember(ctx, actor, shopId)
  const last = query.cursor ? decodeCursor(query.cursor, z.tuple([z.uuid()]))[0] : null

  const rows = await ctx.db.execute<Row>(sql`
    select p.id, p.slug, p.title, p.status, p.sold_count as "soldCount",
      to_char(p.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt", offer.*, (
        select json_build_object('alt', coalesce(nullif(shown.alt, ''), p.title), 'width', f.width, 'height', f.height,
          'placeholder', f.placeholder, 'renditions', f.renditions)
        from product_images shown join files f on f.id = shown.file_id where shown.product_id = p.id order by shown.position limit 1
      ) as face
    from products p join lateral (
      select min(v.price_minor)::float8 as "minPriceMinor", max(v.price_minor)::float8 as "maxPriceMinor", min(v.currency) as currency,
        count(*)::int as "variantCount", (sum(greatest(level.on_hand - level.reserved, 0)) filter (where level.tracked))::int as "left"
      from variants v join stock_levels level on level.variant_id = v.id where v.product_id = p.id
    ) offer on true
    where p.shop_id = ${shopId}::uuid ${query.status ? sql`and p.status = ${query.status}` : sql``} ${last ? sql`and p.id < ${last}::uuid` : sql``}
    order by p.id desc limit ${query.limit + 1}`)

  const { items, nextCursor } = cutPage(rows, query.limit, ({ id }) => [id])
  return { items: items.map(({ face, ...product }) => ({ ...product, picture: face && presentPicture(face, face.alt) })), nextCursor }
}
