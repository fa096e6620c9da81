import { sql } from 'drizzle-orm'
import { listProducts } from '#server/domains/catalog'
import { countFilters, searchProducts, suggest } from '#server/domains/search'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { runPrepared } from '#server/platform/database/run-prepared'
import { encodeCursor } from '#server/platform/database/keyset'
import { filtersQuerySchema, searchQuerySchema } from '#shared/contracts/search'
import { seriesName } from '../scripts/seed/load/seed-load'
import { say, title } from '../scripts/launch/progress'
import { fixed, percent, printTable } from './table'
import { quantile } from './visits'
import { openLoadWorld } from './world'

interface Options {
  products: number
  seconds: number
  clients: number
}

/** What an operator gives a Postgres that holds a catalogue of this size, and what spares a world that is made once. */
const SETTINGS = [
  'shared_buffers=2GB',
  'effective_cache_size=8GB',
  'synchronous_commit=off',
  'max_wal_size=8GB',
  'checkpoint_timeout=30min',
]

/** Something that is asked again and again, each time a little different. */
interface Case {
  name: string
  /** The aim at one client, in milliseconds. */
  aimMs?: number
  ask: (ctx: Context, number: number) => Promise<unknown>
}

interface Timed {
  perSecond: number
  p50Ms: number
  p95Ms: number
}

/** Measures search on a load world, at one client and at many, beside a single-row select in the same run. */
export async function measureSearch(options: Options): Promise<void> {
  title(`Search among ${options.products.toLocaleString('en')} products, at 1 and ${options.clients} clients, ${options.seconds} s each`)
  const world = await openLoadWorld(options.products, { settings: SETTINGS })
  try {
    await world.use(async (ctx) => {
      await warm(ctx)
      const [trivial, ...others] = await cases(ctx)
      const limit = await measure(ctx, trivial!, options)
      const gain = limit.many.perSecond / limit.one.perSecond
      const rows = [row(trivial!, limit, gain)]
      for (const other of others) rows.push(row(other, await measure(ctx, other, options), gain))
      printTable(['', 'p50 ms', 'p95 ms', 'aim', '/s at 1', `p50 at ${options.clients}`, 'p95', '/s', 'gain', "of the select's"], rows)
      await tellSizes(ctx)
    })
  } finally {
    await world.stop()
  }
}

/** Brings every row into the buffers of Postgres, as days of searching would. */
const warm = (ctx: Context) =>
  inTransaction(ctx, async (ctx) => {
    await ctx.db.execute(
      sql`select set_config('statement_timeout', '0', true), set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`,
    )
    await ctx.db.execute(sql`select count(words) from (select words from listings order by merit desc, product_id desc offset 0) every`)
  })

const search = (ctx: Context, q: string, over: Record<string, string> = {}) => searchProducts(ctx, searchQuerySchema.parse({ q, ...over }))
const counts = (ctx: Context, q: string, over: Record<string, string> = {}) => countFilters(ctx, filtersQuerySchema.parse({ q, ...over }))
const pick = <T>(list: readonly T[], number: number): T => list[number % list.length]!

const THINGS = ['mug', 'lamp', 'cushion', 'vase', 'blanket', 'bowl', 'stool', 'notebook', 'tray', 'basket', 'teapot', 'candle', 'apron']
const MATERIALS = ['oak', 'linen', 'stoneware', 'brass', 'wool', 'glass', 'cotton', 'walnut', 'steel', 'porcelain', 'felt', 'leather']
const TYPOS = ['notebok', 'cusion', 'blanet', 'porcelan', 'stonewere', 'leathr', 'candel', 'baskett', 'teapott', 'waalnut']
const EVERYWHERE = ['stall', 'lane', 'load shop']
const BEGINNINGS = ['mu', 'la', 'cush', 'porc', 'oak t', 'brass la', 'bade', 'stonew', 'not', 'wal', 'blue', 'del']
const DEEP = 10_000

const two = (n: number) => `${pick(MATERIALS, n)} ${pick(THINGS, n * 7 + 3)}`
const chosen = (n: number) => ({
  inStock: 'true',
  minPriceMinor: String(1000 + (n % 20) * 100),
  maxPriceMinor: '6000',
  category: `lane-${1 + (n % 8)}`,
  attribute: 'material=oak',
})

