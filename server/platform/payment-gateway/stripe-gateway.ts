import { Stripe } from 'stripe'
import type { DomainError } from '../errors'
import type { Logger } from '../logger/logger'
import { accountNotFound, amountRefused, intentNotFound, refundRefused, requestReused, transferRefused } from './gateway-errors'
import type { PaymentGateway, PaymentIntent } from './payment-gateway'
import { toStripeAmount } from './stripe-amounts'
import { createStripeCalls, type Refusal } from './stripe-calls'
import { readAccount, readBalanceEntry, readIntentOf, readRefundOf, readReversal, readTransfer } from './stripe-objects'
import { readStripeWebhook } from './stripe-webhooks'

/** The version of the API that this driver was written for; the SDK's types are of the same. */
const API_VERSION = '2026-10-28.endive'
const WITH_CHARGE = { expand: ['latest_charge'] }
/** Where our own key stands on what Stripe made by it. */
const KEY = 'souk_key'
const PAGE = 100

export interface StripeGatewayOptions {
  secretKey: string
  publishableKey: string
  webhookSecrets: readonly string[]
  log: Logger
  /** Where Stripe is; only tests have it elsewhere. */
  apiUrl?: string
  /** How long one request may take. With the repeats nobody waits longer than twice the default. */
  timeoutMs?: number
}

