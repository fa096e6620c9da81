/** The counters and timings of the house; names follow Prometheus' habits. */
export interface Metrics {
  count(name: string, labels?: Record<string, string>, by?: number): void
  gauge(name: string, value: number, labels?: Record<string, string>): void
  /** Records a duration in seconds. */
  observe(name: string, seconds: number, labels?: Record<string, string>): void
  /** The Prometheus text exposition. */
  expose(): Promise<string>
}
