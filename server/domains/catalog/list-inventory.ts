import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { presentPicture, type ShownFile } from '#server/domains/files'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor } from '#server/platform/database/keyset'
import type { InventoryFilter, InventoryItem, InventoryPage, InventoryQuery } from '#shared/contracts/inventory'
import { variantNotFound } from './catalog-errors'
import { isFoundBy } from './found-by-words'

type Row = Omit<InventoryItem, 'picture'> & Record<string, unknown> & { face: (ShownFile & { alt: string }) | null }

/** Only what is on sale runs out. */
const isLow = sql`p.status = 'live' and level.tracked and not level.backorder and level.on_hand - level.reserved <= level.low_at`
const isOut = sql`p.status = 'live' and level.tracked and not level.backorder and level.on_hand <= level.reserved`
const rows = sql`variants v join products p on p.id = v.product_id join stock_levels level on level.variant_id = v.id`
/** By title; the variants of a product as they are shown. */
const order = sql`lower(p.title), p.id, v.position, v.id`

/** The variants of a shop with their counters, for its members; archived products are not looked after. */
export async function listInventory(ctx: Context, actor: Actor, shopId: string, query: InventoryQuery): Promise<InventoryPage> {
  await requireMember(ctx, actor, shopId)
  const last = query.cursor ? decodeCursor(query.cursor, z.tuple([z.uuid()]))[0] : null

  const [found, [counts]] = await Promise.all([
    readInventory(ctx, shopId, query, { last, limit: query.limit + 1 }),
    ctx.db.execute<InventoryPage['counts'] & Record<string, unknown>>(sql`
      select count(*)::int as all, count(*) filter (where ${isLow})::int as low, count(*) filter (where ${isOut})::int as out
      from ${rows} where ${isKept(shopId)} and ${isFoundBy(query.q)}`),
  ])
  return { ...cutPage(found, query.limit, ({ variantId }) => [variantId]), counts: counts! }
}

/** One variant of a shop with its counters, for its members. */
export async function getInventoryItem(ctx: Context, actor: Actor, shopId: string, variantId: string): Promise<InventoryItem> {
  await requireMember(ctx, actor, shopId)
  const [row] = await ctx.db.execute<Row>(
    sql`select ${columns} from ${rows} where v.shop_id = ${shopId}::uuid and v.id = ${variantId}::uuid`,
  )
  if (!row) throw variantNotFound()
  return present(row)
}

const EXPORTED_AT_ONCE = 500

/** Everything that a filter leaves over, part by part; who may not see it is refused before the first. */
export async function exportInventory(
  ctx: Context,
  actor: Actor,
  shopId: string,
  filter: InventoryFilter,
): Promise<AsyncIterable<InventoryItem[]>> {
  await requireMember(ctx, actor, shopId)

  return (async function* () {
    // In order once: neither is all of it sorted for every part, nor lost what follows a variant that goes meanwhile.
    const listed = await ctx.db.execute<{ id: string }>(
      sql`select v.id from ${rows} where ${isKept(shopId)} and ${isMeant(filter)} order by ${order}`,
    )
    for (let start = 0; start < listed.length; start += EXPORTED_AT_ONCE) {
      const ids = sql`${sql.param(listed.slice(start, start + EXPORTED_AT_ONCE).map(({ id }) => id))}::uuid[]`
      const found = await ctx.db.execute<Row>(sql`
        select ${columns} from ${rows} where v.shop_id = ${shopId}::uuid and v.id = any(${ids}) order by array_position(${ids}, v.id)`)
      yield found.map(present)
    }
  })()
}

const isMeant = ({ q, stock }: InventoryFilter): SQL =>
  sql`${isFoundBy(q)} and ${stock === 'low' ? isLow : stock === 'out' ? isOut : sql`true`}`

const columns = sql`v.id as "variantId", p.id as "productId", p.slug as "productSlug", p.title, p.status, v.option_key as "optionLabel", v.sku,
  level.tracked, level.backorder, level.on_hand as "onHand", level.reserved, level.low_at as "lowAt",
  case when level.tracked then greatest(level.on_hand - level.reserved, 0) end as available, (
    select json_build_object('alt', coalesce(nullif(shown.alt, ''), p.title), 'width', f.width, 'height', f.height,
      'placeholder', f.placeholder, 'renditions', f.renditions)
    from product_images shown join files f on f.id = shown.file_id
    where shown.product_id = p.id order by shown.position = v.image_position desc nulls last, shown.position limit 1
  ) as face`

const isKept = (shopId: string): SQL => sql`v.shop_id = ${shopId}::uuid and p.status <> 'archived'`

async function readInventory(
  ctx: Context,
  shopId: string,
  filter: InventoryFilter,
  { last, limit }: { last: string | null; limit: number },
): Promise<InventoryItem[]> {
  const goesOn = sql`(${order}) > (select ${order} from ${rows} where v.shop_id = ${shopId}::uuid and v.id = ${last}::uuid)`
  const found = await ctx.db.execute<Row>(sql`
    select ${columns} from ${rows}
    where ${isKept(shopId)} and ${isMeant(filter)} ${last ? sql`and ${goesOn}` : sql``}
    order by ${order} limit ${limit}`)
  return found.map(present)
}

const present = ({ face, ...item }: Row): InventoryItem => ({ ...item, picture: face && presentPicture(face, face.alt) })
