import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkouts, orderGroups, payments, refunds, stockHolds, webhookInbox } from '#db/schema'
import { receiveWebhook, workWebhook } from '#server/domains/payments'
import { jobs } from '#server/jobs'
import { mailFolder } from '#server/platform/world'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { providerUnavailable } from '#server/platform/payment-gateway/gateway-errors'
import type { PaymentGateway } from '#server/platform/payment-gateway/payment-gateway'
import { signWebhook } from '#server/platform/payment-gateway/signed-webhook'
import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make, type MadeProduct } from '../../../tests/support/make'
import { levelOf } from '../../../tests/support/small-shop'
import { finalizeCheckout } from './finalize-checkout'
import { getCheckout } from './get-checkout'
import { inspectMarketplace } from './inspect-marketplace'
import { startCheckout } from './start-checkout'
import { sweepCheckouts } from './sweep'

const ctx = await testContext({}, jobs)
const { guest, fill, form, start, pay } = buying(ctx)
const groups = () => ctx.db.select().from(orderGroups)
const later = (minutes: number) => {
  const moment = new Date(ctx.now.getTime() + minutes * 60_000)
  ctx.travelTo(moment)
  return moment
}
const setIntent = (id: string, status: string) =>
  ctx.db.execute(sql`
    update test_provider.intents
    set status = ${status}, charge_id = 'tch_' || id, charge_status = ${status === 'succeeded' ? 'succeeded' : 'pending'}, charge_at = now(), settles_at = now() + interval '1 hour'
    where id = ${id}`)

beforeEach(async () => {
  await ctx.db.execute(
    sql`truncate order_groups, document_counters, checkouts, carts, idempotency_keys, ledger_accounts, stock_holds, products, users, webhook_inbox cascade`,
  )
  await ctx.db.execute(sql`truncate test_provider.intents, test_provider.requests, test_provider.webhooks cascade`)
})
afterEach(async () => {
  ctx.travelTo(null)
  await ctx.queue.drain()
  expect((await inspectMarketplace(ctx)).filter(({ ok, invariant }) => !ok && !invariant.includes('read model'))).toEqual([])
})

async function paying(stock = 5): Promise<{ who: Actor; bowl: MadeProduct; checkoutId: string; intentId: string }> {
  const bowl = await make(ctx).product({ stock })
  const who = guest()
  await fill(who, bowl)
  const { checkout, intent } = await start(who)
  return { who, bowl, checkoutId: checkout.id, intentId: intent!.id }
}

/** The gateway, except for what is broken. */
const withGateway = (broken: Partial<PaymentGateway>): Context => ({ ...ctx, gateway: { ...ctx.gateway, ...broken } })
const away = async () => {
  throw providerUnavailable()
}

describe('a hold whose time is up', () => {
  it('goes back, and nobody can pay any more', async () => {
    const { who, bowl, checkoutId, intentId } = await paying()
    later(14)
    await sweepCheckouts(ctx)
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 5, reserved: 1 })

    later(2)
    await sweepCheckouts(ctx)
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 5, reserved: 0 })
    expect(await getCheckout(ctx, who, checkoutId)).toMatchObject({ checkout: { status: 'expired' }, payment: { status: 'cancelled' } })
    expect(await ctx.db.select().from(stockHolds)).toMatchObject([{ state: 'expired' }])
    expect((await ctx.gateway.readIntent(intentId)).status).toBe('cancelled')
    await expect(pay(who, checkoutId)).rejects.toMatchObject({ code: 'checkout.over' })
  })

  it('becomes an order when the money was faster', async () => {
    const { bowl, intentId } = await paying()
    await setIntent(intentId, 'succeeded')
    later(16)
    await sweepCheckouts(ctx)

    expect(await groups()).toHaveLength(1)
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 5, reserved: 1 })
  })

  it.each([
    ['the provider is still at it', async (intentId: string) => void (await setIntent(intentId, 'processing')), {}],
    ['the provider does not answer', async () => {}, { cancelIntent: away }],
  ])('stays for five more minutes while %s', async (_, happen, broken) => {
    const { who, bowl, checkoutId, intentId } = await paying()
    await happen(intentId)
    const moment = later(16)
    await sweepCheckouts(withGateway(broken))

    const { checkout } = await getCheckout(ctx, who, checkoutId)
    expect(checkout.status).toBe('paying')
    expect(checkout.expiresAt.getTime() - moment.getTime()).toBe(5 * 60_000)
    expect(await ctx.db.select().from(stockHolds)).toMatchObject([{ state: 'active', expiresAt: checkout.expiresAt }])
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 5, reserved: 1 })

    await setIntent(intentId, 'succeeded')
    later(6)
    await sweepCheckouts(ctx)
    expect(await groups()).toHaveLength(1)
  })

  it('is ended once by two sweepers', async () => {
    const { bowl } = await paying()
    later(16)
    await Promise.all([sweepCheckouts(ctx), sweepCheckouts(ctx), sweepCheckouts(ctx)])

    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 5, reserved: 0 })
  })
})

