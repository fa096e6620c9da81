import type { CounterName, GaugeName, HistogramName } from './catalogue'

/** The counters and timings of the house; `catalogue.ts` lists them. Labels have few values: never an id. */
export interface Metrics {
  count(name: CounterName, labels?: Record<string, string>, by?: number): void
  gauge(name: GaugeName, value: number, labels?: Record<string, string>): void
  /** Records a duration in seconds. */
  observe(name: HistogramName, seconds: number, labels?: Record<string, string>): void
  /** The Prometheus text exposition. */
  expose(): Promise<string>
}
