import type { BalanceEntry, PaymentGateway, PaymentIntent } from '#server/platform/payment-gateway/payment-gateway'
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
  /** What the seller does on the provider's own pages. */
  seller: { onboards(accountId: string): Promise<void> }
  /** Waits until what is slow is done. */
  settle(): Promise<void>
  /** A webhook as the provider would send it, with its signature. */
  webhook(at: Date): { body: string; signature: string }
  /** What somebody has to do by hand at a provider elsewhere, so that no test can. */
  byHand?: boolean
}

/** What every payment provider promises to Souk. */
export function paymentGatewayContract({ gateway, buyer, seller, settle, webhook, byHand = false }: PaymentGatewayUnderTest): void {
  const needsNoHand = (name: string, test: () => Promise<void>) => {
    if (!byHand) it(name, test)
  }
  const order = (over: object = {}) => ({
    amountMinor: 4990,
    currency: 'EUR',
    metadata: { checkoutId: randomUUID() } as Record<string, string>,
    transferGroup: randomUUID() as string,
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

    needsNoHand('waits for the bank to ask the buyer', async () => {
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

    needsNoHand('may take a while', async () => {
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

  describe("a shop's account", () => {
    const application = () => ({
      email: 'shop@example.org',
      country: 'DE',
      metadata: { shopId: randomUUID() },
      idempotencyKey: randomUUID(),
    })
    const ready = async () => {
      const { id } = await gateway.createShopAccount(application())
      await seller.onboards(id)
      return id
    }
    const moveOf = (intent: PaymentIntent, accountId: string, over: object = {}) => ({
      amountMinor: 1000,
      currency: 'EUR',
      accountId,
      transferGroup: intent.metadata.checkoutId!,
      chargeId: intent.lastTry!.id,
      idempotencyKey: randomUUID(),
      ...over,
    })

    it('is made once by a key, and takes no money until the seller said who they are', async () => {
      const input = application()
      const accounts = await Promise.all(Array.from({ length: 4 }, () => gateway.createShopAccount(input)))

      expect(new Set(accounts.map(({ id }) => id)).size).toBe(1)
      expect(accounts[0]).toMatchObject({ canReceive: false, canPayOut: false, detailsSubmitted: false })
      expect(accounts[0]!.due.length).toBeGreaterThan(0)
      expect(await gateway.readShopAccount(accounts[0]!.id)).toEqual(accounts[0])
      await expect(gateway.transfer(moveOf(await paid(), accounts[0]!.id))).rejects.toMatchObject({ code: 'payments.transfer_refused' })
    })

    it('has a link for the seller', async () => {
      const { id } = await gateway.createShopAccount(application())
      const link = await gateway.onboardingLink({
        accountId: id,
        returnUrl: 'https://souk.example/back',
        refreshUrl: 'https://souk.example/again',
      })

      expect(link.url).toMatch(/^https:/)
      expect(link.expiresAt.getTime()).toBeGreaterThan(Date.now())
    })

    needsNoHand('takes money once the seller is through', async () => {
      expect(await gateway.readShopAccount(await ready())).toMatchObject({
        canReceive: true,
        canPayOut: true,
        detailsSubmitted: true,
        due: [],
        disabledReason: null,
      })
    })

    needsNoHand('is given its share once by a key', async () => {
      const [intent, accountId] = [await paid(), await ready()]
      const input = moveOf(intent, accountId)
      const moved = await Promise.all(Array.from({ length: 5 }, () => gateway.transfer(input)))

      expect(moved[0]).toMatchObject({ accountId, amountMinor: 1000, currency: 'EUR' })
      expect(new Set(moved.map(({ id }) => id)).size).toBe(1)
      await expect(gateway.transfer({ ...input, amountMinor: 999 })).rejects.toMatchObject({ code: 'payments.request_reused' })
    })

    needsNoHand('is never given more than the charge brought, also at once', async () => {
      const [intent, accountId] = [await paid(), await ready()]
      const results = await Promise.allSettled(Array.from({ length: 6 }, () => gateway.transfer(moveOf(intent, accountId))))

      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(4)
      expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({
        code: 'payments.transfer_refused',
        details: { why: 'balance_insufficient' },
      })
    })

    needsNoHand('gives back what is reversed, in parts, once by a key and no more than it got', async () => {
      const [intent, accountId] = [await paid(), await ready()]
      const { id: transferId } = await gateway.transfer(moveOf(intent, accountId))
      const back = (amountMinor: number, idempotencyKey = randomUUID() as string) =>
        gateway.reverseTransfer({ transferId, amountMinor, currency: 'EUR', idempotencyKey })
      const key = randomUUID()
      const [first, again] = [await back(600, key), await back(600, key)]

      expect(first).toMatchObject({ transferId, amountMinor: 600 })
      expect(again.id).toBe(first.id)
      await expect(back(401)).rejects.toMatchObject({ code: 'payments.transfer_refused' })
      expect(await back(400)).toMatchObject({ amountMinor: 400 })
    })

    it('is not known by another id', async () => {
      await expect(gateway.readShopAccount('acct_of_nobody')).rejects.toMatchObject({ code: 'payments.account_not_found' })
    })
  })

  describe('the book about the balance', () => {
    needsNoHand('has every movement with the id of what moved', async () => {
      const since = new Date(Date.now() - 1000)
      const intent = await paid()
      const refund = await refundOf(intent, 1000)
      const { id: accountId } = await gateway.createShopAccount({
        email: 'shop@example.org',
        country: 'DE',
        metadata: {},
        idempotencyKey: randomUUID(),
      })
      await seller.onboards(accountId)
      const transfer = await gateway.transfer({
        amountMinor: 2000,
        currency: 'EUR',
        accountId,
        transferGroup: 'a group',
        chargeId: intent.lastTry!.id,
        idempotencyKey: randomUUID(),
      })
      const reversal = await gateway.reverseTransfer({
        transferId: transfer.id,
        amountMinor: 500,
        currency: 'EUR',
        idempotencyKey: randomUUID(),
      })

      const entries = await everyEntry(gateway, since)
      const of = (sourceId: string) => entries.filter((entry) => entry.sourceId === sourceId)
      expect(of(intent.lastTry!.id)).toMatchObject([{ kind: 'charge', amountMinor: 4990, currency: 'EUR' }])
      expect(of(refund.id)).toMatchObject([{ kind: 'refund', amountMinor: -1000 }])
      expect(of(transfer.id)).toMatchObject([{ kind: 'transfer', amountMinor: -2000 }])
      expect(of(reversal.id)).toMatchObject([{ kind: 'transfer_reversal', amountMinor: 500 }])
    })

    it('says nothing of before', async () => {
      await paid()

      expect(await everyEntry(gateway, new Date(Date.now() + 3_600_000))).toEqual([])
    })
  })

  describe('a webhook', () => {
    it('is read when its signature is right', () => {
      const { body, signature } = webhook(new Date())

      expect(gateway.readWebhook(body, signature)).toMatchObject({
        kind: 'intent.succeeded',
        intentId: expect.stringMatching(/./),
        raw: { id: JSON.parse(body).id },
      })
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

async function everyEntry(gateway: PaymentGateway, since: Date): Promise<BalanceEntry[]> {
  const entries: BalanceEntry[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await gateway.listBalanceTransactions({ since, cursor })
    entries.push(...page.entries)
    cursor = page.cursor
  }
  return entries
}