describe('a crash', () => {
  it('before the intent is made is made good by the sweeper, with the same key', async () => {
    const bowl = await make(ctx).product()
    const who = guest()
    await fill(who, bowl)
    const input = await form(who)
    await expect(startCheckout(withGateway({ createIntent: away }), who, 'one press of it', input)).rejects.toMatchObject({
      code: 'payments.provider_unavailable',
    })
    expect(await ctx.db.select().from(payments)).toMatchObject([{ status: 'creating', intentId: null }])

    later(1)
    await sweepCheckouts(ctx)
    expect(await ctx.db.select().from(payments)).toMatchObject([{ status: 'pending', intentId: expect.stringMatching(/^ti_/) }])

    const { checkout, intent } = await startCheckout(ctx, who, 'one press of it', input)
    expect(intent!.status).toBe('requires_payment')
    await pay(who, checkout.id)
    expect(await groups()).toHaveLength(1)
  })

  it('after the intent is made, before we know of it, makes no second one', async () => {
    const who = guest()
    await fill(who, await make(ctx).product())
    const input = await form(who)
    const answerLost = withGateway({
      createIntent: async (asked) => {
        await ctx.gateway.createIntent(asked)
        return away()
      },
    })
    await startCheckout(answerLost, who, 'one press of it', input).catch(() => {})
    await startCheckout(ctx, who, 'one press of it', input)

    const intents = await ctx.db.execute<{ n: number }>(sql`select count(*)::int as n from test_provider.intents`)
    expect(intents[0]!.n).toBe(1)
  })

  it('before the intent is made ends without one when the time is up', async () => {
    const bowl = await make(ctx).product({ stock: 5 })
    const who = guest()
    await fill(who, bowl)
    await start(who).catch(() => {})
    await ctx.db.execute(sql`truncate test_provider.intents cascade`)
    await ctx.db.update(payments).set({ status: 'creating', intentId: null })
    later(16)
    await sweepCheckouts(withGateway({ createIntent: away }))

    expect(await ctx.db.select().from(checkouts)).toMatchObject([{ status: 'expired' }])
    expect(await ctx.db.select().from(payments)).toMatchObject([{ status: 'cancelled' }])
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 5, reserved: 0 })
  })

  it('while the intent is made for a checkout that is ended meanwhile leaves nothing that can be paid', async () => {
    const who = guest()
    await fill(who, await make(ctx).product())
    const input = await form(who)
    const slow = withGateway({
      createIntent: async (asked) => {
        later(16)
        await sweepCheckouts(withGateway({ createIntent: away }))
        return ctx.gateway.createIntent(asked)
      },
    })
    const started = await startCheckout(slow, who, 'one press of it', input)

    expect(started).toMatchObject({ checkout: { status: 'expired' }, payment: { status: 'cancelled' }, intent: null })
    const intents = await ctx.db.execute<{ status: string }>(sql`select status from test_provider.intents`)
    expect(intents.map(({ status }) => status)).toEqual(['cancelled'])
  })

  it('after the charge, before the order, is made good by the sweeper', async () => {
    const { intentId } = await paying()
    await setIntent(intentId, 'succeeded')
    later(16)
    await sweepCheckouts(ctx)
    await sweepCheckouts(ctx)

    expect(await groups()).toHaveLength(1)
  })
})

