import { createHmac } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import type { SearchClick } from '#shared/contracts/search'
import { parseQuery } from './parse-query'

const WRITTEN_EVERY_MS = 5000
const WRITTEN_AT_MOST = 200
const LONGEST = 60
const ONCE_AN_HOUR = { max: 1, windowSeconds: 3600 }

type Waiting = Map<string, { searches: number; empty: number }>

/** What was searched since the last time it was written, for each world of this process. A crash loses some seconds of counts. */
const waiting = new WeakMap<object, Waiting>()

const AT = /@|[([{]\s*at\s*[)\]}]/i
/** Six digits of any script, however they are set apart. */
const LONG_NUMBER = /\p{Nd}(?:[^\p{L}\p{Nd}]*\p{Nd}){5}/u

/** A query as it is counted: its words alone. Null for what may tell who typed it: addresses and long numbers. */
export function countedAs(typed: string): string | null {
  const plain = typed.normalize('NFKC')
  if (AT.test(plain) || LONG_NUMBER.test(plain)) return null
  const words = parseQuery(typed).words.join(' ')
  return words.length > 0 && words.length <= LONGEST ? words : null
}

/** Whether this visitor has not done this within the hour; who it was can be read from nothing that is kept. */
async function isFirst({ config, rateLimiter }: Context, visitor: string, ...done: string[]): Promise<boolean> {
  const digest = createHmac('sha256', config.secret)
    .update(JSON.stringify([visitor, ...done]))
    .digest('base64url')
  return (await rateLimiter.attempt(`search|${digest}`, ONCE_AN_HOUR)).allowed
}

/**
 * Counts a search for the day, once an hour for each visitor, so that nobody makes something popular alone. Written by and
 * by, so that nobody who searches waits for it.
 */
export async function noteSearch(ctx: Context, visitor: string, typed: string, { found }: { found: boolean }): Promise<void> {
  const query = countedAs(typed)
  if (query === null || !(await isFirst(ctx, visitor, query))) return
  const write = () => void writeSearches(ctx).catch((error: unknown) => ctx.log.warn({ error }, 'searches were not counted'))
  const mine = waiting.get(ctx.config) ?? new Map<string, { searches: number; empty: number }>()
  // Also where nobody else searches for hours.
  if (mine.size === 0) setTimeout(write, WRITTEN_EVERY_MS).unref()
  waiting.set(ctx.config, mine)

  const counts = mine.get(query) ?? { searches: 0, empty: 0 }
  mine.set(query, { searches: counts.searches + 1, empty: counts.empty + (found ? 0 : 1) })
  if (mine.size >= WRITTEN_AT_MOST) write()
}

/** Writes what waits. */
export async function writeSearches(ctx: Context): Promise<void> {
  const mine = waiting.get(ctx.config)
  waiting.delete(ctx.config)
  if (!mine) return
  // In one order, so that two nodes never wait for each other.
  const counted = [...mine].sort(([one], [other]) => (one < other ? -1 : 1))
  const column = <T>(pick: (entry: (typeof counted)[number]) => T) => sql.param(counted.map(pick))
  await ctx.db.execute(sql`
    insert into search_queries as q (day, query, searches, empty)
    select ${dayOf(ctx)}::date, *
    from unnest(${column(([query]) => query)}::text[], ${column(([, { searches }]) => searches)}::int[], ${column(([, { empty }]) => empty)}::int[])
    on conflict (day, query) do update set searches = q.searches + excluded.searches, empty = q.empty + excluded.empty`)
}

/** Counts that a product was opened from the results of a query; nothing where nobody has searched for it lately. */
export async function noteClick(ctx: Context, visitor: string, { q, product }: SearchClick): Promise<void> {
  const query = countedAs(q)
  if (query === null || !(await isFirst(ctx, visitor, query, product))) return
  await writeSearches(ctx)
  await ctx.db.execute(sql`
    with searched as (
      update search_queries set clicks = clicks + 1
      where (day, query) = (
        select day, query from search_queries
        where query = ${query} and day >= ${dayOf(ctx)}::date - 1 and exists (select from listings where slug = ${product})
        order by day desc limit 1
      )
      returning day, query
    )
    insert into search_clicks as c (day, query, product_id, clicks)
    select searched.day, searched.query, listings.product_id, 1 from searched join listings on listings.slug = ${product}
    on conflict (day, query, product_id) do update set clicks = c.clicks + 1`)
}

const dayOf = (ctx: Context) => ctx.now.toISOString().slice(0, 10)
