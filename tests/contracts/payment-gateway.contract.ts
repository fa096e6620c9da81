import type { PaymentGateway, PaymentIntent } from '#server/platform/payment-gateway/payment-gateway'
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'

export interface PaymentGatewayUnderTest {
  gateway: PaymentGateway
  /** What the buyer does at the provider. */
  buyer: {
    pays(intent: PaymentIntent): Promise<void>
    paysSlowly(intent: PaymentIntent): Promise<void>
    isRefused(intent: PaymentIntent): Promise<void>
    isAskedByTheBank(intent: PaymentIntent): Promise<void>
    approves(intent: PaymentIntent): Promise<void>
    refuses(intent: PaymentIntent): Promise<void>
  }
  /** Waits until what is slow is done. */
  settle(): Promise<void>
  /** A webhook as the provider would send it, with its signature. */
  webhook(at: Date): { body: string; signature: string }
}

/** What every payment provider promises to Souk. */
export function paymentGatewayContract({ gateway, buyer, settle, webhook }: PaymentGatewayUnderTest): void {
  const order = (over: object = {}) => ({
    amountMinor: 4990,
    currency: 'EUR',
    metadata: { checkoutId: randomUUID() },
    idempotencyKey: randomUUID(),
    ...over,
  })
  const paid = async () => {
    const intent = await gateway.createIntent(order())
    await buyer.pays(intent)
    return gateway.readIntent(intent.id)
  }
  const refundOf = (intent: PaymentIntent, amountMinor: number, idempotencyKey = randomUUID()) =>
    gateway.refund({ intentId: intent.id, amountMinor, idempotencyKey })

  describe('an intent', () => {
    it('waits for the buyer', async () => {
      const input = order()
      const intent = await gateway.createIntent(input)

      expect(intent).toMatchObject({
        status: 'requires_payment',
        amountMinor: 4990,
        currency: 'EUR',
        metadata: input.metadata,
        lastTry: null,
        dispute: null,
      })
      expect(intent.clientSecret.length).toBeGreaterThan(10)
      expect(await gateway.readIntent(intent.id)).toEqual(intent)
    })

    it('is made once by a key, however often and however simultaneously it is asked for', async () => {
      const input = order()
      const intents = await Promise.all(Array.from({ length: 8 }, () => gateway.createIntent(input)))

      expect(new Set(intents.map(({ id }) => id)).size).toBe(1)
    })

    it('is not made by a key that asked for something else', async () => {
      const input = order()
      await gateway.createIntent(input)

      await expect(gateway.createIntent({ ...input, amountMinor: 1 })).rejects.toMatchObject({ code: 'payments.request_reused' })
    })

    it('tells of the money that moved', async () => {
      const intent = await paid()

      expect(intent).toMatchObject({ status: 'succeeded', lastTry: { status: 'succeeded', amountMinor: 4990, declineCode: null } })
    })

    it('can be tried again after a refusal', async () => {
      const intent = await gateway.createIntent(order())
      await buyer.isRefused(intent)
      const refused = await gateway.readIntent(intent.id)
      await buyer.pays(intent)
      const paid = await gateway.readIntent(intent.id)

      expect(refused).toMatchObject({ status: 'requires_payment', lastTry: { status: 'failed', declineCode: 'card_declined' } })
      expect(paid).toMatchObject({ status: 'succeeded', lastTry: { status: 'succeeded' } })
      expect(paid.lastTry!.id).not.toBe(refused.lastTry!.id)
    })

    it('waits for the bank to ask the buyer', async () => {
      const [first, second] = [await gateway.createIntent(order()), await gateway.createIntent(order())]
      await buyer.isAskedByTheBank(first)
      await buyer.isAskedByTheBank(second)
      expect((await gateway.readIntent(first.id)).status).toBe('requires_action')

      await buyer.approves(first)
      await buyer.refuses(second)
      expect(await gateway.readIntent(first.id)).toMatchObject({ status: 'succeeded' })
      expect(await gateway.readIntent(second.id)).toMatchObject({
        status: 'requires_payment',
        lastTry: { status: 'failed', declineCode: 'authentication_failed' },
      })
    })

    it('may take a while', async () => {
      const intent = await gateway.createIntent(order())
      await buyer.paysSlowly(intent)
      expect((await gateway.readIntent(intent.id)).status).toBe('processing')
      expect((await gateway.cancelIntent(intent.id)).status).toBe('processing')

      await settle()
      expect((await gateway.readIntent(intent.id)).status).toBe('succeeded')
    })

    it('can be cancelled until the money moves, and again without harm', async () => {
      const intent = await gateway.createIntent(order())
      expect((await gateway.cancelIntent(intent.id)).status).toBe('cancelled')
      expect((await gateway.cancelIntent(intent.id)).status).toBe('cancelled')
      expect((await gateway.cancelIntent((await paid()).id)).status).toBe('succeeded')
    })

    it('cannot be paid once it is cancelled', async () => {
      const intent = await gateway.createIntent(order())
      await gateway.cancelIntent(intent.id)
      await buyer.pays(intent).catch(() => {})

      expect(await gateway.readIntent(intent.id)).toMatchObject({ status: 'cancelled', lastTry: null })
    })
  })

  describe('a refund', () => {
    it('is given once by a key', async () => {
      const intent = await paid()
      const key = randomUUID()
      const refunds = await Promise.all(Array.from({ length: 5 }, () => refundOf(intent, 1000, key)))

      expect(refunds[0]).toMatchObject({ intentId: intent.id, amountMinor: 1000, status: 'succeeded' })
      expect(new Set(refunds.map(({ id }) => id)).size).toBe(1)
      expect(await gateway.readRefund(refunds[0]!.id)).toMatchObject(refunds[0]!)
    })

    it('never gives back more than came, also in parts and at once', async () => {
      const intent = await paid()
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => refundOf(intent, 1000)))

      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(4)
      expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({ code: 'payments.refund_refused' })
    })

    it('needs money that came', async () => {
      const intent = await gateway.createIntent(order())

      await expect(refundOf(intent, 1000)).rejects.toMatchObject({ code: 'payments.refund_refused' })
    })
  })

  describe('a webhook', () => {
    it('is read when its signature is right', () => {
      const { body, signature } = webhook(new Date())

      expect(gateway.readWebhook(body, signature)).toMatchObject({ kind: 'intent.succeeded', raw: JSON.parse(body) })
    })

    it.each([-301, 301])('is refused when it is %i seconds away', (seconds) => {
      const { body, signature } = webhook(new Date(Date.now() + seconds * 1000))

      expect(() => gateway.readWebhook(body, signature)).toThrow(expect.objectContaining({ code: 'payments.webhook_rejected' }))
    })

    it.each([
      ['without a signature', () => ({ ...webhook(new Date()), signature: null })],
      ['with a signature that is none', () => ({ ...webhook(new Date()), signature: 't=1,v1=abc' })],
      ['with the signature of another', () => ({ ...webhook(new Date()), body: webhook(new Date()).body.replace('"', ' "') })],
    ])('is refused %s', (_, made) => {
      const { body, signature } = made()

      expect(() => gateway.readWebhook(body, signature)).toThrow(expect.objectContaining({ code: 'payments.webhook_rejected' }))
    })
  })
}
