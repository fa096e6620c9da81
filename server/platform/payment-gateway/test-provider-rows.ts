import type postgres from 'postgres'
import { randomBytes } from 'node:crypto'
import { requestReused } from './gateway-errors'
import type { ProviderEvent } from './payment-gateway'

export type Sql = postgres.Sql | postgres.TransactionSql

const PREFIX = {
  intent: 'ti',
  secret: 'ti_secret',
  charge: 'tch',
  refund: 'tre',
  dispute: 'tdp',
  event: 'tevt',
  account: 'tacct',
  transfer: 'ttr',
  reversal: 'ttrr',
}
export const idOf = (kind: keyof typeof PREFIX) => `${PREFIX[kind]}_${randomBytes(12).toString('base64url')}`

/** Writes a webhook; it is delivered once the change that it tells of has committed. */
export async function tell(
  sql: Sql,
  kind: ProviderEvent['kind'],
  intentId: string | null,
  refundId: string | null = null,
  accountId: string | null = null,
): Promise<void> {
  const { id, body } = eventOf(kind, intentId, refundId, accountId)
  await sql`insert into test_provider.webhooks (id, body) values (${id}, ${body})`
}

/** A webhook as it is sent. */
export function eventOf(
  kind: ProviderEvent['kind'],
  intentId: string | null,
  refundId: string | null = null,
  accountId: string | null = null,
): { id: string; body: string } {
  const id = idOf('event')
  return { id, body: JSON.stringify({ id, kind, intentId, refundId, accountId, occurredAt: new Date().toISOString() }) }
}

/** Takes a key for the first request with it; false when there was one before. */
export async function takeKey(sql: Sql, key: string, request: string, resultId: string): Promise<boolean> {
  const taken = await sql`
    insert into test_provider.requests (key, request, result_id) values (${key}, ${request}, ${resultId})
    on conflict (key) do nothing returning key`
  return taken.length > 0
}

/** What came of the first request with this key. */
export async function knownResult<Row>(
  sql: Sql,
  table: 'intents' | 'refunds' | 'accounts' | 'transfers' | 'reversals',
  key: string,
  request: string,
): Promise<Row> {
  const [known] = await sql<
    { request: string; result_id: string }[]
  >`select request, result_id from test_provider.requests where key = ${key}`
  if (known!.request !== request) throw requestReused()
  const rows = await sql`select * from ${sql('test_provider')}.${sql(table)} where id = ${known!.result_id}`
  return rows[0] as unknown as Row
}
