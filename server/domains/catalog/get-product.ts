import { sql, type SQL } from 'drizzle-orm'
import type { Rendition } from '#db/schema'
import { presentGalleryPicture, presentPicture, type ShownFile } from '#server/domains/files'
import { pricesShownSql, settingSql, shownRateSql } from '#server/domains/settings'
import { roleInShop, zonesSql, type ShopZone } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import type { CategoryLink, ProductView, VariantView } from '#shared/contracts/catalog'
import type { ProductStatus } from '#shared/lifecycles/product'
import type { ShopStatus } from '#shared/lifecycles/shop'
import { withoutTax } from '#shared/money'
import { fewestOf, mostOf, type OrderRule } from '#shared/order-rule'
import type { PricesShown } from '#shared/prices-shown'
import { averageRating } from '#shared/ratings'
import { countriesReached, methodsTo, offersFor } from '#shared/shipping'
import { productGone, productNotFound } from './catalog-errors'
import { breadcrumbsSql } from './category-places'
import { pastAddresses } from './product-address'
import { availabilityOf, type StockLevel } from './stock-availability'

/** A product's page without what other domains add: its reviews and what is like it. */
export type ProductDetails = Omit<ProductView, 'rating' | 'reviews' | 'related'> & {
  shopId: string
  categoryId: string | null
}

interface Row extends OrderRule, Record<string, unknown> {
  id: string
  slug: string
  status: ProductStatus
  wasLive: boolean
  title: string
  brand: string
  seoTitle: string
  seoDescription: string
  description: string
  attributes: { name: string; value: string }[]
  categoryId: string | null
  updatedAt: string
  breadcrumbs: CategoryLink[]
  options: { name: string; values: string[] }[]
  variants: VariantJson[]
  gallery: (ShownFile & { alt: string; position: number })[]
  shop: ShopJson
  zones: ShopZone[]
  /** The marketplace's. */
  country: string
  pricesShown: PricesShown
  /** What of prices is not shown, in basis points as tax is; 0 where they are shown with tax. */
  shownRateBps: number
  shownShippingRateBps: number
}

interface VariantJson extends StockLevel {
  id: string
  sku: string
  optionValues: string[]
  priceMinor: number
  compareAtMinor: number | null
  currency: string
  weightGrams: number
  imagePosition: number | null
}

interface ShopJson {
  id: string
  slug: string
  name: string
  tagline: string
  status: ShopStatus
  country: string
  shipFrom: string
  ratingSum: number
  ratingCount: number
  shippingPolicy: string
  returnPolicy: string
  returnDays: number
  closedUntil: string | null
  logo: { placeholder: string | null; renditions: Rendition[]; width: number | null; height: number | null } | null
}

/**
 * A product by its address, also by one that it had before, in one query. Throws `catalog.product_gone` for what everyone
 * could see and was archived or deleted, or whose shop has closed; `catalog.product_not_found` for all else that is not to be seen.
 */
export async function getProduct(ctx: Context, slug: string): Promise<ProductDetails> {
  const [row] = await runPrepared<Row>(ctx, productStatement(ctx, idOf(slug)))
  if (!row) throw await goneOrNeverThere(ctx, slug)
  refuseUnlessShown({ ...row, shopStatus: row.shop.status, categoryPath: row.breadcrumbs.at(-1)?.path })
  return present(row)
}

/** A product as its page would show it, in whatever state, for the members of its shop. */
export async function previewProduct(ctx: Context, actor: Actor, shopId: string, productId: string): Promise<ProductDetails> {
  const [row] = await runPrepared<Row>(ctx, productStatement(ctx, sql`${productId}::uuid`))
  if (!row || row.shop.id !== shopId || !(await roleInShop(ctx, actor, shopId))) throw productNotFound()
  return present(row)
}

