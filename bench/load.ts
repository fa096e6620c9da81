import { setTimeout as pause } from 'node:timers/promises'
import autocannon from 'autocannon'
import { cpuMs } from './process-figures'
import { metric, type MeasuredServer } from './measured-server'

export interface Figures {
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** CPU time of the server process per request. */
  cpuMsEach: number
  /** Queries to Postgres per request, without those that the server asks at rest. */
  queriesEach: number
  bytesEach: number
}

const QUERIES = 'souk_db_queries_total'
const REST_SECONDS = 3

export interface LoadOptions {
  connections: number
  seconds: number
  /** The request's address, given its number; the same for all, or each another. */
  path: (number: number) => string
  headers?: Record<string, string>
  countQueries?: boolean
}

/** Asks a server as fast as it answers, for a while. Throws if anything but 200 comes back. */
export async function load(server: MeasuredServer, { connections, seconds, path, headers, countQueries }: LoadOptions): Promise<Figures> {
  let number = 0
  const atRest = countQueries ? await queriesPerSecondAtRest(server) : 0
  const queriesBefore = countQueries ? await metric(server, QUERIES) : 0
  const cpuBefore = cpuMs(server.pid)
  const result = await autocannon({
    url: server.base,
    connections,
    duration: seconds,
    headers,
    requests: [{ setupRequest: (request) => ({ ...request, path: path(number++) }) }],
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${path(0)}: ${result.non2xx} answers were not 200, ${result.errors} failed`)

  const done = result.requests.total
  return {
    perSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    cpuMsEach: (cpuMs(server.pid) - cpuBefore) / done,
    queriesEach: countQueries ? ((await metric(server, QUERIES)) - queriesBefore - atRest * result.duration) / done : 0,
    bytesEach: Math.round(result.throughput.total / done),
  }
}

/** What jobs, sweeps and listeners ask meanwhile. */
export async function queriesPerSecondAtRest(server: MeasuredServer): Promise<number> {
  const before = await metric(server, QUERIES)
  await pause(REST_SECONDS * 1000)
  return ((await metric(server, QUERIES)) - before) / REST_SECONDS
}
