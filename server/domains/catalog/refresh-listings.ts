import { sql } from 'drizzle-orm'
import { cardPictureSql } from '#server/domains/files'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import { lockProducts } from './catalog-locks'

/** Everything a row says besides its key, in the order in which the statement selects it. */
const NAMES = [
  'shop_id',
  'shop_name',
  'shop_slug',
  'slug',
  'title',
  'brand',
  'category_id',
  'category_paths',
  'images',
  'min_price_minor',
  'max_price_minor',
  'compare_at_minor',
  'currency',
  'in_stock',
  'rating_sum',
  'rating_count',
  'sold_count',
  'variant_count',
  'published_at',
  'closed_from',
  'closed_to',
  'document',
]
const columns = (prefix = '') => sql.raw(NAMES.map((name) => prefix + name).join(', '))

interface ChangedListing extends Record<string, unknown> {
  id: string
  shopId: string
  categoryPaths: string[]
}

/**
 * Makes the read model say again what is true of these products: one row a live product of an active shop, none
 * otherwise. The products are locked first, so that of two refreshes the later one has seen everything.
 * Pages that show what changed are announced after the commit.
 */
export function refreshListings(ctx: Context, productIds: readonly string[]): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (productIds.length === 0) return
    await lockProducts(ctx, productIds)

    const changed = await ctx.db.execute<ChangedListing>(refreshStatement([...productIds]))
    await purgeTags(ctx, [...productIds.map(pageTag.product), ...tagsOf(changed)])
  })
}

const tagsOf = (changed: readonly ChangedListing[]) => [
  ...(changed.length > 0 ? [pageTag.home] : []),
  ...changed.map(({ shopId }) => pageTag.shopProducts(shopId)),
  ...changed.flatMap(({ categoryPaths }) => categoryPaths.map(pageTag.category)),
]

/** Answers with the rows that it wrote or removed; a row that says the same as before is left alone. */
const refreshStatement = (productIds: string[]) => sql`
  with ids as (select unnest(${sql.param(productIds)}::uuid[]) as id),
  removed as (
    delete from listings l using ids
    where l.product_id = ids.id
      and not exists (
        select from products p join shops s on s.id = p.shop_id
        where p.id = l.product_id and p.status = 'live' and s.status = 'active'
      )
    returning l.product_id, l.shop_id, l.category_paths
  ),
  written as (
    insert into listings (product_id, ${columns()})
    select p.id, s.id, s.name, s.slug, p.slug, p.title, p.brand, p.category_id,
      coalesce(place.paths, '{}'), coalesce(gallery.images, '[]'),
      offer.min_price, offer.max_price, offer.compare_at, offer.currency, offer.in_stock,
      p.rating_sum, p.rating_count, p.sold_count, offer.variant_count, p.published_at, s.closed_from, s.closed_to,
      setweight(to_tsvector('souk', p.title), 'A')
        || setweight(to_tsvector('souk', concat_ws(' ', p.brand, place.names, offer.skus)), 'B')
        || setweight(to_tsvector('souk', concat_ws(' ', s.name, offer.choices, traits.words)), 'C')
        || setweight(to_tsvector('souk', p.description), 'D')
    from ids
    join products p on p.id = ids.id and p.status = 'live'
    join shops s on s.id = p.shop_id and s.status = 'active'
    left join lateral (
      select array_agg(above.path order by length(above.path)) as paths, string_agg(above.name, ' ') as names
      from categories own join categories above on own.path = above.path or starts_with(own.path, above.path || '/')
      where own.id = p.category_id
    ) place on true
    join lateral (
      select min(v.price_minor) as min_price, max(v.price_minor) as max_price, min(v.currency) as currency,
        (array_agg(v.compare_at_minor order by v.price_minor, v.position))[1] as compare_at,
        bool_or(not level.tracked or level.backorder or level.on_hand > level.reserved) as in_stock,
        count(*) as variant_count, string_agg(v.sku, ' ') as skus, string_agg(v.option_key, ' ') as choices
      from variants v join stock_levels level on level.variant_id = v.id
      where v.product_id = p.id
      having count(*) > 0
    ) offer on true
    left join lateral (
      select string_agg(trait->>'value', ' ') as words from jsonb_array_elements(p.attributes) trait
    ) traits on true
    left join lateral (
      select jsonb_agg(${cardPictureSql(sql`f`, sql`coalesce(nullif(shown.alt, ''), p.title)`, sql`shown.position = 0`)} order by shown.position) as images
      from (select * from product_images where product_id = p.id order by position limit 2) shown
      join files f on f.id = shown.file_id
    ) gallery on true
    order by p.id
    on conflict (product_id) do update set (${columns()}) = row(${columns('excluded.')})
    where (${columns('listings.')}) is distinct from (${columns('excluded.')})
    returning product_id, shop_id, category_paths
  )
  select product_id as id, shop_id as "shopId", category_paths as "categoryPaths" from removed
  union all
  select product_id, shop_id, category_paths from written`
