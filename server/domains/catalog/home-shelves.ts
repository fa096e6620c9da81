import { and, desc, isNotNull, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { listings } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { HomeRow, HomeView } from '#shared/contracts/catalog'
import { isOpen } from './listing-filter'
import { cardColumns, presentCard, type CardRow } from './product-card'

const ON_A_SHELF = 8
const HERO = 3

/** The shelves of the home page and a few fine products of different shops above them, in one query. */
export async function homeShelves(ctx: Context): Promise<Pick<HomeView, 'hero' | 'rows'>> {
  const { soldCount, publishedAt, ratingScore, compareAtMinor, inStock, productId } = listings
  const sellable = and(isOpen(ctx), sql`${inStock}`)
  const shelf = (key: HomeRow) => ctx.db.select({ key: sql<HomeRow>`${sql.raw(`'${key}'`)}`.as('key'), ...cardColumns }).from(listings)
  const ending = desc(productId)

  const found: (CardRow & { key: HomeRow })[] = await unionAll(
    shelf('popular').where(sellable).orderBy(desc(soldCount), ending).limit(ON_A_SHELF),
    shelf('newest').where(sellable).orderBy(desc(publishedAt), ending).limit(ON_A_SHELF),
    shelf('on_sale')
      .where(and(sellable, isNotNull(compareAtMinor)))
      .orderBy(desc(soldCount), ending)
      .limit(ON_A_SHELF),
    shelf('best_rated').where(sellable).orderBy(desc(ratingScore), ending).limit(ON_A_SHELF),
  )
  const rows = ['popular', 'newest', 'on_sale', 'best_rated'] as const satisfies readonly HomeRow[]

  return {
    hero: oneAShop(found.filter(({ key, images }) => (key === 'best_rated' || key === 'popular') && images.length > 0)).map(presentCard),
    rows: rows
      .map((key) => ({ key, items: found.filter((row) => row.key === key).map(presentCard) }))
      .filter(({ items }) => items.length > 0),
  }
}

/** The best of each shop, so that no shop fills the front alone. */
function oneAShop(rows: readonly CardRow[]): CardRow[] {
  const best = [...rows].sort((one, other) => other.ratingScore - one.ratingScore || (one.productId < other.productId ? 1 : -1))
  return best.filter((row, index) => best.findIndex(({ shopSlug }) => shopSlug === row.shopSlug) === index).slice(0, HERO)
}
