import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { buildApp, buildIsStale, SERVER_ENTRY } from '../scripts/launch/production-build'
import { say, step, title } from '../scripts/launch/progress'
import type { BuyingOrder, BuyingResult } from './buyers'
import { queriesPerSecondAtRest } from './load'
import { metric, startMeasured } from './measured-server'
import { cpuMs, cpuMsWithChildren } from './process-figures'
import { fixed, percent, printTable } from './table'
import { quantile } from './visits'
import { openLoadWorld, type LoadWorld } from './world'

interface Options {
  seconds: number
  buyers: number
}

interface Figures {
  perSecond: number
  p50Ms: number
  p95Ms: number
  statementsEach: number
  /** CPU time of the app, and of Postgres, jobs included. */
  appMsEach: number
  postgresMsEach: number
  /** Rows that Postgres says were inserted. */
  rowsEach: number
}

const QUERIES = 'souk_db_queries_total'
const PRODUCTS = 2000
const AIMS = { add: { statements: 6, perSecond: 500 }, checkout: { perSecond: 100, p95Ms: 800, ofLimit: 1 / 3 } }

/**
 * Measures how fast carts are filled and bought by the test provider, at one buyer and at many, on one node; beside it
 * how fast the same Postgres commits a transaction that inserts as many rows as one checkout does, and nothing else.
 */
export async function measureCheckout({ seconds, buyers }: Options): Promise<void> {
  if (buildIsStale()) await step('Building the app', () => buildApp())
  title(`Checkout at 1 and ${buyers} buyers, ${seconds} s each`)
  const world = await openLoadWorld(PRODUCTS, { name: 'checkout' })
  const variantIds = await world.use(async (ctx) => {
    const rows = await ctx.db.execute<{ id: string }>(sql`
      select variant_id as id from stock_levels where on_hand - reserved > 100 order by md5(variant_id::text) limit 5000`)
    return rows.map(({ id }) => id)
  })
  const souk = await startMeasured(SERVER_ENTRY, { path: '/readyz', env: world.env })
  const child = fork(new URL('./buyers.ts', import.meta.url), { execArgv: process.execArgv })
  const postmaster = postmasterOf(world)
  let guests = Date.now() % 1_000_000

  /** Measures one kind of work; what jobs do at rest is not counted. */
  async function measure(until: BuyingOrder['until'], buyers: number, seconds: number): Promise<Figures> {
    const atRest = await queriesPerSecondAtRest(souk)
    const [queries, rows] = [await metric(souk, QUERIES), await rowsInserted(world)]
    const [app, database] = [cpuMs(souk.pid), cpuMsWithChildren(postmaster)]
    const start = performance.now()
    const result = await ask(child, { base: souk.base, variantIds, buyers, seconds, until, firstGuest: guests })
    const took = (performance.now() - start) / 1000
    guests += result.guests
    const times = until === 'added' ? result.addMs : result.checkoutMs
    return {
      perSecond: times.length / took,
      p50Ms: quantile(times, 0.5),
      p95Ms: quantile(times, 0.95),
      appMsEach: (cpuMs(souk.pid) - app) / times.length,
      postgresMsEach: (cpuMsWithChildren(postmaster) - database) / times.length,
      statementsEach: ((await metric(souk, QUERIES)) - queries - atRest * took) / times.length,
      rowsEach: ((await rowsInserted(world)) - rows) / times.length,
    }
  }

  try {
    await measure('paid', 8, 3)
    const added = [await measure('added', 1, seconds), await measure('added', buyers, seconds)] as const
    const bought = [await measure('paid', 1, seconds), await measure('paid', buyers, seconds)] as const
    const rows = Math.round(bought[1].rowsEach)
    const limits = [await commitRate(world, rows, 1, seconds), await commitRate(world, rows, buyers, seconds)] as const

    const row = (
      name: string,
      { perSecond, p50Ms, p95Ms, appMsEach, postgresMsEach, statementsEach, rowsEach }: Figures,
      limit: number | null,
    ) => [
      name,
      fixed(perSecond),
      fixed(p50Ms),
      fixed(p95Ms),
      fixed(appMsEach),
      fixed(postgresMsEach),
      fixed(statementsEach),
      fixed(rowsEach),
      limit === null ? '' : percent(perSecond / limit),
    ]
    printTable(
      ['', 'a second', 'p50 ms', 'p95 ms', 'app CPU ms', 'Postgres CPU ms', 'statements', 'rows', 'of the limit'],
      [
        row('add to cart, 1 buyer', added[0], null),
        row(`add to cart, ${buyers} buyers`, added[1], null),
        row('cart and checkout, 1 buyer', bought[0], limits[0]),
        row(`cart and checkout, ${buyers} buyers`, bought[1], limits[1]),
        ['the limit, 1 client', fixed(limits[0]), '', '', '', '', fixed(rows + 2, 0), String(rows), '100 %'],
        [`the limit, ${buyers} clients`, fixed(limits[1]), '', '', '', '', fixed(rows + 2, 0), String(rows), '100 %'],
      ],
    )
    tellAims(added[1], bought[1], limits[1])
  } finally {
    child.kill()
    await souk.stop()
    await world.stop()
  }
}

