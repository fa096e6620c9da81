import { sql, type SQL } from 'drizzle-orm'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { SearchInsight, ShopSearchInsight } from '#shared/contracts/search'
import { searchNotYours } from './search-errors'
import { mayLookAfterSearch } from './search-policy'

/** What fewer have typed is told to nobody: it may say who they are. */
const TOLD_FROM = 3
const SHOWN = 50
/** After this many days what few have typed is thrown away, and everything after those. */
const KEPT_DAYS = { rare: 7, all: 400 }

/** What people search for and what they do not find, for admins. */
export async function getSearchInsight(ctx: Context, actor: Actor, { days }: { days: number }): Promise<SearchInsight> {
  if (!mayLookAfterSearch(actor)) throw searchNotYours()
  const [popular, empty] = await Promise.all([countQueries(ctx, days, sql`sum(searches)`), countQueries(ctx, days, sql`sum(empty)`)])
  return { popular, empty: empty.filter((counted) => counted.empty > 0) }
}

const countQueries = (ctx: Context, days: number, by: SQL) =>
  ctx.db.execute<SearchInsight['popular'][number] & Record<string, unknown>>(sql`
    select query, sum(searches)::int as searches, sum(empty)::int as empty, sum(clicks)::int as clicks
    from search_queries where day > ${ctx.now.toISOString()}::date - ${days}::int
    group by query having sum(searches) >= ${TOLD_FROM} order by ${by} desc, query limit ${SHOWN}`)

/** By which queries people came to the products of a shop, for its members. */
export async function getShopSearchInsight(
  ctx: Context,
  actor: Actor,
  shopId: string,
  { days }: { days: number },
): Promise<ShopSearchInsight> {
  await requireMember(ctx, actor, shopId)
  const queries = await ctx.db.execute<{ query: string; clicks: number }>(sql`
    select c.query, sum(c.clicks)::int as clicks
    from search_clicks c join products p on p.id = c.product_id
    where p.shop_id = ${shopId}::uuid and c.day > ${ctx.now.toISOString()}::date - ${days}::int
    group by c.query having sum(c.clicks) >= ${TOLD_FROM} order by 2 desc, 1 limit ${SHOWN}`)
  return { queries }
}

/** Throws away what few have typed once a week has passed, and everything that is long ago. */
export async function forgetSearches(ctx: Context): Promise<void> {
  const today = sql`${ctx.now.toISOString()}::date`
  await ctx.db.execute(sql`
    delete from search_queries where day < ${today} - ${KEPT_DAYS.all}::int or day < ${today} - ${KEPT_DAYS.rare}::int and query in (
      select query from search_queries group by query having sum(searches) < ${TOLD_FROM}
    )`)
  await ctx.db.execute(sql`
    delete from search_clicks c where day < ${today} - ${KEPT_DAYS.all}::int
      or not exists (select from search_queries q where q.query = c.query)`)
}
