import { openRenewingPool } from '#db/renewing-pool'
import postgres from 'postgres'
import { TEST_CARDS, type TestCardBehaviour } from '#shared/contracts/payments'
import { DomainError } from '../errors'
import type { Logger } from '../logger/logger'
import { intentNotFound, providerUnavailable, refundRefused } from './gateway-errors'
import type { PaymentGateway, PaymentIntent, ProviderEvent, ProviderRefund } from './payment-gateway'
import { checkWebhookSignature } from './signed-webhook'
import { eventOf, idOf, knownResult, tell, type Sql } from './test-provider-rows'
import { createTestShopAccounts } from './test-shop-accounts'
import { createWebhookPost, type WebhookPost } from './test-webhooks'

/** What the test provider does beyond a real one: the buyer's side of a payment, which elsewhere is the provider's own form. */
export interface TestGateway extends PaymentGateway {
  readonly name: 'test'
  /** The buyer types a card. Doing it twice at once charges once. */
  confirm(intentId: string, cardNumber: string): Promise<PaymentIntent>
  /** The buyer answers the bank's question. */
  authenticate(intentId: string, outcome: 'approve' | 'refuse'): Promise<PaymentIntent>
  /** The buyer's bank decides. */
  closeDispute(intentId: string, outcome: 'won' | 'lost'): Promise<PaymentIntent>
  /** Asks a shop for something more and stops its account meanwhile; of nothing it asks no more. */
  restrictAccount(accountId: string, due: readonly string[]): Promise<void>
  /** Its webhooks on their way here. */
  post: WebhookPost
}

export interface TestGatewayOptions {
  url: string
  /** Signs its webhooks. */
  secret: string
  log: Logger
  /** How long a slow card takes. */
  slowSeconds?: number
}

interface IntentRow {
  id: string
  client_secret: string
  amount_minor: number
  currency: string
  metadata: Record<string, string>
  status: PaymentIntent['status']
  behaviour: TestCardBehaviour | null
  charge_id: string | null
  charge_status: 'pending' | 'succeeded' | 'failed' | null
  charge_at: Date | null
  decline_code: string | null
  dispute_id: string | null
  dispute_status: 'open' | 'won' | 'lost' | null
  dispute_at: Date | null
}

interface RefundRow {
  id: string
  intent_id: string
  amount_minor: number
  status: ProviderRefund['status']
  at: Date
}

const DEFAULT_SLOW_SECONDS = 8
const RESPOND_WITHIN_MS = 7 * 24 * 60 * 60 * 1000

/**
 * A payment provider that is made for trying Souk out. It behaves as one elsewhere does: its own tables on its own
 * connections, outside Souk's transactions; idempotency keys; signed webhooks that are repeated until they arrive.
 */