const postmasterOf = ({ env }: LoadWorld): number =>
  Number(readFileSync(path.join(env.SOUK_DATA!, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

async function ask(child: ChildProcess, order: BuyingOrder): Promise<BuyingResult> {
  child.send(order)
  const [answer] = (await once(child, 'message')) as [BuyingResult | { failed: string }]
  if ('failed' in answer) throw new Error(answer.failed)
  return answer
}

const rowsInserted = (world: LoadWorld): Promise<number> =>
  world.use(async (ctx) => {
    const [row] = await ctx.db.execute<{ rows: string }>(sql`
      select pg_stat_clear_snapshot(), tup_inserted as rows from pg_stat_database where datname = current_database()`)
    return Number(row!.rows)
  })

/** Transactions a second that insert so many rows, each by a statement of its own, pipelined, into a table with one index. */
async function commitRate(world: LoadWorld, rows: number, clients: number, seconds: number): Promise<number> {
  const db = postgres(world.databaseUrl, { max: clients, onnotice: () => {} })
  try {
    await db`drop table if exists bench_rows`
    await db`create table bench_rows (id bigint generated always as identity primary key, body text not null)`
    const body = 'x'.repeat(200)
    let done = 0
    const start = performance.now()
    const end = start + seconds * 1000
    const client = async () => {
      for (; performance.now() < end; done++)
        await db.begin((tx) => Array.from({ length: rows }, () => tx`insert into bench_rows (body) values (${body})`))
    }
    await Promise.all(Array.from({ length: clients }, client))
    return done / ((performance.now() - start) / 1000)
  } finally {
    await db`drop table if exists bench_rows`
    await db.end()
  }
}

function tellAims(added: Figures, bought: Figures, limit: number): void {
  const aims: [string, boolean][] = [
    [`add to cart in at most ${AIMS.add.statements} statements`, added.statementsEach <= AIMS.add.statements],
    [`add to cart at least ${AIMS.add.perSecond} times a second`, added.perSecond >= AIMS.add.perSecond],
    [`at least ${AIMS.checkout.perSecond} checkouts a second`, bought.perSecond >= AIMS.checkout.perSecond],
    [`95 of 100 checkouts within ${AIMS.checkout.p95Ms} ms`, bought.p95Ms <= AIMS.checkout.p95Ms],
    ['checkouts at least a third of the limit', bought.perSecond >= limit * AIMS.checkout.ofLimit],
  ]
  for (const [aim, isReached] of aims) say(`${isReached ? 'reached' : 'MISSED '}  ${aim}`)
}
