/** Every metric of the house. One that is not listed here cannot be counted. */
export const COUNTERS = {
  http_requests_total: { help: 'Answers sent', labels: ['method', 'route', 'status'] },
  shop_orders_total: { help: 'Orders by what became of them', labels: ['status'] },
  shop_checkout_failures_total: { help: 'Checkouts that did not become an order', labels: ['reason'] },
  shop_oversell_prevented_total: { help: 'Times the last unit was asked for twice', labels: [] },
  shop_webhook_events_total: { help: 'Webhooks from payment providers', labels: ['result'] },
  shop_email_send_total: { help: 'Mails handed to the provider', labels: ['result'] },
  shop_upload_failures_total: { help: 'Files that could not be stored', labels: ['reason'] },
  shop_ws_resume_total: { help: 'Sockets that came back', labels: [] },
  souk_transaction_retries_total: { help: 'Transactions repeated after a deadlock or a serialisation failure', labels: [] },
  souk_db_queries_total: { help: 'Queries sent to Postgres', labels: [] },
  souk_page_cache_total: { help: 'Pages and answers of the API for everybody by where they came from', labels: ['result'] },
  souk_rate_limited_total: { help: 'Requests refused by a limit', labels: ['limit'] },
  souk_job_runs_total: { help: 'Jobs by name and outcome', labels: ['job', 'result'] },
} as const

export const GAUGES = {
  shop_outbox_pending: { help: 'Jobs that are due and wait', labels: [] },
  shop_outbox_oldest_age_seconds: { help: 'How long the oldest due job waits', labels: [] },
  shop_dead_letters: { help: 'Jobs whose every try failed', labels: [] },
  shop_ws_connections: { help: 'Open sockets of this process', labels: [] },
  shop_ledger_imbalance_minor_units: { help: 'What the ledger is off by; always 0', labels: [] },
  shop_reconcile_mismatches: { help: 'Differences with the payment provider that were open when its book was read last', labels: [] },
  shop_backup_last_success_timestamp_seconds: { help: 'When a backup last succeeded', labels: [] },
  shop_restore_drill_last_success_timestamp_seconds: { help: 'When a restore was last rehearsed', labels: [] },
  souk_dependency_up: { help: '1 while a part the process needs can be reached', labels: ['part'] },
} as const

export const HISTOGRAMS = {
  http_request_duration_seconds: { help: 'Time from a request to the end of its answer', labels: ['method', 'route', 'status'] },
  shop_webhook_lag_seconds: { help: 'Time from an event at the provider to its effect here', labels: [] },
  shop_ws_delivery_seconds: { help: 'Time from an announcement to the socket', labels: [] },
  souk_job_duration_seconds: { help: 'Time a job took', labels: ['job'] },
  souk_page_render_seconds: { help: 'Time to make a page or an answer of the API that was not cached', labels: [] },
} as const

export type CounterName = keyof typeof COUNTERS
export type GaugeName = keyof typeof GAUGES
export type HistogramName = keyof typeof HISTOGRAMS
