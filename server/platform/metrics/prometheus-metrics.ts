import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { COUNTERS, GAUGES, HISTOGRAMS } from './catalogue'
import type { Metrics } from './metrics'

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Metrics of this process. Every name of the catalogue is shown from the first moment, with its zero where it has no labels. */
export function createMetrics({ withProcess = true }: { withProcess?: boolean } = {}): Metrics {
  const registry = new Registry()
  if (withProcess) collectDefaultMetrics({ register: registry })

  const counters = build(COUNTERS, (name, help, labelNames) => new Counter({ name, help, labelNames, registers: [registry] }))
  const gauges = build(GAUGES, (name, help, labelNames) => new Gauge({ name, help, labelNames, registers: [registry] }))
  const histograms = build(
    HISTOGRAMS,
    (name, help, labelNames) => new Histogram({ name, help, labelNames, buckets: BUCKETS_SECONDS, registers: [registry] }),
  )

  return {
    count: (name, labels = {}, by = 1) => known(counters, name).inc(labels, by),
    gauge: (name, value, labels = {}) => known(gauges, name).set(labels, value),
    observe: (name, seconds, labels = {}) => known(histograms, name).observe(labels, seconds),
    expose: () => registry.metrics(),
  }
}

type Described = Record<string, { help: string; labels: readonly string[] }>

function build<T>(described: Described, make: (name: string, help: string, labels: string[]) => T): Map<string, T> {
  return new Map(Object.entries(described).map(([name, { help, labels }]) => [name, make(name, help, [...labels])]))
}

function known<T>(metrics: Map<string, T>, name: string): T {
  const metric = metrics.get(name)
  if (!metric) throw new Error(`no such metric: ${name}`)
  return metric
}
