import { defineEventHandler, setResponseHeader } from 'h3'
import { lastOpenCount } from '#server/domains/reconciliation'
import { sendError } from '#server/http/define-route'
import { mayReadMetrics } from '#server/http/may-read-metrics'
import { routeNotFound } from '#server/http/route-errors'
import { contextOf } from '#server/http/world'
import type { Context } from '#server/platform/context'

/** The Prometheus exposition. To anybody else there is nothing here. */
export default defineEventHandler(async (event) => {
  const ctx = contextOf(event)
  if (!mayReadMetrics(event.node.req, ctx.config.METRICS_TOKEN)) return sendError(event, ctx, routeNotFound())

  await measureNow(ctx)
  setResponseHeader(event, 'content-type', 'text/plain; version=0.0.4; charset=utf-8')
  setResponseHeader(event, 'cache-control', 'no-store')
  return ctx.metrics.expose()
})

/** What is only known by asking. While Postgres is away the rest is still told. */
async function measureNow(ctx: Context): Promise<void> {
  const { queue, metrics, cache, bus, config } = ctx
  const stats = queue.isReady() ? await queue.stats().catch(() => null) : null
  metrics.gauge('souk_dependency_up', stats ? 1 : 0, { part: 'database' })
  if (config.REDIS_URL) metrics.gauge('souk_dependency_up', cache.isHealthy() && bus.isHealthy() ? 1 : 0, { part: 'redis' })
  if (!stats) return

  metrics.gauge('shop_outbox_pending', stats.waiting)
  metrics.gauge('shop_outbox_oldest_age_seconds', stats.oldestSeconds)
  metrics.gauge('shop_dead_letters', stats.failed)
  const openCount = await lastOpenCount(ctx).catch(() => null)
  if (openCount !== null) metrics.gauge('shop_reconcile_mismatches', openCount)
}
