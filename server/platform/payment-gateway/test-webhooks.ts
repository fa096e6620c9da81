import type postgres from 'postgres'
import type { Logger } from '../logger/logger'
import { signWebhook } from './signed-webhook'

/** The header that carries the signature. */
export const TEST_SIGNATURE_HEADER = 'souk-test-signature'

const PAUSE_MS = 1000
/** A webhook comes some moments after what it tells of; what is written meanwhile leaves with it. */
const COLLECT_MS = 200
const AT_ONCE = 50
const TIMEOUT_MS = 10_000

export interface WebhookPost {
  /** Delivers to this address from now on, and again until each is taken. */
  start(address: string): void
  /** Something was written: do not wait for the next round. */
  wake(): void
  /** Delivers what is due once, and says how many were taken. */
  deliver(address: string): Promise<number>
  stop(): Promise<void>
}

interface WebhookPostOptions {
  sql: postgres.Sql
  secret: string
  log: Logger
  beforeDelivery: () => Promise<void>
}

/** The test provider's post office: at least once, in no order, with growing pauses, for as long as it takes. */
export function createWebhookPost({ sql, secret, log, beforeDelivery }: WebhookPostOptions): WebhookPost {
  let address: string | null = null
  let timer: NodeJS.Timeout | undefined
  let isWoken = false
  let round: Promise<unknown> = Promise.resolve()

  async function deliver(to: string): Promise<number> {
    await beforeDelivery()
    const due = await sql<{ id: string; body: string }[]>`
      update test_provider.webhooks set attempts = attempts + 1, next_try_at = now() + least(power(2, attempts), 60) * interval '1 second'
      where id in (
        select id from test_provider.webhooks where delivered_at is null and next_try_at <= now()
        order by next_try_at limit ${AT_ONCE} for update skip locked
      )
      returning id, body`
    const taken = (await Promise.all(due.map((webhook) => deliverOne(to, webhook)))).filter((id) => id !== null)
    if (taken.length > 0) await sql`update test_provider.webhooks set delivered_at = now() where id in ${sql(taken)}`
    return taken.length
  }

  /** Its id when it was taken. */
  async function deliverOne(to: string, { id, body }: { id: string; body: string }): Promise<string | null> {
    try {
      const response = await fetch(to, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [TEST_SIGNATURE_HEADER]: signWebhook(secret, body, new Date()) },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      return response.ok ? id : null
    } catch {
      return null
    }
  }

  function next(inMs: number): void {
    if (!address) return
    clearTimeout(timer)
    const to = address
    timer = setTimeout(() => {
      isWoken = false
      round = round
        .then(() => deliver(to))
        .catch((error) => log.warn({ error }, 'test webhooks wait'))
        .finally(() => isWoken || next(PAUSE_MS))
    }, inMs)
    timer.unref()
  }

  return {
    deliver,
    start(to) {
      address = to
      next(PAUSE_MS)
    },
    wake() {
      if (isWoken) return
      isWoken = true
      next(COLLECT_MS)
    },
    async stop() {
      address = null
      clearTimeout(timer)
      await round
    },
  }
}