export function createTestGateway({ url, secret, log, slowSeconds = DEFAULT_SLOW_SECONDS }: TestGatewayOptions): TestGateway {
  const { client: sql, close } = openRenewingPool(
    (sockets) =>
      postgres(url, {
        max: 5,
        idle_timeout: 60,
        connect_timeout: 5,
        // It would ask for array types on each new connection, and nobody hears where that is cut off; no array is kept here.
        fetch_types: false,
        onnotice: () => {},
        types: { bigint: { to: 20, from: [20], serialize: String, parse: Number } },
        connection: { application_name: 'souk-test-provider', statement_timeout: 10_000 },
        ...sockets,
      }) as unknown as postgres.Sql,
  )
  const post = createWebhookPost({ sql, secret, log, beforeDelivery: () => settleWhatIsDue(sql) })

  const call = <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((error) => {
      if (error instanceof DomainError) throw error
      log.warn({ error }, 'the test provider failed')
      throw providerUnavailable()
    })

  /** Changes one intent, and tells of what came of it. Where somebody else was faster it looks again. */
  const change = (intentId: string, decide: (intent: IntentRow) => Change | null) =>
    call(async () => {
      for (;;) {
        const [intent] = await sql<IntentRow[]>`select * from test_provider.intents where id = ${intentId}`
        if (!intent) throw intentNotFound()
        const decided = decide(intent)
        const changed = decided ? await apply(sql, intent, decided, slowSeconds) : intent
        if (!changed) continue
        post.wake()
        return presentIntent(changed)
      }
    })

  return {
    name: 'test',
    takesRealMoney: false,
    publishableKey: null,
    opensShopAccounts: false,
    post,
    ...createTestShopAccounts({ sql, call, wake: post.wake }),

    checkAmount() {},

    createIntent: (input) =>
      call(async () => {
        const request = JSON.stringify([input.amountMinor, input.currency, input.metadata])
        const id = idOf('intent')
        const [made] = await sql<IntentRow[]>`
          with request as (
            insert into test_provider.requests (key, request, result_id) values (${input.idempotencyKey}, ${request}, ${id})
            on conflict (key) do nothing returning result_id
          )
          insert into test_provider.intents (id, client_secret, amount_minor, currency, metadata)
          select result_id, ${idOf('secret')}, ${input.amountMinor}, ${input.currency}, ${sql.json(input.metadata)} from request
          returning *`
        return presentIntent(made ?? (await knownResult<IntentRow>(sql, 'intents', input.idempotencyKey, request)))
      }),

    readIntent: (intentId) =>
      call(async () => {
        const [intent] = await sql<(IntentRow & { due: boolean })[]>`
          select *, coalesce(status = 'processing' and settles_at <= now(), false) as due from test_provider.intents where id = ${intentId}`
        if (!intent) throw intentNotFound()
        if (!intent.due) return presentIntent(intent)

        await settleWhatIsDue(sql)
        const [settled] = await sql<IntentRow[]>`select * from test_provider.intents where id = ${intentId}`
        return presentIntent(settled!)
      }),

    disputeAddress: () => null,

    cancelIntent: (intentId) =>
      change(intentId, ({ status }) => (status === 'requires_payment' || status === 'requires_action' ? { to: 'cancelled' } : null)),

    confirm: (intentId, cardNumber) =>
      change(intentId, ({ status }) => {
        if (status !== 'requires_payment' && status !== 'requires_action') return null
        const behaviour = TEST_CARDS.find((card) => card.number === cardNumber)?.does ?? 'is_declined'
        return { ...CONFIRMED[behaviour], behaviour }
      }),

    authenticate: (intentId, outcome) =>
      change(intentId, ({ status }) => {
        if (status !== 'requires_action') return null
        return outcome === 'approve' ? { to: 'succeeded' } : { to: 'requires_payment', declineCode: 'authentication_failed' }
      }),

    closeDispute: (intentId, outcome) => change(intentId, ({ dispute_status }) => (dispute_status === 'open' ? { closes: outcome } : null)),

    refund: (input) =>
      call(async () => {
        const request = JSON.stringify([input.intentId, input.amountMinor])
        const refund = await sql.begin(async (tx) => {
          const id = idOf('refund')
          const first = await tx`
            insert into test_provider.requests (key, request, result_id) values (${input.idempotencyKey}, ${request}, ${id})
            on conflict (key) do nothing returning key`
          if (first.length === 0) return knownResult<RefundRow>(tx, 'refunds', input.idempotencyKey, request)
          return giveBack(tx, id, input, slowSeconds)
        })
        post.wake()
        return presentRefund(refund)
      }),

    readRefund: (refundId) =>
      call(async () => {
        await settleWhatIsDue(sql)
        const [refund] = await sql<RefundRow[]>`select * from test_provider.refunds where id = ${refundId}`
        if (!refund) throw intentNotFound()
        return presentRefund(refund)
      }),

    readWebhook(body, signature) {
      checkWebhookSignature([secret], body, signature)
      const { id, kind, intentId, refundId, accountId = null, occurredAt } = JSON.parse(body) as Omit<ProviderEvent, 'raw'>
      return { id, kind, intentId, refundId, accountId, occurredAt: new Date(occurredAt), raw: JSON.parse(body) }
    },

    async close() {
      await post.stop()
      await close()
    },
  }
}

/** What a card, or the bank, makes of an intent. */
type Change = Confirmed | { closes: 'won' | 'lost' }
interface Confirmed {
  to: PaymentIntent['status']
  declineCode?: string
  behaviour?: TestCardBehaviour
  disputed?: boolean
}

const CONFIRMED: Record<TestCardBehaviour, Confirmed> = {
  succeeds: { to: 'succeeded' },
  is_declined: { to: 'requires_payment', declineCode: 'card_declined' },
  lacks_funds: { to: 'requires_payment', declineCode: 'insufficient_funds' },
  asks_the_buyer: { to: 'requires_action' },
  succeeds_slowly: { to: 'processing' },
  fails_slowly: { to: 'processing' },
  is_disputed: { to: 'succeeded', disputed: true },
}

const EVENT_OF: Partial<Record<PaymentIntent['status'], ProviderEvent['kind']>> = {
  succeeded: 'intent.succeeded',
  cancelled: 'intent.cancelled',
  requires_payment: 'intent.failed',
}

/** The change and what is told of it in one statement; undefined when the intent is not as it was seen any more. */
async function apply(sql: Sql, intent: IntentRow, decided: Change, slowSeconds: number): Promise<IntentRow | undefined> {
  if ('closes' in decided) return closeDispute(sql, intent, decided.closes)
  const { to, behaviour, declineCode, disputed } = decided
  const charges = to === 'succeeded' || to === 'processing' || declineCode !== undefined
  const chargeStatus = to === 'succeeded' ? 'succeeded' : to === 'processing' ? 'pending' : 'failed'
  const kind = EVENT_OF[to]
  const events = [...(kind ? [eventOf(kind, intent.id)] : []), ...(disputed ? [eventOf('dispute.opened', intent.id)] : [])]
  const [changed] = await sql<IntentRow[]>`
    with changed as (update test_provider.intents set
      status = ${to},
      behaviour = ${behaviour ?? intent.behaviour},
      charge_id = case when ${charges} then ${idOf('charge')} else charge_id end,
      charge_status = case when ${charges} then ${chargeStatus} else charge_status end,
      charge_at = case when ${charges} then now() else charge_at end,
      decline_code = ${declineCode ?? null},
      settles_at = case when ${to} = 'processing' then now() + make_interval(secs => ${slowSeconds}) end,
      dispute_id = case when ${disputed ?? false} then ${idOf('dispute')} end,
      dispute_status = case when ${disputed ?? false} then 'open' end,
      dispute_at = case when ${disputed ?? false} then now() end
    where id = ${intent.id} and status = ${intent.status} returning *),
    told as (
      insert into test_provider.webhooks (id, body)
      select event.id, event.body from jsonb_to_recordset(${sql.json(events)}) as event (id text, body text), changed
    )
    select * from changed`
  return changed
}