/** The id of a product that everyone may see, by its address, present or past. Throws as `getProduct` does. */
export async function findProductId(ctx: Context, slug: string): Promise<string> {
  const [row] = await runPrepared<Standing & { id: string }>(
    ctx,
    sql`
    select p.id, p.status, p.published_at is not null as "wasLive", s.status as "shopStatus", c.path as "categoryPath"
    from products p join shops s on s.id = p.shop_id left join categories c on c.id = p.category_id where p.id = ${idOf(slug)}`,
  )
  if (!row) throw await goneOrNeverThere(ctx, slug)
  refuseUnlessShown(row)
  return row.id
}

interface Standing extends Record<string, unknown> {
  status: ProductStatus
  wasLive: boolean
  shopStatus: ShopStatus
  categoryPath?: string | null
}

function refuseUnlessShown({ status, wasLive, shopStatus, categoryPath }: Standing): void {
  const isGone = (status === 'archived' && wasLive) || (status === 'live' && shopStatus === 'closed')
  if (isGone && shopStatus !== 'suspended') throw productGone(categoryPath ?? null)
  if (status !== 'live' || shopStatus !== 'active') throw productNotFound()
}

/** An address outlives a product that was deleted after it could be seen. */
async function goneOrNeverThere(ctx: Context, slug: string): Promise<Error> {
  const [past] = await pastAddresses(ctx, [slug])
  return past ? productGone(null) : productNotFound()
}

/** An address of today wins over one of the past. */
const idOf = (slug: string) => sql`coalesce(
  (select id from products where slug = ${slug}),
  (select target_id from slug_history where kind = 'product' and slug = ${slug})
)`

const productStatement = (ctx: Context, id: SQL) => sql`
  select p.id, p.slug, p.status, p.published_at is not null as "wasLive", p.title, p.brand, p.seo_title as "seoTitle",
    p.seo_description as "seoDescription", p.order_min as "orderMin", p.order_max as "orderMax", p.order_step as "orderStep", p.description, p.attributes, p.category_id as "categoryId",
    to_char(p.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt",
    ${breadcrumbsSql(sql`c.path`)} as breadcrumbs,
    (
      select coalesce(json_agg(json_build_object('name', o.name, 'values', o.values) order by o.position), '[]'::json)
      from product_options o where o.product_id = p.id
    ) as options,
    (
      select json_agg(json_build_object(
        'id', v.id, 'sku', v.sku, 'optionValues', v.option_values, 'priceMinor', v.price_minor, 'compareAtMinor', v.compare_at_minor,
        'currency', v.currency, 'weightGrams', v.weight_grams, 'imagePosition', v.image_position, 'tracked', level.tracked, 'backorder', level.backorder,
        'onHand', level.on_hand, 'reserved', level.reserved, 'lowAt', level.low_at
      ) order by v.position)
      from variants v join stock_levels level on level.variant_id = v.id where v.product_id = p.id
    ) as variants,
    (
      select coalesce(json_agg(json_build_object(
        'alt', coalesce(nullif(shown.alt, ''), p.title), 'position', shown.position, 'width', f.width, 'height', f.height,
        'placeholder', f.placeholder, 'renditions', f.renditions
      ) order by shown.position), '[]'::json)
      from product_images shown join files f on f.id = shown.file_id where shown.product_id = p.id
    ) as gallery,
    json_build_object(
      'id', s.id, 'slug', s.slug, 'name', s.name, 'tagline', s.tagline, 'status', s.status, 'country', s.country, 'shipFrom', s.ship_from,
      'ratingSum', s.rating_sum, 'ratingCount', s.rating_count, 'shippingPolicy', s.shipping_policy, 'returnPolicy', s.return_policy,
      'returnDays', s.return_days, 'closedUntil', case
        when ${ctx.now.toISOString()}::timestamptz >= s.closed_from and ${ctx.now.toISOString()}::timestamptz < s.closed_to
        then to_char(s.closed_to at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end,
      'logo', case when logo.id is not null then json_build_object(
        'placeholder', logo.placeholder, 'renditions', logo.renditions, 'width', logo.width, 'height', logo.height) end
    ) as shop,
    ${zonesSql} as zones, ${settingSql('country')} #>> '{}' as country, ${pricesShownSql()} as "pricesShown",
    ${shownRateSql(ctx, sql`c.path`)} as "shownRateBps", ${shownRateSql(ctx)} as "shownShippingRateBps"
  from products p
  join shops s on s.id = p.shop_id
  left join categories c on c.id = p.category_id
  left join files logo on logo.id = s.logo_file_id
  where p.id = ${id}`

