import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { openAccount } from '#server/domains/accounts'
import { createShop, setShopStatus } from '#server/domains/shops'
import { systemActor } from '#server/platform/actor'
import type { ImportDetails } from '#shared/contracts/product-imports'
import { buildIsStale, SERVER_ENTRY } from '../scripts/launch/production-build'
import { say, step, title } from '../scripts/launch/progress'
import { makeImportFile, type ImportFile } from './import-file'
import { startMeasured, type MeasuredServer } from './measured-server'
import { residentMb } from './process-figures'
import { fixed, printTable } from './table'
import { forSeconds, quantile, shopperPages, visit } from './visits'
import { openLoadWorld, type LoadWorld } from './world'

interface Options {
  rows: number
  /** Of the measurement at rest. */
  seconds: number
}

const MEMORY_AT_MOST_MB = 400
const SLOWER_AT_MOST = 3
const SELLER = { name: 'Somebody', email: 'seller@bench.example', password: 'what the seller chose' }

interface Measured {
  name: string
  seconds: number
  times: number[]
  peakMb: number
}

/**
 * Imports a large file through a running server, kills the server half-way, and measures what the import takes of its
 * memory and of the shoppers' pages. Fails where that is too much, or where a row was lost or came twice.
 */
export async function measureImport({ rows, seconds }: Options): Promise<void> {
  if (buildIsStale())
    execFileSync(process.execPath, ['node_modules/tsx/dist/cli.mjs', '--tsconfig', 'tsconfig.tools.json', 'scripts/build.ts'], {
      stdio: 'inherit',
    })
  const file = makeImportFile(rows)
  title(
    `Import of ${rows.toLocaleString('en')} rows, ${fixed(file.bytes.length / 2 ** 20)} MB, ${file.products.toLocaleString('en')} products`,
  )
  rmSync('.data/bench-import', { recursive: true, force: true })
  const world = await openLoadWorld(500, { name: 'import' })
  let souk: MeasuredServer | null = null

  try {
    const shopId = await world.use(openShop)
    const start = () => startMeasured(SERVER_ENTRY, { path: '/readyz', env: world.env })
    souk = await start()
    const quiet = await atRest(souk, world, seconds)

    let seller = await signIn(souk, shopId)
    const { id } = await seller.send(file)
    const checked = await during('check', souk, world, async () => (await seller.now(id)).status === 'checking')
    await seller.apply(id)
    const half = await during('apply, first half', souk, world, async () => (await seller.now(id)).itemsDone < file.products / 2)

    await souk.kill()
    souk = await start()
    seller = await signIn(souk, shopId)
    await step('The server was killed and is back', () => goesOn(seller, id))
    const rest = await during('apply, after a crash', souk, world, async () => (await seller.now(id)).status === 'applying')

    const isWhole = await world.use((ctx) => isAllThere(ctx, shopId, file))
    if (!report(quiet, [checked, half, rest]) || !isWhole) process.exitCode = 1
  } finally {
    await souk?.stop()
    await world.stop()
  }
}

const openShop = async (ctx: Parameters<Parameters<LoadWorld['use']>[0]>[0]): Promise<string> => {
  const owner = await openAccount(ctx, SELLER)
  const { id } = await createShop(ctx, systemActor, owner.id, { name: 'Bench', country: 'DE' })
  return (await setShopStatus(ctx, systemActor, id, 'active')).id
}

async function signIn({ base }: MeasuredServer, shopId: string) {
  const own = { 'sec-fetch-site': 'same-origin', accept: 'application/json' }
  const opened = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { ...own, 'content-type': 'application/json' },
    body: JSON.stringify({ email: SELLER.email, password: SELLER.password }),
  })
  const cookie = opened.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const ask = async (path: string, init: RequestInit = {}): Promise<ImportDetails> => {
    const answer = await fetch(`${base}/api/seller/shops/${shopId}/imports${path}`, { ...init, headers: { ...own, cookie } })
    if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as ImportDetails
  }
  return {
    send: ({ bytes }: ImportFile) => ask('?fileName=bench.csv', { method: 'POST', body: new Uint8Array(bytes) }),
    now: (id: string) => ask(`/${id}`),
    apply: (id: string) => ask(`/${id}/apply`, { method: 'POST' }),
  }
}
type Seller = Awaited<ReturnType<typeof signIn>>

