import type { PaymentGateway } from '#server/platform/payment-gateway/payment-gateway'
import { createStripeGateway } from '#server/platform/payment-gateway/stripe-gateway'
import type { Logger } from '#server/platform/logger/logger'
import { Stripe } from 'stripe'
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { sign } from '../support/doubles/fake-stripe/deliveries'
import { FAKE_PUBLISHABLE_KEY, FAKE_SECRET_KEY, startFakeStripe } from '../support/doubles/fake-stripe/fake-stripe'
import { silentLogger } from '../support/silent-logger'
import { paymentGatewayContract } from './payment-gateway.contract'

const SECRET = 'whsec_of_the_endpoint'
const OLD_SECRET = 'whsec_of_before'
const fake = await startFakeStripe()
afterAll(() => fake.stop())
afterEach(() => fake.faults.clear())

const optionsOf = (over: object = {}) => ({
  secretKey: FAKE_SECRET_KEY,
  publishableKey: FAKE_PUBLISHABLE_KEY,
  webhookSecrets: [SECRET, OLD_SECRET],
  apiUrl: fake.url,
  log: silentLogger,
  ...over,
})
const gateway = createStripeGateway(optionsOf())

const eventOf = (type: string, object: object, over: object = {}) => ({
  id: `evt_${randomUUID()}`,
  object: 'event',
  api_version: Stripe.API_VERSION,
  created: Math.floor(Date.now() / 1000),
  data: { object },
  livemode: false,
  type,
  ...over,
})
const succeeded = (over: object = {}) =>
  eventOf('payment_intent.succeeded', { id: 'pi_1', object: 'payment_intent', status: 'succeeded', client_secret: 'pi_1_secret_x' }, over)

describe('Stripe, as our own stand-in plays it', () => {
  const confirm = (method: string) => async (intent: { id: string }) => fake.confirm(intent.id, method)

  paymentGatewayContract({
    gateway,
    buyer: {
      pays: confirm('pm_card_visa'),
      paysSlowly: confirm('pm_slow_success'),
      isRefused: confirm('pm_card_chargeDeclined'),
      isAskedByTheBank: confirm('pm_card_threeDSecure2Required'),
      approves: async ({ id }) => fake.authenticate(id, 'approve'),
      refuses: async ({ id }) => fake.authenticate(id, 'refuse'),
    },
    seller: { onboards: async (accountId) => void fake.onboard(accountId) },
    settle: async () => fake.settle(),
    webhook: (at) => sign(succeeded(), SECRET, at),
  })
})

// Where there is no key, `npm test` names this at its end.
const TEST_KEY = process.env.STRIPE_TEST_KEY
if (TEST_KEY) describe("Stripe's own test mode", () => contractOf(TEST_KEY))

function contractOf(secretKey: string) {
  const stripe = new Stripe(secretKey)
  const confirm = (payment_method: string) => async (intent: { id: string }) =>
    void (await stripe.paymentIntents
      .confirm(intent.id, { payment_method, return_url: 'https://souk.example/' })
      .catch((error: { type?: string }) => {
        if (error.type !== 'StripeCardError') throw error
      }))
  const isLeftOut = async () => {
    throw new Error('needs a hand')
  }

  paymentGatewayContract({
    gateway: createStripeGateway({ ...optionsOf(), secretKey, apiUrl: undefined }),
    buyer: {
      pays: confirm('pm_card_visa'),
      isRefused: confirm('pm_card_chargeDeclined'),
      paysSlowly: isLeftOut,
      isAskedByTheBank: isLeftOut,
      approves: isLeftOut,
      refuses: isLeftOut,
    },
    seller: { onboards: isLeftOut },
    settle: isLeftOut,
    webhook: (at) => sign(succeeded(), SECRET, at),
    byHand: true,
  })
}

