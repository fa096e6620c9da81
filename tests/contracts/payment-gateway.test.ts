import { TEST_CARDS, type TestCardBehaviour } from '#shared/contracts/payments'
import { signWebhook } from '#server/platform/payment-gateway/signed-webhook'
import { createTestGateway } from '#server/platform/payment-gateway/test-gateway'
import { TEST_SIGNATURE_HEADER } from '#server/platform/payment-gateway/test-webhooks'
import postgres from 'postgres'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { testContext } from '../support/context'
import { paymentGatewayContract } from './payment-gateway.contract'

const { config, log } = await testContext()
const secret = 'the secret of the webhooks'
const SLOW_SECONDS = 0.3
const gateway = createTestGateway({ url: config.databaseUrl, secret, log, slowSeconds: SLOW_SECONDS })
const sql = postgres(config.databaseUrl, { max: 1 })
afterAll(async () => {
  await gateway.close()
  await sql.end()
})

const card = (does: TestCardBehaviour) => TEST_CARDS.find((known) => known.does === does)!.number
const pay = (does: TestCardBehaviour) => async (intent: { id: string }) => void (await gateway.confirm(intent.id, card(does)))

describe('the test provider', () => {
  paymentGatewayContract({
    gateway,
    buyer: {
      pays: pay('succeeds'),
      paysSlowly: pay('succeeds_slowly'),
      isRefused: pay('is_declined'),
      isAskedByTheBank: pay('asks_the_buyer'),
      approves: async ({ id }) => void (await gateway.authenticate(id, 'approve')),
      refuses: async ({ id }) => void (await gateway.authenticate(id, 'refuse')),
    },
    seller: {
      onboards: async (accountId) =>
        void (await gateway.onboardingLink({ accountId, returnUrl: 'https://souk.example/', refreshUrl: 'https://souk.example/' })),
    },
    settle: () => pause(SLOW_SECONDS * 1000 + 50),
    webhook(at) {
      const body = JSON.stringify({
        id: `tevt_${randomUUID()}`,
        kind: 'intent.succeeded',
        intentId: 'ti_1',
        refundId: null,
        occurredAt: at,
      })
      return { body, signature: signWebhook(secret, body, at) }
    },
  })

  const made = () =>
    gateway.createIntent({ amountMinor: 2500, currency: 'EUR', metadata: {}, transferGroup: 'a group', idempotencyKey: randomUUID() })

  it('charges once when the buyer confirms twice at once', async () => {
    const intent = await made()
    const tries = await Promise.all(Array.from({ length: 6 }, () => gateway.confirm(intent.id, card('succeeds'))))

    expect(new Set(tries.map(({ lastTry }) => lastTry!.id)).size).toBe(1)
  })

  it.each([
    ['lacks_funds', { status: 'requires_payment', lastTry: { declineCode: 'insufficient_funds' } }],
    ['is_disputed', { status: 'succeeded', dispute: { status: 'open', amountMinor: 2500 } }],
  ] as const)('has a card that %s', async (does, outcome) => {
    expect(await gateway.confirm((await made()).id, card(does))).toMatchObject(outcome)
  })

  it('declines cards that it does not know', async () => {
    expect(await gateway.confirm((await made()).id, '5555555555554444')).toMatchObject({ lastTry: { declineCode: 'card_declined' } })
  })

  it('has a card that fails after a while', async () => {
    const intent = await made()
    await gateway.confirm(intent.id, card('fails_slowly'))
    await pause(SLOW_SECONDS * 1000 + 50)

    expect(await gateway.readIntent(intent.id)).toMatchObject({ status: 'requires_payment', lastTry: { declineCode: 'processing_error' } })
  })

  it('gives slow money back slowly', async () => {
    const intent = await made()
    await gateway.confirm(intent.id, card('succeeds_slowly'))
    await pause(SLOW_SECONDS * 1000 + 50)
    await gateway.readIntent(intent.id)
    const refund = await gateway.refund({ intentId: intent.id, amountMinor: 2500, idempotencyKey: randomUUID() })

    expect(refund.status).toBe('pending')
    await pause(SLOW_SECONDS * 1000 + 50)
    expect((await gateway.readRefund(refund.id)).status).toBe('succeeded')
  })

  it('keeps sending a signed webhook until it is taken', async () => {
    await sql`update test_provider.webhooks set delivered_at = now()`
    const received: string[] = []
    let isDown = true
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (part) => (body += part))
      request.on('end', () => {
        if (!isDown) received.push(gateway.readWebhook(body, String(request.headers[TEST_SIGNATURE_HEADER])).kind)
        response.writeHead(isDown ? 503 : 200).end()
      })
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    try {
      await gateway.confirm((await made()).id, card('succeeds'))
      expect(await gateway.post.deliver(address)).toBe(0)

      isDown = false
      await sql`update test_provider.webhooks set next_try_at = now()`
      expect(await gateway.post.deliver(address)).toBe(1)
      expect(await gateway.post.deliver(address)).toBe(0)
      expect(received).toEqual(['intent.succeeded'])
    } finally {
      server.close()
    }
  })

  it('settles a dispute either way, and books it', async () => {
    const [won, lost] = [await made(), await made()]
    for (const { id } of [won, lost]) await gateway.confirm(id, card('is_disputed'))

    expect(await gateway.closeDispute(won.id, 'won')).toMatchObject({ dispute: { status: 'won' } })
    expect(await gateway.closeDispute(lost.id, 'lost')).toMatchObject({ dispute: { status: 'lost' } })
    expect(await gateway.closeDispute(lost.id, 'won')).toMatchObject({ dispute: { status: 'lost' } })
    const { entries } = await gateway.listBalanceTransactions({ since: new Date(Date.now() - 60_000) })
    const ofDispute = async ({ id }: { id: string }) => {
      const { dispute } = await gateway.readIntent(id)
      return entries.filter(({ sourceId }) => sourceId === dispute!.id).map(({ amountMinor }) => amountMinor)
    }
    expect((await ofDispute(won)).sort()).toEqual([-2500, 2500])
    expect(await ofDispute(lost)).toEqual([-2500])
  })

  it('stops an account that owes an answer, and tells of it', async () => {
    const { id } = await gateway.createShopAccount({
      email: 'shop@example.org',
      country: 'DE',
      metadata: {},
      idempotencyKey: randomUUID(),
    })
    await gateway.onboardingLink({ accountId: id, returnUrl: 'https://souk.example/', refreshUrl: 'https://souk.example/' })
    await gateway.restrictAccount(id, ['identity'])

    expect(await gateway.readShopAccount(id)).toMatchObject({ canReceive: false, canPayOut: false, due: ['identity'] })
    const told = await sql`select 1 from test_provider.webhooks where body::jsonb->>'accountId' = ${id}`
    expect(told).toHaveLength(2)
  })

  it('says so when its database is away', async () => {
    const lost = createTestGateway({ url: 'postgres://nobody@127.0.0.1:1/nothing', secret, log })

    await expect(lost.readIntent('ti_1')).rejects.toMatchObject({ kind: 'unavailable', code: 'payments.provider_unavailable' })
    await lost.close()
  })
})