describe('a webhook', () => {
  const secret = createHmac('sha256', ctx.config.secret).update('webhooks of the test provider').digest('hex')
  const sent = (over: object) => {
    const body = JSON.stringify({ id: 'tevt_1', kind: 'intent.succeeded', intentId: null, refundId: null, occurredAt: new Date(), ...over })
    return [body, signWebhook(secret, body, new Date())] as const
  }

  it('makes an order of what was paid', async () => {
    const { intentId } = await paying()
    await setIntent(intentId, 'succeeded')
    await receiveWebhook(ctx, ...sent({ intentId }))
    expect(await groups()).toEqual([])

    await ctx.queue.drain()
    expect(await groups()).toHaveLength(1)
    expect(await ctx.db.select().from(webhookInbox)).toMatchObject([{ attempts: 1, error: null, processedAt: expect.any(Date) }])
  })

  it('has one effect however often it comes, and before what it tells of', async () => {
    const { intentId } = await paying()
    await receiveWebhook(ctx, ...sent({ intentId }))
    await ctx.queue.drain()
    expect(await groups()).toEqual([])

    await setIntent(intentId, 'succeeded')
    const again = sent({ id: 'tevt_2', intentId })
    await Promise.all(Array.from({ length: 5 }, () => receiveWebhook(ctx, ...again)))
    await ctx.queue.drain()
    expect(await groups()).toHaveLength(1)
    expect(await ctx.db.select().from(webhookInbox)).toHaveLength(2)
  })

  it('asks the provider nothing where its buyer has brought the news before it was worked', async () => {
    const { checkoutId, intentId } = await paying()
    await setIntent(intentId, 'succeeded')
    await receiveWebhook(ctx, ...sent({ intentId }))
    await finalizeCheckout(ctx, checkoutId)
    expect(await groups()).toHaveLength(1)

    const [webhook] = await ctx.db.select().from(webhookInbox)
    expect(webhook!.processedAt).toBeNull()
    const deaf = withGateway({ readIntent: () => expect.unreachable() })
    await workWebhook(deaf, webhook!.id, (checkoutId) => finalizeCheckout(deaf, checkoutId))
    expect(await ctx.db.select().from(webhookInbox)).toMatchObject([{ error: null, processedAt: expect.any(Date) }])
  })

  it('is stored as worked, and causes no work, where its buyer has brought the news before it came', async () => {
    const { checkoutId, intentId } = await paying()
    await setIntent(intentId, 'succeeded')
    await finalizeCheckout(ctx, checkoutId)
    await ctx.queue.drain()

    await receiveWebhook(ctx, ...sent({ intentId }))
    await receiveWebhook(ctx, ...sent({ intentId }))
    expect(await ctx.db.select().from(webhookInbox)).toMatchObject([{ eventId: 'tevt_1', error: null, processedAt: expect.any(Date) }])
    expect(await ctx.queue.drain()).toEqual({ done: 0, failed: 0 })
  })

  it('with a wrong signature leaves no trace', async () => {
    const { intentId } = await paying()
    const [body] = sent({ intentId })

    await expect(receiveWebhook(ctx, body, signWebhook('another secret', body, new Date()))).rejects.toMatchObject({
      code: 'payments.webhook_rejected',
    })
    expect(await ctx.db.select().from(webhookInbox)).toEqual([])
  })

  it('of a payment that is not ours is taken and forgotten', async () => {
    await receiveWebhook(ctx, ...sent({ intentId: 'ti_of_somebody_else' }))
    await ctx.queue.drain()

    expect(await ctx.db.select().from(webhookInbox)).toMatchObject([{ processedAt: expect.any(Date) }])
  })

  it('that nobody worked is worked by the sweeper', async () => {
    const { intentId } = await paying()
    await setIntent(intentId, 'succeeded')
    const [body, signature] = sent({ intentId })
    const event = ctx.gateway.readWebhook(body, signature)
    await ctx.db.insert(webhookInbox).values({ id: ctx.newId(), provider: 'test', eventId: event.id, payload: event, receivedAt: ctx.now })
    later(1)
    await sweepCheckouts(ctx)

    expect(await groups()).toHaveLength(1)
  })
})

