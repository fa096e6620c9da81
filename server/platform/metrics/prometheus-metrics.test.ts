import { describe, expect, it } from 'vitest'
import { COUNTERS, GAUGES, HISTOGRAMS, type CounterName } from './catalogue'
import { createMetrics } from './prometheus-metrics'

describe('metrics', () => {
  it('show every name of the catalogue from the first moment', async () => {
    const shown = await createMetrics({ withProcess: false }).expose()
    for (const name of [...Object.keys(COUNTERS), ...Object.keys(GAUGES), ...Object.keys(HISTOGRAMS)])
      expect(shown).toContain(`# HELP ${name} `)
  })

  it('count, set and time', async () => {
    const metrics = createMetrics({ withProcess: false })
    metrics.count('shop_oversell_prevented_total')
    metrics.count('shop_orders_total', { status: 'placed' }, 2)
    metrics.gauge('shop_outbox_pending', 7)
    metrics.observe('shop_webhook_lag_seconds', 0.3)

    const shown = await metrics.expose()
    expect(shown).toContain('\nshop_oversell_prevented_total 1\n')
    expect(shown).toContain('\nshop_orders_total{status="placed"} 2\n')
    expect(shown).toContain('\nshop_outbox_pending 7\n')
    expect(shown).toContain('\nshop_webhook_lag_seconds_bucket{le="0.5"} 1\n')
    expect(shown).toContain('\nshop_webhook_lag_seconds_bucket{le="0.25"} 0\n')
  })

  it("refuse a name that is not in the catalogue, and a label that is not the name's", () => {
    const metrics = createMetrics({ withProcess: false })
    expect(() => metrics.count('made_up_total' as CounterName)).toThrow('no such metric: made_up_total')
    expect(() => metrics.count('shop_orders_total', { orderId: '1' })).toThrow()
  })

  it('tell about the process', async () => {
    expect(await createMetrics().expose()).toContain('nodejs_eventloop_lag_seconds')
  })
})