describe('the driver of Stripe', () => {
  const order = (over: object = {}) => ({
    amountMinor: 4990,
    currency: 'EUR',
    metadata: { checkoutId: randomUUID() },
    transferGroup: randomUUID() as string,
    idempotencyKey: randomUUID() as string,
    ...over,
  })
  const paid = async (method = 'pm_card_visa') => {
    const intent = await gateway.createIntent(order())
    fake.confirm(intent.id, method)
    return gateway.readIntent(intent.id)
  }

  it('ties a payment to its checkout, and lets Stripe choose the ways to pay', async () => {
    const input = order()
    const { id } = await gateway.createIntent(input)

    expect(fake.state.intents.get(id)).toMatchObject({
      transfer_group: input.transferGroup,
      metadata: input.metadata,
      automatic_payment_methods: { enabled: true },
    })
  })

  it.each([
    ['pm_card_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card'],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc'],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error'],
    ['pm_card_chargeDeclined', 'card_declined'],
  ])('tells why a card was refused: %s', async (method, declineCode) => {
    expect(await paid(method)).toMatchObject({ status: 'requires_payment', lastTry: { status: 'failed', declineCode } })
  })

  it('has a payment that fails after a while', async () => {
    const intent = await gateway.createIntent(order())
    fake.confirm(intent.id, 'pm_slow_failure')
    fake.settle()

    expect(await gateway.readIntent(intent.id)).toMatchObject({
      status: 'requires_payment',
      lastTry: { status: 'failed', declineCode: 'processing_error' },
    })
  })

  it('tells of a dispute until it is decided', async () => {
    const intent = await paid('pm_card_createDispute')
    expect(intent).toMatchObject({ status: 'succeeded', dispute: { status: 'open', amountMinor: 4990 } })
    await expect(gateway.refund({ intentId: intent.id, amountMinor: 1, idempotencyKey: randomUUID() })).rejects.toMatchObject({
      code: 'payments.refund_refused',
    })

    fake.closeDispute(intent.dispute!.id, 'lost')
    expect((await gateway.readIntent(intent.id)).dispute).toMatchObject({ status: 'lost' })
  })

  it('follows a refund that takes a while, to the end or to its failure', async () => {
    const refundOf = async (method: string) =>
      gateway.refund({ intentId: (await paid(method)).id, amountMinor: 4990, idempotencyKey: randomUUID() })
    const [comes, fails] = [await refundOf('pm_card_pendingRefund'), await refundOf('pm_card_refundFail')]
    expect([comes.status, fails.status]).toEqual(['pending', 'pending'])

    fake.settle()
    expect((await gateway.readRefund(comes.id)).status).toBe('succeeded')
    expect((await gateway.readRefund(fails.id)).status).toBe('failed')
  })

  it('reads the fee off the book', async () => {
    const since = new Date(Date.now() - 1000)
    const intent = await paid()
    const { entries } = await gateway.listBalanceTransactions({ since })

    expect(entries.find(({ sourceId }) => sourceId === intent.lastTry!.id)).toMatchObject({ amountMinor: 4990, feeMinor: 100 })
  })

  it('turns the pages of a long book', async () => {
    const since = new Date(Date.now() - 1000)
    const intent = await paid()
    for (let cents = 0; cents < 120; cents++) await gateway.refund({ intentId: intent.id, amountMinor: 1, idempotencyKey: randomUUID() })
    const first = await gateway.listBalanceTransactions({ since })
    const second = await gateway.listBalanceTransactions({ since, cursor: first.cursor })

    expect(first.entries).toHaveLength(100)
    expect(second.cursor === null || second.entries.length === 100).toBe(true)
    expect(new Set([...first.entries, ...second.entries].map(({ id }) => id)).size).toBe(100 + second.entries.length)
  })

  it('hears that a shop owes an answer', async () => {
    const { id } = await gateway.createShopAccount({ email: 's@example.org', country: 'DE', metadata: {}, idempotencyKey: randomUUID() })
    fake.onboard(id)
    fake.restrict(id, ['individual.verification.document'])
    const { body, signature } = sign(fake.deliveries.events.at(-1)!, SECRET, new Date())

    expect(gateway.readWebhook(body, signature)).toMatchObject({ kind: 'account.updated', accountId: id, intentId: null, refundId: null })
    expect(await gateway.readShopAccount(id)).toMatchObject({
      canReceive: false,
      canPayOut: false,
      due: ['individual.verification.document'],
      disabledReason: 'requirements.past_due',
    })
  })

  describe('an amount', () => {
    it.each([
      ['EUR', 4990, 4990],
      ['JPY', 500, 500],
      ['KWD', 5120, 5120],
      ['ISK', 500, 50_000],
      ['UGX', 2000, 200_000],
    ])('of %s %i is %i to Stripe, and the same again back', async (currency, amountMinor, amount) => {
      const intent = await gateway.createIntent(order({ currency, amountMinor }))

      expect(fake.state.intents.get(intent.id)).toMatchObject({ amount, currency: currency.toLowerCase() })
      expect(intent).toMatchObject({ amountMinor, currency })
    })

    it('that cannot be taken is known before anything is held for it', () => {
      expect(() => gateway.checkAmount(5124, 'KWD')).toThrow(expect.objectContaining({ code: 'payments.amount_refused' }))
      expect(() => gateway.checkAmount(5120, 'KWD')).not.toThrow()
    })

    it.each([
      ['KWD', 5124, 'has a third decimal'],
      ['EUR', 12, 'is too small'],
    ])('of %s %i is refused: it %s', async (currency, amountMinor) => {
      await expect(gateway.createIntent(order({ currency, amountMinor }))).rejects.toMatchObject({ code: 'payments.amount_refused' })
    })
  })

  describe('when Stripe stumbles', () => {
    const intentsOf = (checkoutId: string) => [...fake.state.intents.values()].filter(({ metadata }) => metadata.checkoutId === checkoutId)
    const refundsOf = (intentId: string) => [...fake.state.refunds.values()].filter(({ payment_intent }) => payment_intent === intentId)

    it.each(['drop_before', 'drop_after_commit', 'error_500', 'error_429'] as const)(
      'by %s, makes one payment all the same',
      async (does) => {
        const input = order()
        fake.faults.add({ on: 'POST /v1/payment_intents', does, times: 2 })

        expect(await gateway.createIntent(input)).toMatchObject({ status: 'requires_payment' })
        expect(intentsOf(input.metadata.checkoutId)).toHaveLength(1)
      },
    )

    it('by an answer that takes too long, makes one payment all the same', async () => {
      const impatient = createStripeGateway(optionsOf({ timeoutMs: 200 }))
      const input = order()
      fake.faults.add({ on: 'POST /v1/payment_intents', does: { delaySeconds: 1 }, times: 99 })
      await expect(impatient.createIntent(input)).rejects.toMatchObject({ code: 'payments.provider_unavailable' })

      fake.faults.clear()
      expect(await impatient.createIntent(input)).toMatchObject({ status: 'requires_payment' })
      expect(intentsOf(input.metadata.checkoutId)).toHaveLength(1)
    })

    it('by a 500 that it keeps, gets a payment by another key', async () => {
      fake.faults.add({ on: 'POST /v1/payment_intents', does: 'error_500_kept' })

      expect(await gateway.createIntent(order())).toMatchObject({ status: 'requires_payment' })
    })

    it.each(['drop_before', 'drop_after_commit', 'error_500', 'error_500_kept', 'error_500_after_commit', 'error_429'] as const)(
      'by %s, gives money back once',
      async (does) => {
        const intent = await paid()
        fake.faults.add({ on: 'POST /v1/refunds', does })
        const input = { intentId: intent.id, amountMinor: 1000, idempotencyKey: randomUUID() }
        const refund = await gateway.refund(input)

        expect(refund.status).toBe('succeeded')
        expect((await gateway.refund(input)).id).toBe(refund.id)
        expect(refundsOf(intent.id)).toHaveLength(1)
      },
    )

    it('gives nothing back twice when Stripe has forgotten the key', async () => {
      const intent = await paid()
      const input = { intentId: intent.id, amountMinor: 1000, idempotencyKey: randomUUID() }
      const refund = await gateway.refund(input)
      fake.advance(25 * 3600)

      expect((await gateway.refund(input)).id).toBe(refund.id)
      expect(refundsOf(intent.id)).toHaveLength(1)
    })

    it('moves a share once, whatever becomes of the answers', async () => {
      const [intent, { id: accountId }] = [
        await paid(),
        await gateway.createShopAccount({ email: 's@example.org', country: 'DE', metadata: {}, idempotencyKey: randomUUID() }),
      ]
      fake.onboard(accountId)
      const input = {
        amountMinor: 1000,
        currency: 'EUR',
        accountId,
        transferGroup: intent.metadata.checkoutId!,
        chargeId: intent.lastTry!.id,
        idempotencyKey: randomUUID(),
      }
      fake.faults.add({ on: 'POST /v1/transfers', does: 'error_500_after_commit' })
      const { id } = await gateway.transfer(input)
      fake.advance(25 * 3600)

      expect((await gateway.transfer(input)).id).toBe(id)
      expect([...fake.state.transfers.values()].filter(({ destination }) => destination === accountId)).toHaveLength(1)

      const back = { transferId: id, amountMinor: 400, currency: 'EUR', idempotencyKey: randomUUID() }
      fake.faults.add({ on: '/reversals', does: 'drop_after_commit', times: 2 })
      const reversal = await gateway.reverseTransfer(back)
      fake.advance(25 * 3600)
      expect((await gateway.reverseTransfer(back)).id).toBe(reversal.id)
      expect(fake.state.transfers.get(id)).toMatchObject({ amount_reversed: 400 })
    })

    it('for good, says so without a word of the payment in the log', async () => {
      const said: unknown[] = []
      const note = (...words: unknown[]) => void said.push(words)
      const log: Logger = Object.assign(Object.create(silentLogger) as Logger, { warn: note, error: note })
      const watched = createStripeGateway(optionsOf({ log }))
      const wrongKey = createStripeGateway(optionsOf({ secretKey: 'sk_test_of_nobody', log }))
      fake.faults.add({ on: 'POST /v1/payment_intents', does: 'error_500_after_commit', times: 99 })

      await expect(watched.createIntent(order())).rejects.toMatchObject({ kind: 'unavailable', code: 'payments.provider_unavailable' })
      await expect(wrongKey.createIntent(order())).rejects.toMatchObject({ kind: 'unavailable', code: 'payments.provider_unavailable' })
      expect(JSON.stringify(said)).toContain('An unknown error occurred')
      expect(JSON.stringify(said)).toContain('Invalid API Key')
      expect(JSON.stringify(said)).not.toContain('_secret_')
    })

    it('again and again, lets nobody wait for it, and asks anew in a moment', async () => {
      const patient = createStripeGateway(optionsOf())
      fake.faults.add({ on: 'GET /v1/payment_intents', does: 'drop_before', times: 1000 })
      const { id } = await patient.createIntent(order())
      await Promise.allSettled(Array.from({ length: 3 }, () => patient.readIntent(id)))
      const callsBefore = fake.calls.length
      const since = Date.now()
      const results = await Promise.allSettled(Array.from({ length: 50 }, () => patient.readIntent(id)))

      expect(results.map((result) => result.status === 'rejected' && result.reason.code)).toEqual(
        results.map(() => 'payments.provider_unavailable'),
      )
      expect(fake.calls.length).toBe(callsBefore)
      expect(Date.now() - since).toBeLessThan(500)
      fake.faults.clear()
      await expect.poll(() => patient.readIntent(id).then((intent) => intent.status, String), { timeout: 5000 }).toBe('requires_payment')
    })

    it('and is not there at all, says so', async () => {
      const lost = createStripeGateway(optionsOf({ apiUrl: 'http://127.0.0.1:9' }))

      await expect(lost.readIntent('pi_1')).rejects.toMatchObject({ kind: 'unavailable', code: 'payments.provider_unavailable' })
    })
  })

  describe('a webhook', () => {
    const read = (event: object, { of = gateway as PaymentGateway, secret = SECRET } = {}) => {
      const { body, signature } = sign(event, secret, new Date())
      return () => of.readWebhook(body, signature)
    }
    const refused = (why: string) => expect.objectContaining({ code: 'payments.webhook_rejected', details: { why } })

    it('is taken by the secret of before while it changes', () => {
      expect(read(succeeded(), { secret: OLD_SECRET })()).toMatchObject({ intentId: 'pi_1' })
      expect(read(succeeded(), { secret: 'whsec_of_nobody' })).toThrow(refused('wrong signature'))
    })

    it('is taken when one of several signatures is right', () => {
      const { body, signature } = sign(succeeded(), SECRET, new Date())
      const [time, right] = signature.split(',')

      expect(gateway.readWebhook(body, `${time},v1=${'0'.repeat(64)},${right},v0=abc`)).toMatchObject({ intentId: 'pi_1' })
    })

    it('of the other mode is refused', () => {
      const live = createStripeGateway(optionsOf({ secretKey: 'sk_live_1' }))

      expect(read(succeeded({ livemode: true }))).toThrow(refused('wrong mode'))
      expect(read(succeeded(), { of: live })).toThrow(refused('wrong mode'))
      expect(read(succeeded({ livemode: true }), { of: live })()).toMatchObject({ intentId: 'pi_1' })
    })

    it('about money of another account is refused', () => {
      expect(read(succeeded({ account: 'acct_2' }))).toThrow(refused('another account'))
      expect(read(eventOf('account.updated', { id: 'acct_1', object: 'account' }, { account: 'acct_2' }))).toThrow(
        refused('another account'),
      )
    })

    it('that is none is refused', () => {
      expect(read({ object: 'list' })).toThrow(refused('not an event'))
    })

    it('keeps nothing of the buyer and no secret', () => {
      const event = read(eventOf('charge.succeeded', { id: 'ch_1', object: 'charge', billing_details: { name: 'Ada' } }))()

      expect(event).toMatchObject({ kind: 'other', intentId: null, refundId: null, accountId: null })
      expect(JSON.stringify([event, read(succeeded())()])).not.toMatch(/Ada|_secret_/)
    })

    it.each([
      [
        'refund.failed',
        { id: 're_1', object: 'refund', payment_intent: 'pi_1' },
        { kind: 'refund.updated', refundId: 're_1', intentId: 'pi_1' },
      ],
      ['charge.dispute.created', { id: 'du_1', object: 'dispute', payment_intent: 'pi_1' }, { kind: 'dispute.opened', intentId: 'pi_1' }],
      ['charge.dispute.closed', { id: 'du_1', object: 'dispute', payment_intent: 'pi_1' }, { kind: 'dispute.closed', intentId: 'pi_1' }],
      ['payment_intent.canceled', { id: 'pi_1', object: 'payment_intent' }, { kind: 'intent.cancelled', intentId: 'pi_1' }],
    ])('%s says where to look', (type, object, seen) => {
      expect(read(eventOf(type, object))()).toMatchObject(seen)
    })
  })
})
