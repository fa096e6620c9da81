import { sql, type SQL } from 'drizzle-orm'
import { readSettings } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import { HOME_ROWS, type HomeRow, type HomeView } from '#shared/contracts/catalog'
import type { PinnedRow } from '#shared/contracts/marketplace-settings'
import { placesOf } from './cards-of'
import { listingCondition } from './listing-filter'
import { cardColumns, presentCard, type CardRow } from './product-card'

const ON_A_SHELF = 8
const HERO = 3

const SHELVES: Record<HomeRow, { only: SQL; by: SQL }> = {
  popular: { only: sql`true`, by: sql`sold_count desc` },
  newest: { only: sql`true`, by: sql`published_at desc` },
  on_sale: { only: sql`compare_at_minor is not null`, by: sql`sold_count desc` },
  best_rated: { only: sql`true`, by: sql`rating_score desc` },
}

/** The rows that an admin can begin with products of their choice, by the setting that has them. */
const PINNED: Partial<Record<HomeRow, PinnedRow>> = { popular: 'pinnedPopular', newest: 'pinnedNewest' }

/**
 * The shelves of the home page and a few fine products of different shops above them. What an admin has pinned comes first on
 * its shelf while it can be bought.
 */
export async function homeShelves(ctx: Context): Promise<Pick<HomeView, 'hero' | 'rows'>> {
  const settings = await readSettings(ctx)
  const sellable = listingCondition(ctx, { inStock: true })
  const shelves = HOME_ROWS.map(
    (name) => sql`(
      select ${name}::text as shelf, null::int as place, ${cardColumns(ctx)} from listings where ${sellable} and ${SHELVES[name].only}
      order by ${SHELVES[name].by}, product_id desc limit ${ON_A_SHELF})`,
  )
  for (const name of HOME_ROWS) {
    const slugs = PINNED[name] ? settings[PINNED[name]] : []
    if (slugs.length > 0)
      shelves.push(sql`(
        select ${name}::text, place, ${cardColumns(ctx)} from listings join ${placesOf(slugs)} where ${sellable})`)
  }
  const found = await runPrepared<ShelfRow>(ctx, sql.join(shelves, sql` union all `))

  const rows = HOME_ROWS.map((key) => ({ key, items: onShelf(found, key).map(presentCard) }))
  const fine = found.filter(({ shelf, images }) => (shelf === 'best_rated' || shelf === 'popular') && images.length > 0)
  return { hero: bestOfEachShop(fine).slice(0, HERO).map(presentCard), rows: rows.filter(({ items }) => items.length > 0) }
}

interface ShelfRow extends CardRow {
  shelf: HomeRow
  /** Among those that are pinned, from the first on. */
  place: number | null
}

function onShelf(found: readonly ShelfRow[], key: HomeRow): ShelfRow[] {
  const here = found.filter(({ shelf }) => shelf === key)
  const pinned = here.filter(({ place }) => place !== null).sort((one, other) => one.place! - other.place!)
  const ids = new Set(pinned.map(({ productId }) => productId))
  return [...pinned, ...here.filter(({ place, productId }) => place === null && !ids.has(productId))].slice(0, ON_A_SHELF)
}

/** One a shop, so that no shop fills the front alone. */
function bestOfEachShop(rows: readonly CardRow[]): CardRow[] {
  const best = [...rows].sort((one, other) => other.ratingScore - one.ratingScore || (one.productId < other.productId ? 1 : -1))
  return best.filter((row, index) => best.findIndex(({ shopSlug }) => shopSlug === row.shopSlug) === index)
}