/** Payments by Stripe: the platform charges, and moves the shops' shares to their accounts by transfers of their own. */
export function createStripeGateway({
  secretKey,
  publishableKey,
  webhookSecrets,
  log,
  apiUrl,
  timeoutMs = 10_000,
}: StripeGatewayOptions): PaymentGateway {
  const api = apiUrl ? new URL(apiUrl) : null
  const stripe = new Stripe(secretKey, {
    apiVersion: API_VERSION,
    maxNetworkRetries: 0,
    timeout: timeoutMs,
    telemetry: false,
    httpClient: Stripe.createNodeHttpClient(),
    ...(api && { host: api.hostname, port: api.port, protocol: api.protocol === 'http:' ? 'http' : 'https' }),
  })
  const livemode = isLiveKey(secretKey)
  const { call, persist, once } = createStripeCalls(log)

  async function present(intent: Stripe.PaymentIntent): Promise<PaymentIntent> {
    const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null
    const disputes = charge?.disputed ? await persist(() => stripe.disputes.list({ payment_intent: intent.id, limit: 1 })) : null
    return readIntentOf(intent, disputes?.data[0] ?? null)
  }
  const read = async (intentId: string) => present(await persist(() => stripe.paymentIntents.retrieve(intentId, WITH_CHARGE)))

  return {
    name: 'stripe',
    takesRealMoney: livemode,
    publishableKey,
    opensShopAccounts: true,

    checkAmount: (amountMinor, currency) => void toStripeAmount(amountMinor, currency),

    createIntent: ({ amountMinor, currency, metadata, transferGroup, idempotencyKey }) =>
      call(async () => {
        const intent = await once(idempotencyKey, (idempotencyKey) =>
          stripe.paymentIntents.create(
            {
              amount: toStripeAmount(amountMinor, currency),
              currency: currency.toLowerCase(),
              automatic_payment_methods: { enabled: true },
              transfer_group: transferGroup,
              metadata,
              ...WITH_CHARGE,
            },
            { idempotencyKey },
          ),
        )
        return present(intent)
      }, wrongAmount),

    readIntent: (intentId) => call(() => read(intentId)),

    disputeAddress: (disputeId) => `https://dashboard.stripe.com/${livemode ? '' : 'test/'}disputes/${disputeId}`,

    cancelIntent: (intentId) =>
      call(async () => {
        try {
          return await present(await persist(() => stripe.paymentIntents.cancel(intentId, WITH_CHARGE)))
        } catch (error) {
          if ((error as Partial<Refusal>).code !== 'payment_intent_unexpected_state') throw error
          return read(intentId)
        }
      }),

    refund: ({ intentId, amountMinor, idempotencyKey }) =>
      call(
        async () => {
          const { currency } = await persist(() => stripe.paymentIntents.retrieve(intentId))
          const amount = toStripeAmount(amountMinor, currency.toUpperCase())
          const find = () => findByKey(stripe.refunds.list({ payment_intent: intentId, limit: PAGE }), idempotencyKey, amount)
          // Stripe forgets a key after a day. What was refunded by it is still there.
          const done = await persist(find)
          const make = (key: string) =>
            stripe.refunds.create({ payment_intent: intentId, amount, metadata: { [KEY]: idempotencyKey } }, { idempotencyKey: key })
          return readRefundOf(done ?? (await once(idempotencyKey, make, find)))
        },
        missingOr(intentNotFound, refundRefused),
      ),

    readRefund: (refundId) => call(async () => readRefundOf(await persist(() => stripe.refunds.retrieve(refundId)))),

    createShopAccount: ({ email, country, metadata, idempotencyKey }) =>
      call(async () => {
        const account = await once(idempotencyKey, (idempotencyKey) =>
          stripe.accounts.create(
            { type: 'express', email, country, capabilities: { transfers: { requested: true } }, metadata },
            { idempotencyKey },
          ),
        )
        return readAccount(account)
      }),

    onboardingLink: ({ accountId, returnUrl, refreshUrl }) =>
      call(
        async () => {
          const link = await persist(() =>
            stripe.accountLinks.create({ account: accountId, return_url: returnUrl, refresh_url: refreshUrl, type: 'account_onboarding' }),
          )
          return { url: link.url, expiresAt: new Date(link.expires_at * 1000) }
        },
        missingOr(accountNotFound, () => null),
      ),

    readShopAccount: (accountId) =>
      call(
        async () => readAccount(await persist(() => stripe.accounts.retrieve(accountId))),
        missingOr(accountNotFound, () => null),
      ),

    transfer: ({ amountMinor, currency, accountId, transferGroup, chargeId, idempotencyKey }) =>
      call(
        async () => {
          const amount = toStripeAmount(amountMinor, currency)
          const find = () => findByKey(stripe.transfers.list({ transfer_group: transferGroup, limit: PAGE }), idempotencyKey, amount)
          const done = await persist(find)
          const make = (key: string) =>
            stripe.transfers.create(
              {
                amount,
                currency: currency.toLowerCase(),
                destination: accountId,
                transfer_group: transferGroup,
                metadata: { [KEY]: idempotencyKey },
                ...(chargeId && { source_transaction: chargeId }),
              },
              { idempotencyKey: key },
            )
          return readTransfer(done ?? (await once(idempotencyKey, make, find)))
        },
        (error) => transferRefused(error.code ?? 'refused'),
      ),

    reverseTransfer: ({ transferId, amountMinor, currency, idempotencyKey }) =>
      call(
        async () => {
          const amount = toStripeAmount(amountMinor, currency)
          const find = () => findByKey(stripe.transfers.listReversals(transferId, { limit: PAGE }), idempotencyKey, amount)
          const done = await persist(find)
          const make = (key: string) =>
            stripe.transfers.createReversal(transferId, { amount, metadata: { [KEY]: idempotencyKey } }, { idempotencyKey: key })
          return readReversal(done ?? (await once(idempotencyKey, make, find)))
        },
        (error) => transferRefused(error.code ?? 'too_much'),
      ),

    listBalanceTransactions: ({ since, cursor }) =>
      call(async () => {
        const page = await persist(() =>
          stripe.balanceTransactions.list({
            created: { gte: Math.floor(since.getTime() / 1000) },
            limit: PAGE,
            ...(cursor && { starting_after: cursor }),
          }),
        )
        return { entries: page.data.map(readBalanceEntry), cursor: page.has_more ? page.data.at(-1)!.id : null }
      }),

    readWebhook: (body, signature) => readStripeWebhook({ secrets: webhookSecrets, livemode }, body, signature),

    close: async () => {},
  }
}

export const isLiveKey = (key: string): boolean => /^[a-z]+_live_/.test(key)

/** What an earlier request with this key made. */
async function findByKey<Made extends { amount: number; metadata: Stripe.Metadata | null }>(
  made: AsyncIterable<Made>,
  key: string,
  amount: number,
): Promise<Made | null> {
  for await (const one of made) {
    if (one.metadata?.[KEY] !== key) continue
    if (one.amount !== amount) throw requestReused()
    return one
  }
  return null
}

const wrongAmount = ({ param }: Refusal) => (param === 'amount' || param === 'currency' ? amountRefused() : null)
const missingOr =
  (missing: () => DomainError, refused: () => DomainError | null) =>
  ({ code }: Refusal) =>
    code === 'resource_missing' ? missing() : refused()
