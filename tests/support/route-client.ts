import { createApp, createRouter, toWebHandler } from 'h3'
import type { Route } from '#server/http/define-route'
import { provideWorld } from '#server/http/world'
import type { World } from '#server/platform/context'
import { createMetrics } from '#server/platform/metrics/prometheus-metrics'
import type { Metrics } from '#server/platform/metrics/metrics'

/** Metrics that also tell how many queries were sent; give them to `testContext`. */
export function countingMetrics(): Metrics & { queries: () => number } {
  const metrics = createMetrics()
  let queries = 0
  return {
    ...metrics,
    count(name, labels, by) {
      if (name === 'souk_db_queries_total') queries += by ?? 1
      metrics.count(name, labels, by)
    },
    queries: () => queries,
  }
}

export interface RouteAnswer {
  status: number
  // A test says which shape it expects by its assertions.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any
  headers: Headers
  /** How many queries it took. */
  queries: number
}

/** Asks routes in this process, each mounted at its address in h3's notation, such as `/api/products/:slug`. */
export function routeClient(ctx: World & { metrics: Metrics & { queries: () => number } }, routes: Record<string, Route>) {
  provideWorld(ctx)
  const router = createRouter()
  for (const [path, route] of Object.entries(routes)) router.use(path, route)
  const answerTo = toWebHandler(createApp().use(router))

  return async function get(path: string): Promise<RouteAnswer> {
    const before = ctx.metrics.queries()
    const response = await answerTo(new Request(`http://souk.test${path}`))
    const text = await response.text()
    return {
      status: response.status,
      body: text === '' ? null : JSON.parse(text),
      headers: response.headers,
      queries: ctx.metrics.queries() - before,
    }
  }
}