function present(row: Row): ProductDetails {
  const { shop, variants } = row
  const prices = variants.map(({ priceMinor }) => priceMinor)
  const positions = row.gallery.map(({ position }) => position)

  return {
    id: row.id,
    shopId: shop.id,
    categoryId: row.categoryId,
    slug: row.slug,
    title: row.title,
    brand: row.brand,
    seoTitle: row.seoTitle,
    seoDescription: row.seoDescription,
    description: row.description,
    attributes: row.attributes,
    breadcrumbs: row.breadcrumbs,
    gallery: row.gallery.map((file) => presentGalleryPicture(file, file.alt)),
    currency: variants[0]!.currency,
    pricesShown: row.pricesShown,
    minPriceMinor: Math.min(...prices),
    maxPriceMinor: Math.max(...prices),
    options: row.options,
    variants: variants.map((variant) => presentVariant(variant, positions, row.shownRateBps)),
    shop: {
      slug: shop.slug,
      name: shop.name,
      tagline: shop.tagline,
      logo: shop.logo && presentPicture(shop.logo, shop.name),
      country: shop.country,
      shipFrom: shop.shipFrom,
      rating: { average: averageRating(shop.ratingSum, shop.ratingCount), count: shop.ratingCount },
      shippingPolicy: shop.shippingPolicy,
      returnPolicy: shop.returnPolicy,
      returnDays: shop.returnDays,
      closedUntil: shop.closedUntil,
    },
    fewest: fewestOf(row),
    most: mostOf(row),
    step: row.orderStep,
    shipping: shippingOf(row),
    updatedAt: row.updatedAt,
  }
}

/** What sending one of the cheapest variant costs, in the first country that it can be sent to. */
function shippingOf({ zones, country, shop, variants, shownShippingRateBps }: Row): ProductView['shipping'] {
  const cheapest = variants.reduce((least, variant) => (variant.priceMinor < least.priceMinor ? variant : least))
  const parcel = { itemsMinor: cheapest.priceMinor, weightGrams: cheapest.weightGrams }
  const reached = countriesReached(zones)
  for (const to of [country, shop.country, ...reached]) {
    const [method] = offersFor(
      methodsTo(zones, to).filter(({ pickup }) => !pickup),
      parcel,
    )
    if (!method) continue
    const countries = reached.filter((code) => methodsTo(zones, code).some(({ id }) => id === method.id))
    const { name, priceMinor, freeFromMinor, minDays, maxDays, rule } = method
    const shownPriceMinor = withoutTax(priceMinor, shownShippingRateBps)
    return { name, priceMinor, shownPriceMinor, isFrom: rule !== 'flat', freeFromMinor, minDays, maxDays, countries, country: to }
  }
  return null
}

function presentVariant(variant: VariantJson, positions: number[], shownRateBps: number): VariantView {
  const index = variant.imagePosition === null ? -1 : positions.indexOf(variant.imagePosition)
  return {
    id: variant.id,
    sku: variant.sku,
    optionValues: variant.optionValues,
    priceMinor: variant.priceMinor,
    compareAtMinor: variant.compareAtMinor,
    shownPriceMinor: withoutTax(variant.priceMinor, shownRateBps),
    shownCompareAtMinor: variant.compareAtMinor === null ? null : withoutTax(variant.compareAtMinor, shownRateBps),
    availability: availabilityOf(variant),
    pictureIndex: index === -1 ? null : index,
  }
}
