import { sql, type SQL } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { readPrepared } from '#server/platform/database/read-prepared'
import { HOME_ROWS, type HomeRow, type HomeView } from '#shared/contracts/catalog'
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

/** The shelves of the home page and a few fine products of different shops above them, in one query. */
export async function homeShelves(ctx: Context): Promise<Pick<HomeView, 'hero' | 'rows'>> {
  const sellable = listingCondition(ctx, { inStock: true })
  const shelves = HOME_ROWS.map(
    (name) => sql`(
      select ${name}::text as shelf, ${cardColumns} from listings where ${sellable} and ${SHELVES[name].only}
      order by ${SHELVES[name].by}, product_id desc limit ${ON_A_SHELF})`,
  )
  const found = await readPrepared<CardRow & { shelf: HomeRow }>(ctx, sql.join(shelves, sql` union all `))

  const rows = HOME_ROWS.map((key) => ({ key, items: found.filter(({ shelf }) => shelf === key).map(presentCard) }))
  const fine = found.filter(({ shelf, images }) => (shelf === 'best_rated' || shelf === 'popular') && images.length > 0)
  return { hero: bestOfEachShop(fine).slice(0, HERO).map(presentCard), rows: rows.filter(({ items }) => items.length > 0) }
}

/** One a shop, so that no shop fills the front alone. */
function bestOfEachShop(rows: readonly CardRow[]): CardRow[] {
  const best = [...rows].sort((one, other) => other.ratingScore - one.ratingScore || (one.productId < other.productId ? 1 : -1))
  return best.filter((row, index) => best.findIndex(({ shopSlug }) => shopSlug === row.shopSlug) === index)
}