async function cases(ctx: Context): Promise<Case[]> {
  const ids = (await ctx.db.execute<{ id: string }>(sql`select product_id as id from listings order by product_id limit 5000`)).map(
    ({ id }) => id,
  )
  const [deep] = await ctx.db.execute<{ key: number; id: string }>(sql`
    select (extract(epoch from published_at) * 1000)::float8 as key, product_id as id from listings
    order by published_at desc, product_id desc offset ${DEEP - 1} limit 1`)
  const newest = (cursor?: string) => (ctx: Context) => listProducts(ctx, {}, { sort: 'newest', limit: 24, cursor })

  return [
    {
      name: 'one row by its key',
      ask: (ctx, n) => runPrepared(ctx, sql`select title from listings where product_id = ${pick(ids, n)}::uuid`),
    },
    { name: 'a rare word (100 of a million)', aimMs: 20, ask: (ctx, n) => search(ctx, seriesName(700 + (n % 500))) },
    { name: 'a word of some thousands', aimMs: 20, ask: (ctx, n) => search(ctx, seriesName(12 + (n % 30))) },
    { name: 'a word of ten thousands', aimMs: 20, ask: (ctx, n) => search(ctx, n % 2 ? seriesName(1 + (n % 7)) : pick(THINGS, n)) },
    { name: 'a word that all have', aimMs: 20, ask: (ctx, n) => search(ctx, pick(EVERYWHERE, n)) },
    { name: 'two words', aimMs: 20, ask: (ctx, n) => search(ctx, two(n)) },
    { name: 'two words, few in common', aimMs: 20, ask: (ctx, n) => search(ctx, `${pick(THINGS, n)} ${seriesName(3 + (n % 60))}`) },
    { name: 'a typo', aimMs: 20, ask: (ctx, n) => search(ctx, pick(TYPOS, n)) },
    { name: 'a typo and a word', aimMs: 20, ask: (ctx, n) => search(ctx, `${pick(TYPOS, n)} ${pick(THINGS, n)}`) },
    { name: 'a SKU', aimMs: 20, ask: (ctx, n) => search(ctx, `LOAD-${1 + (n % 9000)}-1`) },
    { name: 'nothing found', ask: (ctx, n) => search(ctx, `zzyx${seriesName(n % 1000)}`) },
    { name: 'a word, filtered', aimMs: 20, ask: (ctx, n) => search(ctx, pick(THINGS, n), chosen(n)) },
    {
      name: 'the same with all counts',
      aimMs: 80,
      ask: (ctx, n) => Promise.all([search(ctx, pick(THINGS, n), chosen(n)), counts(ctx, pick(THINGS, n), chosen(n))]),
    },
    { name: 'two words with all counts', aimMs: 80, ask: (ctx, n) => Promise.all([search(ctx, two(n)), counts(ctx, two(n))]) },
    {
      name: 'a word that all have, with all counts',
      aimMs: 80,
      ask: (ctx, n) => Promise.all([search(ctx, pick(EVERYWHERE, n)), counts(ctx, pick(EVERYWHERE, n))]),
    },
    { name: 'suggestions', aimMs: 5, ask: (ctx, n) => suggest(ctx, pick(BEGINNINGS, n)) },
    { name: 'newest first, page 1', aimMs: 5, ask: newest() },
    {
      name: `newest first, behind ${DEEP.toLocaleString('en')}`,
      aimMs: 5,
      ask: newest(deep && encodeCursor(['newest', deep.key, deep.id])),
    },
  ]
}

/** One client first, then many, both warm. */
async function measure(ctx: Context, { ask }: Case, { seconds, clients }: Options): Promise<{ one: Timed; many: Timed }> {
  await run(ctx, ask, 1, Math.min(2, seconds))
  return { one: await run(ctx, ask, 1, seconds), many: await run(ctx, ask, clients, seconds) }
}

async function run(ctx: Context, ask: Case['ask'], clients: number, seconds: number): Promise<Timed> {
  const times: number[] = []
  let number = 0
  const start = performance.now()
  const end = start + seconds * 1000
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        const asked = performance.now()
        await ask(ctx, number++)
        times.push(performance.now() - asked)
      }
    }),
  )
  return { perSecond: times.length / ((performance.now() - start) / 1000), p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95) }
}

function row({ name, aimMs }: Case, { one, many }: { one: Timed; many: Timed }, trivialGain: number): string[] {
  const gain = many.perSecond / one.perSecond
  return [
    name,
    fixed(one.p50Ms),
    fixed(one.p95Ms),
    aimMs ? `≤ ${aimMs}` : '',
    fixed(one.perSecond, 0),
    fixed(many.p50Ms),
    fixed(many.p95Ms),
    fixed(many.perSecond, 0),
    `${fixed(gain, 2)}×`,
    percent(gain / trivialGain),
  ]
}

async function tellSizes(ctx: Context): Promise<void> {
  const sizes = await ctx.db.execute<{ name: string; megabytes: number }>(sql`
    select c.relname as name, round(pg_relation_size(c.oid) / 1e6)::int as megabytes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_index i on i.indexrelid = c.oid
    where n.nspname = 'public' and coalesce(i.indrelid, c.oid) in ('listings'::regclass, 'search_terms'::regclass) order by 2 desc, 1`)
  const [memory] = await ctx.db.execute<{ buffers: string; total: string }>(sql`
    select current_setting('shared_buffers') as buffers, pg_size_pretty(pg_total_relation_size('listings')) as total`)
  say(`Sizes in MB: ${sizes.map(({ name, megabytes }) => `${name} ${megabytes}`).join(', ')}.`)
  say(
    `The read model is ${memory!.total} in all; Postgres has ${memory!.buffers} of buffers, this process ${fixed(process.memoryUsage.rss() / 1e6, 0)} MB.`,
  )
}
