import { sql, type SQL } from 'drizzle-orm'
import { cardPictureSql } from '#server/domains/files'
import { DELIVERY_COUNTRIES } from '#shared/countries'

/** Another number makes every row stale, so that the nightly sweep makes it anew: for when a text is to be read differently. */
const EDITION = 1

/** Which products have a row: live ones of an active shop. Expects `p` to be the product and `s` its shop. */
export const isListedSql: SQL = sql.raw(`p.status = 'live' and s.status = 'active'`)

/** What a row is made of: joins to a product `p` that is listed, its shop `s` and what belongs to them. */
export const listingSourcesSql: SQL = sql`
  join shops s on s.id = p.shop_id and ${isListedSql}
  left join lateral (
    select array_agg(above.path order by length(above.path)) as paths, string_agg(above.name, ' ' order by length(above.path)) as names
    from categories own join categories above on own.path = above.path or starts_with(own.path, above.path || '/')
    where own.id = p.category_id
  ) place on true
  join lateral (
    select min(v.price_minor) as min_price, max(v.price_minor) as max_price, min(v.currency) as currency,
      (array_agg(v.compare_at_minor order by v.price_minor, v.position))[1] as compare_at,
      bool_or(not level.tracked or level.backorder or level.on_hand > level.reserved) as in_stock,
      count(*)::int as variant_count, string_agg(v.option_key, ' ' order by v.position, v.id) as choices,
      string_agg(v.sku, ' ' order by v.position, v.id) as skus,
      array_remove(array_agg(distinct regexp_replace(lower(unaccent(v.sku)), '[^a-z0-9]+', '', 'g')), '') as sku_keys
    from variants v join stock_levels level on level.variant_id = v.id
    where v.product_id = p.id
    having count(*) > 0
  ) offer on true
  left join lateral (
    select string_agg(trait->>'value', ' ') as words from jsonb_array_elements(p.attributes) trait
  ) traits on true
  left join lateral (
    select array_agg(said.key || '=' || said.value order by said.key) as pairs,
      string_agg(said.value, ' ' order by said.key) filter (where said.value not in ('true', 'false')) as words
    from jsonb_each_text(p.attribute_values) said
  ) facet on true
  left join lateral (
    select array_agg(distinct country order by country) as countries
    from shipping_zones zone, unnest(case when zone.is_elsewhere then array(
      select unnest(${sql.raw(`'{${DELIVERY_COUNTRIES.join(',')}}'::text[]`)})
      except select unnest(named.countries) from shipping_zones named where named.shop_id = s.id
    ) else zone.countries end) country
    where zone.shop_id = s.id and exists (select from shipping_methods method where method.zone_id = zone.id)
  ) parcel on true
  left join lateral (
    select jsonb_agg(${cardPictureSql(sql`f`, sql`coalesce(nullif(shown.alt, ''), p.title)`, sql`shown.position = 0`)} order by shown.position) as images
    from (select * from product_images where product_id = p.id order by position limit 2) shown
    join files f on f.id = shown.file_id
  ) gallery on true
  cross join lateral (
    select md5(concat_ws(chr(31), ${sql.raw(`'${EDITION}'`)}, p.title, p.brand, p.description, array_to_string(p.tags, ' '), p.attributes, p.attribute_values,
      place.names, offer.choices, offer.skus, s.name))::uuid as value
  ) fingerprint`

/** What a row says, but for its texts taken apart: by these the doctor finds a stale one. */
export const listingColumnsSql: SQL =
  sql.raw(`s.id as shop_id, s.name as shop_name, s.slug as shop_slug, p.slug, p.title, p.brand, p.category_id,
  coalesce(place.paths, '{}') as category_paths, coalesce(gallery.images, '[]') as images,
  offer.min_price as min_price_minor, offer.max_price as max_price_minor, offer.compare_at as compare_at_minor, offer.currency,
  offer.in_stock, p.rating_sum, p.rating_count, p.sold_count, offer.variant_count, p.published_at, s.closed_from, s.closed_to,
  coalesce(facet.pairs, '{}') as facets, coalesce(parcel.countries, '{}') as ships_to, fingerprint.value as fingerprint`)

const wordsMade = sql.raw(`(
  setweight(souk_words(p.title), 'A')
  || setweight(souk_words(concat_ws(' ', p.brand, place.names)), 'B')
  || setweight(souk_words(concat_ws(' ', array_to_string(p.tags, ' '), traits.words, facet.words, offer.choices)), 'C')
  || setweight(souk_words(s.name), 'D')
  || array_to_tsvector(offer.sku_keys))`)

/**
 * What a product is called, taken apart. Unless it is to be made anew, what says the same as before is taken from `old`, the
 * row that is there.
 */
export const wordsSql = (anew: boolean): SQL => sql`case when ${isKept(anew)} then old.words else ${wordsMade} end`

/** The description taken apart, which with the words is the whole document; null for one that is kept. */
export const descriptionSql = (anew: boolean): SQL =>
  sql`case when ${isKept(anew)} then null else setweight(souk_words(p.description), 'D') end`

const isKept = (anew: boolean) => (anew ? sql`false` : sql`old.fingerprint = fingerprint.value`)