describe('money without goods', () => {
  const lateMoney = async () => {
    const made = await paying()
    later(16)
    await sweepCheckouts(ctx)
    await setIntent(made.intentId, 'succeeded')
    await finalizeCheckout(ctx, made.checkoutId)
    return made
  }
  const mails = () =>
    readdirSync(mailFolder(ctx.config), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(json|eml|html|txt)$/.test(name))
      .map((name) => readFileSync(path.join(mailFolder(ctx.config), name), 'utf8'))

  it('goes back the way it came, and the buyer is told', async () => {
    const { who, checkoutId, intentId } = await lateMoney()
    expect(await getCheckout(ctx, who, checkoutId)).toMatchObject({
      checkout: { status: 'expired' },
      payment: { status: 'captured' },
      refunded: true,
    })
    await ctx.queue.drain()

    expect(await ctx.db.select().from(refunds)).toMatchObject([
      { status: 'succeeded', amountMinor: 1490, orderId: null, providerRefundId: expect.any(String) },
    ])
    const [sum] = await ctx.db.execute<{ amount: string }>(
      sql`select sum(amount_minor) as amount from test_provider.refunds where intent_id = ${intentId}`,
    )
    expect(Number(sum!.amount)).toBe(1490)
    const booked = await ctx.db.execute<{ amount: string }>(sql`
      select sum(entry.amount_minor) as amount from ledger_entries entry join ledger_accounts account on account.id = entry.account_id group by account.kind`)
    expect(booked.map(({ amount }) => Number(amount))).toEqual([0, 0])
    expect(mails().some((mail) => mail.includes('Your payment is on its way back'))).toBe(true)
  })

  it('goes back once, however often it is asked for', async () => {
    const { checkoutId } = await lateMoney()
    await Promise.all(Array.from({ length: 5 }, () => finalizeCheckout(ctx, checkoutId)))
    await ctx.queue.drain()
    later(5)
    await sweepCheckouts(ctx)

    expect(await ctx.db.select().from(refunds)).toHaveLength(1)
    const [sum] = await ctx.db.execute<{ n: number }>(sql`select count(*)::int as n from test_provider.refunds`)
    expect(sum!.n).toBe(1)
  })

  it('is sent by the sweeper when the provider was away', async () => {
    await lateMoney()
    later(1)
    await sweepCheckouts(withGateway({ refund: away }))
    expect(await ctx.db.select().from(refunds)).toMatchObject([{ status: 'requested' }])

    await sweepCheckouts(ctx)
    expect(await ctx.db.select().from(refunds)).toMatchObject([{ status: 'succeeded' }])
  })

  it('is asked about until the provider has sent it', async () => {
    const made = await paying()
    await ctx.db.execute(sql`update test_provider.intents set behaviour = 'succeeds_slowly' where id = ${made.intentId}`)
    later(16)
    await sweepCheckouts(ctx)
    await setIntent(made.intentId, 'succeeded')
    await finalizeCheckout(ctx, made.checkoutId)
    await ctx.queue.drain()
    expect(await ctx.db.select().from(refunds)).toMatchObject([{ status: 'sent' }])

    await ctx.db.execute(sql`update test_provider.refunds set settles_at = now()`)
    later(1)
    await sweepCheckouts(ctx)
    expect(await ctx.db.select().from(refunds)).toMatchObject([{ status: 'succeeded' }])
  })
})