async function atRest(souk: MeasuredServer, world: LoadWorld, seconds: number): Promise<Measured> {
  await visit(souk.base, shopperPages(world), forSeconds(3))
  const goesOn = forSeconds(seconds)
  return during('quiet', souk, world, () => Promise.resolve(goesOn()))
}

/** Visits pages and watches the memory for as long as something is under way. */
async function during(name: string, souk: MeasuredServer, world: LoadWorld, isUnderWay: () => Promise<boolean>): Promise<Measured> {
  const start = performance.now()
  let [isOver, peakMb] = [false, 0]
  const visits = visit(souk.base, shopperPages(world), () => !isOver)
  // Told below, when what is under way has ended.
  visits.catch(() => {})
  const watch = setInterval(() => (peakMb = Math.max(peakMb, residentMb(souk.pid))), 50)
  try {
    while (await isUnderWay()) await pause(1000)
  } finally {
    isOver = true
    clearInterval(watch)
  }
  return { name, times: await visits, peakMb, seconds: (performance.now() - start) / 1000 }
}

/** The queue gives a dead worker's job to another after a while. */
async function goesOn(seller: Seller, id: string): Promise<void> {
  const { itemsDone } = await seller.now(id)
  while ((await seller.now(id)).itemsDone === itemsDone) await pause(500)
}

async function isAllThere(ctx: Parameters<Parameters<LoadWorld['use']>[0]>[0], shopId: string, file: ImportFile): Promise<boolean> {
  const [found] = await ctx.db.execute<{ products: number; variants: number; pieces: number; received: number }>(sql`
    select count(distinct p.import_handle)::int as products, count(distinct v.sku)::int as variants, sum(level.on_hand)::int as pieces,
      (select sum(quantity)::int from stock_movements m join variants v on v.id = m.variant_id where v.shop_id = ${shopId}) as received
    from products p join variants v on v.product_id = p.id join stock_levels level on level.variant_id = v.id where p.shop_id = ${shopId}`)
  const [rows] = await ctx.db.execute<{ products: number; variants: number }>(sql`
    select (select count(*)::int from products where shop_id = ${shopId}) as products,
      (select count(*)::int from variants where shop_id = ${shopId}) as variants`)
  const is = [found!.products, rows!.products, found!.variants, rows!.variants, found!.pieces, found!.received]
  const should = [file.products, file.products, file.variants, file.variants, file.pieces, file.pieces]
  printTable(
    ['', 'products', 'rows of products', 'SKUs', 'variants', 'pieces', 'by movements'],
    [
      ['in the file', ...should.map(String)],
      ['in the shop', ...is.map(String)],
    ],
  )
  return is.join() === should.join()
}

function report(quiet: Measured, busy: Measured[]): boolean {
  const p95 = quantile(quiet.times, 0.95)
  printTable(
    ['', 'seconds', 'pages', 'p50 ms', 'p95 ms', 'of quiet', 'memory MB', 'over quiet'],
    [quiet, ...busy].map(({ name, seconds, times, peakMb }) => [
      name,
      fixed(seconds, 0),
      String(times.length),
      fixed(quantile(times, 0.5), 2),
      fixed(quantile(times, 0.95), 2),
      fixed(quantile(times, 0.95) / p95, 2),
      fixed(peakMb, 0),
      fixed(peakMb - quiet.peakMb, 0),
    ]),
  )
  const more = Math.max(...busy.map(({ peakMb }) => peakMb)) - quiet.peakMb
  const slower =
    quantile(
      busy.flatMap(({ times }) => times),
      0.95,
    ) / p95
  say(
    `${fixed(more, 0)} MB over the quiet server, at most ${MEMORY_AT_MOST_MB}; p95 of the pages ${fixed(slower, 2)} times the quiet one, at most ${SLOWER_AT_MOST}.`,
  )
  return more < MEMORY_AT_MOST_MB && slower < SLOWER_AT_MOST
}
