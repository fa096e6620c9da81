import { execFileSync } from 'node:child_process'
import { buildIsStale, SERVER_ENTRY } from '../scripts/launch/production-build'
import { say, title } from '../scripts/launch/progress'
import { buildBareServer } from './bare-server'
import { capturedListQuery } from './captured-query'
import { load, queriesPerSecondAtRest, type LoadOptions } from './load'
import { startMeasured, type MeasuredServer } from './measured-server'
import { residentMb } from './process-figures'
import { queryLoop } from './query-loop'
import { repeat, type Repeated } from './repeat'
import { fixed, percent, printTable } from './table'
import { openLoadWorld, type LoadWorld } from './world'

interface Options {
  products: number
  seconds: number
  connections: number
}

interface Servers {
  souk: MeasuredServer
  bare: MeasuredServer
}

interface Case {
  name: string
  path: (number: number) => string
  /** Kept by the page cache, or made for each request. */
  cached: boolean
}

/** Measures the shopper's pages and the product API on a load world, and prints ratios. */
export async function measurePages(options: Options): Promise<void> {
  if (buildIsStale())
    execFileSync(process.execPath, ['node_modules/tsx/dist/cli.mjs', '--tsconfig', 'tsconfig.tools.json', 'scripts/build.ts'], {
      stdio: 'inherit',
    })
  title(`Pages on ${options.products.toLocaleString('en')} products, ${options.connections} requests at once, ${options.seconds} s each`)
  const world = await openLoadWorld(options.products)
  const bare = await startMeasured(await buildBareServer(), { path: '/1' })
  await workOff(world)
  const souk = await startMeasured(SERVER_ENTRY, { path: '/readyz', env: world.env })

  try {
    await settle(souk)
    const idleMb = residentMb(souk.pid)
    const rows: string[][] = []
    for (const one of cases(world)) rows.push(await measure(one, { souk, bare }, options))
    printTable(['', 'requests/s', 'p50 ms', 'p99 ms', 'CPU ms each', 'SQL each', 'kB', 'of a bare route'], rows)
    await compareWithDatabase(world, souk, options)
    say(
      `Start to first answer: ${fixed(souk.startMs / 1000, 2)} s; idle memory: ${fixed(idleMb, 0)} MB; after the load: ${fixed(residentMb(souk.pid), 0)} MB.`,
    )
  } finally {
    await souk.stop()
    await bare.stop()
    await world.stop()
  }
}

function cases({ products, categories }: LoadWorld): Case[] {
  const product = (number: number) => products[number % products.length]!
  const category = categories.at(-1)!
  return [
    { name: 'home, cached', path: () => '/', cached: true },
    { name: 'category, cached', path: () => `/categories/${category}`, cached: true },
    { name: 'product, cached', path: () => `/products/${product(0)}`, cached: true },
    {
      name: 'category of 24, rendered each time',
      // A price that is no band shows everything, under an address of its own.
      path: (number) => `/categories/${categories[number % categories.length]}?price=${number}`,
      cached: false,
    },
    { name: 'product, rendered each time', path: (number) => `/products/${product(number + 1)}`, cached: false },
    { name: 'product list API', path: () => '/api/products', cached: false },
    { name: 'product API', path: (number) => `/api/products/${product(number)}`, cached: false },
  ]
}

async function measure(one: Case, servers: Servers, options: Options): Promise<string[]> {
  return one.cached ? measureCached(one, servers, options) : measureMade(one, servers, options)
}

/** The cache beside the bare route, in turns, since the machine's speed changes while one measures. */
async function measureCached({ name, path }: Case, { souk, bare }: Servers, options: Options): Promise<string[]> {
  const page = path(0)
  const { bytesEach } = await repeat(souk, { ...options, path: page, seconds: 1 })
  await repeat(bare, { ...options, path: `/${bytesEach}`, seconds: 1 })

  const turns: { ours: Repeated; theirs: Repeated }[] = []
  for (let turn = 0; turn < TURNS; turn++) {
    const theirs = await repeat(bare, { ...options, path: `/${bytesEach}`, seconds: options.seconds / TURNS / 2 })
    turns.push({ theirs, ours: await repeat(souk, { ...options, path: page, seconds: options.seconds / TURNS / 2 }) })
  }
  const ratio = median(turns.map(({ ours, theirs }) => ours.perSecond / theirs.perSecond))
  const perSecond = median(turns.map(({ ours }) => ours.perSecond))
  return [
    name,
    fixed(perSecond, 0),
    '',
    '',
    fixed(median(turns.map(({ ours }) => ours.cpuMsEach)), 3),
    '',
    kilobytes(bytesEach),
    percent(ratio),
  ]
}

/** What is made for each request, uncompressed, so that what is measured is the making. */
async function measureMade({ name, path }: Case, { souk }: Servers, options: Options): Promise<string[]> {
  const ask: LoadOptions = { ...options, path, headers: { 'x-forwarded-for': '10.0.0.1' }, countQueries: true }
  await load(souk, { ...ask, path: (number) => path(number + 5000) })
  const { perSecond, p50Ms, p99Ms, cpuMsEach, queriesEach, bytesEach } = await load(souk, ask)
  return [name, fixed(perSecond, 0), fixed(p50Ms, 0), fixed(p99Ms, 0), fixed(cpuMsEach, 2), fixed(queriesEach, 2), kilobytes(bytesEach), '']
}

const TURNS = 7
const kilobytes = (bytes: number) => fixed(bytes / 1000, 1)
const median = (values: number[]) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!

/** The list API beside postgres.js running the list's own query in a loop. */
async function compareWithDatabase(world: LoadWorld, souk: MeasuredServer, options: Options): Promise<void> {
  const query = await world.use(capturedListQuery)
  const loop = await queryLoop(world.databaseUrl, query, { clients: options.connections, seconds: options.seconds })
  const api = await load(souk, { ...options, path: () => '/api/products' })
  say(`Product list API: ${fixed(api.perSecond, 0)}/s, its query in a loop: ${fixed(loop, 0)}/s, so ${percent(api.perSecond / loop)}.`)
}

/** Has the jobs that a new world left behind done by a server of their own, so that they do not count. */
async function workOff(world: LoadWorld): Promise<void> {
  const worker = await startMeasured(SERVER_ENTRY, { path: '/readyz', env: world.env })
  await settle(worker)
  await worker.stop()
}

/** Waits until nothing is asked of the database for a while. */
async function settle(server: MeasuredServer): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    await fetch(server.base)
    if ((await queriesPerSecondAtRest(server)) < QUIET_QUERIES_PER_SECOND) return
  }
}

const QUIET_QUERIES_PER_SECOND = 20