async function closeDispute(sql: Sql, intent: IntentRow, outcome: 'won' | 'lost'): Promise<IntentRow | undefined> {
  const { id, body } = eventOf('dispute.closed', intent.id)
  const [closed] = await sql<IntentRow[]>`
    with closed as (
      update test_provider.intents set dispute_status = ${outcome}, dispute_closed_at = now()
      where id = ${intent.id} and dispute_status = 'open' returning *
    ),
    told as (insert into test_provider.webhooks (id, body) select ${id}::text, ${body}::text from closed)
    select * from closed`
  return closed
}

/** What was slow and is done by now. */
async function settleWhatIsDue(sql: Sql): Promise<void> {
  const settled = await sql<{ id: string; status: string }[]>`
    with due as (
      select id from test_provider.intents where status = 'processing' and settles_at <= now() for update skip locked
    )
    update test_provider.intents intent set
      status = case when behaviour = 'fails_slowly' then 'requires_payment' else 'succeeded' end,
      charge_status = case when behaviour = 'fails_slowly' then 'failed' else 'succeeded' end,
      decline_code = case when behaviour = 'fails_slowly' then 'processing_error' end,
      charge_at = now()
    from due where intent.id = due.id returning intent.id, intent.status`
  for (const { id, status } of settled) await tell(sql, status === 'succeeded' ? 'intent.succeeded' : 'intent.failed', id)

  const refunded = await sql<RefundRow[]>`
    with due as (select id from test_provider.refunds where status = 'pending' and settles_at <= now() for update skip locked)
    update test_provider.refunds refund set status = 'succeeded', at = now() from due where refund.id = due.id returning refund.*`
  for (const refund of refunded) await tell(sql, 'refund.updated', refund.intent_id, refund.id)
}

async function giveBack(
  sql: Sql,
  id: string,
  { intentId, amountMinor }: { intentId: string; amountMinor: number },
  slowSeconds: number,
): Promise<RefundRow> {
  const [intent] = await sql<IntentRow[]>`select * from test_provider.intents where id = ${intentId} for update`
  if (!intent) throw intentNotFound()
  const [sums] = await sql<{ refunded: number }[]>`
    select coalesce(sum(amount_minor), 0)::bigint as refunded from test_provider.refunds where intent_id = ${intentId} and status <> 'failed'`
  if (intent.status !== 'succeeded' || sums!.refunded + amountMinor > intent.amount_minor) throw refundRefused()

  const isSlow = intent.behaviour === 'succeeds_slowly'
  const [refund] = await sql<RefundRow[]>`
    insert into test_provider.refunds (id, intent_id, amount_minor, status, settles_at)
    values (${id}, ${intentId}, ${amountMinor}, ${isSlow ? 'pending' : 'succeeded'}, now() + make_interval(secs => ${slowSeconds}))
    returning *`
  if (!isSlow) await tell(sql, 'refund.updated', intentId, id)
  return refund!
}

const presentIntent = (row: IntentRow): PaymentIntent => ({
  id: row.id,
  status: row.status,
  amountMinor: row.amount_minor,
  currency: row.currency,
  clientSecret: row.client_secret,
  lastTry: row.charge_id
    ? { id: row.charge_id, status: row.charge_status!, amountMinor: row.amount_minor, declineCode: row.decline_code, at: row.charge_at! }
    : null,
  dispute: row.dispute_id
    ? {
        id: row.dispute_id,
        status: row.dispute_status!,
        amountMinor: row.amount_minor,
        reason: 'fraudulent',
        at: row.dispute_at!,
        respondBy: new Date(row.dispute_at!.getTime() + RESPOND_WITHIN_MS),
      }
    : null,
  metadata: row.metadata,
})

const presentRefund = (row: RefundRow): ProviderRefund => ({
  id: row.id,
  intentId: row.intent_id,
  status: row.status,
  amountMinor: row.amount_minor,
  at: row.at,
})

/** The gateway as the test provider; null where it is another. */
export const asTestGateway = (gateway: PaymentGateway): TestGateway | null => (gateway.name === 'test' ? (gateway as TestGateway) : null)
