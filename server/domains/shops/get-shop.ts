import { sql } from 'drizzle-orm'
import type { Rendition } from '#db/schema'
import { presentPicture } from '#server/domains/files'
import { shownRateSql } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import type { PostalAddress } from '#shared/contracts/address'
import type { ShopCard } from '#shared/contracts/catalog'
import type { ShopView } from '#shared/contracts/shops'
import type { ShopStatus } from '#shared/lifecycles/shop'
import { toProse } from '#shared/prose'
import { averageRating } from '#shared/ratings'
import { estimateOf, zonesSql, type ShopZone } from './shipping-zones'
import { shopGone, shopNotFound } from './shops-errors'

/** A shop's page without its products. */
export type ShopDetails = Omit<ShopView, 'products'> & { id: string }

interface PictureJson {
  placeholder: string | null
  renditions: Rendition[]
  width: number | null
  height: number | null
}

interface CardJson extends Record<string, unknown> {
  slug: string
  name: string
  tagline: string
  country: string
  ratingSum: number
  ratingCount: number
  logo: PictureJson | null
  banner: PictureJson | null
}

interface Row extends CardJson {
  id: string
  status: ShopStatus
  about: string
  shipFrom: string
  shippingPolicy: string
  returnPolicy: string
  returnDays: number
  legalName: string
  address: PostalAddress | null
  memberSince: string
  closedUntil: string | null
  zones: ShopZone[]
  /** What of the price of sending is not shown, in basis points as tax is; 0 where prices are shown with tax. */
  shownRateBps: number
}

const cardColumns = sql`s.slug, s.name, s.tagline, s.country, s.rating_sum as "ratingSum", s.rating_count as "ratingCount",
  case when logo.id is not null then json_build_object(
    'placeholder', logo.placeholder, 'renditions', logo.renditions, 'width', logo.width, 'height', logo.height) end as logo,
  case when banner.id is not null then json_build_object(
    'placeholder', banner.placeholder, 'renditions', banner.renditions, 'width', banner.width, 'height', banner.height) end as banner`

const pictures = sql`left join files logo on logo.id = s.logo_file_id left join files banner on banner.id = s.banner_file_id`
const isoTime = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

/** A shop by its address, also by one that it had before. Throws `shops.gone` once it has closed for good. */
export async function getShop(ctx: Context, slug: string): Promise<ShopDetails> {
  const now = ctx.now.toISOString()
  const [row] = await runPrepared<Row>(
    ctx,
    sql`
    select s.id, s.status, s.about, s.ship_from as "shipFrom", s.shipping_policy as "shippingPolicy", s.return_policy as "returnPolicy",
      s.return_days as "returnDays", s.legal_name as "legalName", s.address, ${isoTime('s.created_at')} as "memberSince", ${cardColumns},
      case when ${now}::timestamptz >= s.closed_from and ${now}::timestamptz < s.closed_to then ${isoTime('s.closed_to')} end as "closedUntil",
      ${zonesSql} as zones, ${shownRateSql(ctx)} as "shownRateBps"
    from shops s ${pictures}
    where s.id = coalesce(
      (select id from shops where slug = ${slug}),
      (select target_id from slug_history where kind = 'shop' and slug = ${slug})
    )`,
  )
  if (!row) throw shopNotFound()
  if (row.status === 'closed') throw shopGone()
  if (row.status !== 'active') throw shopNotFound()

  const { id, about, shipFrom, shippingPolicy, returnPolicy, returnDays, legalName, address, memberSince, closedUntil, zones } = row
  const shipping = zones.flatMap((zone) => zone.methods.map((method) => estimateOf(zones, zone, method, row.shownRateBps)))
  const rest = { shipFrom, shippingPolicy, returnPolicy, returnDays, legalName, address, memberSince, closedUntil, shipping }
  return { id, ...presentShopCard(row), about: toProse(about), ...rest }
}

/** Shops worth a visit: open, with the most reviews first. */
export async function listFeaturedShops(ctx: Context, limit: number): Promise<ShopCard[]> {
  const now = ctx.now.toISOString()
  const rows = await runPrepared<CardJson>(
    ctx,
    sql`
    select ${cardColumns} from shops s ${pictures}
    where s.status = 'active' and (s.closed_from is null or ${now}::timestamptz < s.closed_from or ${now}::timestamptz >= s.closed_to)
    order by s.rating_count desc, s.id
    limit ${limit}`,
  )
  return rows.map(presentShopCard)
}

const presentShopCard = ({ slug, name, tagline, country, logo, banner, ratingSum, ratingCount }: CardJson): ShopCard => ({
  slug,
  name,
  tagline,
  country,
  logo: logo && presentPicture(logo, name),
  banner: banner && presentPicture(banner, ''),
  rating: { average: averageRating(ratingSum, ratingCount), count: ratingCount },
})
