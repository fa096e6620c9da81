import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { runPrepared } from '#server/platform/database/run-prepared'
import { announceChange } from '#server/platform/realtime-bus/topics'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import { lockProducts } from './catalog-locks'
import { descriptionSql, isListedSql, listingColumnsSql, listingSourcesSql, wordsSql } from './listing-source'

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
  'facets',
  'ships_to',
  'fingerprint',
  'words',
  'document',
]
const columns = (prefix = '') => sql.raw(NAMES.map((name) => prefix + name).join(', '))

interface ChangedListing extends Record<string, unknown> {
  id: string
  shopId: string
  /** Where it is and where it was. */
  categoryPaths: string[]
  slugs: string[]
  /** It is found by other words than before. */
  isReworded: boolean
}

/**
 * Makes the read model say again what is true of these products: one row a live product of an active shop, none
 * otherwise. The products are locked first, so that of two refreshes the later one has seen everything.
 * Pages that show what changed are announced after the commit. The texts are taken apart only when they changed, since most
 * refreshes are about stock; `anew` does it anyway.
 */
export function refreshListings(ctx: Context, productIds: readonly string[], { anew = false } = {}): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (productIds.length === 0) return
    await lockProducts(ctx, productIds)

    const changed = await runPrepared<ChangedListing>(ctx, refreshStatement([...productIds], anew))
    const reworded = changed.filter(({ isReworded }) => isReworded).map(({ id }) => id)
    if (reworded.length > 0) await ctx.queue.publish(ctx.db, 'listings.reworded', { productIds: reworded })
    await purgeTags(ctx, [...productIds.map(pageTag.product), ...tagsOf(changed)])
    if (!anew) for (const id of productIds) await announceChange(ctx, `product:${id}`)
  })
}

const tagsOf = (changed: readonly ChangedListing[]) => [
  ...(changed.length > 0 ? [pageTag.home, pageTag.products] : []),
  ...changed.flatMap(({ slugs }) => slugs.map(pageTag.card)),
  ...changed.map(({ shopId }) => pageTag.shopProducts(shopId)),
  ...changed.flatMap(({ categoryPaths }) => categoryPaths.map(pageTag.category)),
]

/** Answers with the rows that it wrote or removed; a row that says the same as before is left alone. */
const refreshStatement = (productIds: string[], anew: boolean) => sql`
  with ids as (select unnest(${sql.param(productIds)}::uuid[]) as id),
  removed as (
    delete from listings l using ids
    where l.product_id = ids.id
      and not exists (select from products p join shops s on s.id = p.shop_id where p.id = l.product_id and ${isListedSql})
    returning l.product_id, l.shop_id, l.category_paths, array[l.slug] as slugs
  ),
  named as materialized (
    select p.id as product_id, ${listingColumnsSql}, ${wordsSql(anew)} as words, ${descriptionSql(anew)} as description,
      old.document as old_document, coalesce(old.category_paths, '{}') as old_category_paths, old.slug as old_slug,
      old.fingerprint is distinct from fingerprint.value as is_reworded
    from ids join products p on p.id = ids.id ${listingSourcesSql}
    left join listings old on old.product_id = p.id
  ),
  truth as (select *, coalesce(words || description, old_document) as document from named),
  written as (
    insert into listings (product_id, ${columns()})
    select product_id, ${columns()} from truth order by product_id
    on conflict (product_id) do update set (${columns()}) = row(${columns('excluded.')})
    where (${columns('listings.')}) is distinct from (${columns('excluded.')})
    returning product_id, shop_id, category_paths, slug
  )
  select product_id as id, shop_id as "shopId", category_paths as "categoryPaths", slugs, false as "isReworded" from removed
  union all
  select written.product_id, written.shop_id, written.category_paths || named.old_category_paths,
    array_remove(array[written.slug, named.old_slug], null), named.is_reworded
  from written join named on named.product_id = written.product_id`
