import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEntries, payoutEntries, payoutRuns, payouts, shopMembers, shops } from '#db/schema'
import { inspectMarketplace } from '#server/domains/checkout'
import { shopBalance } from '#server/domains/ledger'
import { changeSettings } from '#server/domains/settings'
import { jobs } from '#server/jobs'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import { transferRefused } from '#server/platform/payment-gateway/gateway-errors'
import type { Mail } from '#server/platform/mail/mail'
import { earning, SOME_IBAN } from '../../../tests/support/earning'
import { testContext } from '../../../tests/support/context'
import { make, type MadeProduct } from '../../../tests/support/make'
import { bankList } from './bank-list'
import { listPayouts } from './list-payouts'
import { failPayout, markPayouts } from './mark-payouts'
import { requestPayout } from './request-payout'
import { retryPayout } from './retry-payout'
import { runPayouts } from './run-payouts'
import { sendPayout } from './send-payout'

const mails: Mail[] = []
const ctx = await testContext({ mailer: { send: async (mail) => void mails.push(mail), close: async () => {} } }, jobs)
const { shopWithBowl, sell, earn } = earning(ctx)
const EARNED = 1341

/** A Monday, which is when shops are paid, and days after it. */
const MONDAY = new Date(Math.ceil((ctx.now.getTime() / 86_400_000 - 4) / 7) * 7 * 86_400_000 + 4 * 86_400_000 + 9 * 3_600_000)
const onDay = (days: number, hours = 0) => ctx.travelTo(new Date(MONDAY.getTime() + days * 86_400_000 + hours * 3_600_000))

let admin: Actor
beforeAll(async () => {
  admin = await make(ctx).user({ role: 'admin' })
})
beforeEach(async () => {
  mails.length = 0
  onDay(0)
  // Each test has a day of payouts of its own, and nobody else is owed anything.
  await ctx.db.update(shops).set({ status: 'suspended' })
  await ctx.db.delete(payoutRuns)
})

const mailsOfPayouts = () => mails.filter(({ idempotencyKey }) => idempotencyKey.startsWith('payout-'))
const payoutsOf = ({ shop }: MadeProduct) =>
  ctx.db.select().from(payouts).where(eq(payouts.shopId, shop.id)).orderBy(asc(payouts.createdAt))
const free = async ({ shop }: MadeProduct) => (await shopBalance(ctx, shop.id)).availableMinor
const isSound = async () =>
  expect((await inspectMarketplace(ctx)).filter(({ ok, invariant }) => !ok && !/read model/.test(invariant))).toEqual([])
const paid = async (bowl: MadeProduct) => {
  await runPayouts(ctx)
  return (await payoutsOf(bowl)).at(-1)!
}

/** The same shop, with an account at the provider that takes money. */
async function withProvider(bowl: MadeProduct): Promise<string> {
  const { id } = await ctx.gateway.createShopAccount({
    email: 's@example.org',
    country: 'DE',
    metadata: {},
    idempotencyKey: crypto.randomUUID(),
  })
  await ctx.gateway.onboardingLink({ accountId: id, returnUrl: 'http://souk.test', refreshUrl: 'http://souk.test' })
  await ctx.db
    .update(shops)
    .set({ payoutProvider: ctx.gateway.name, payoutAccountId: id, payoutAccountReady: true })
    .where(eq(shops.id, bowl.shop.id))
  return id
}
const transfersTo = async (accountId: string) =>
  (
    await ctx.db.execute<{ amount: number }>(
      sql`select amount_minor::int as amount from test_provider.transfers where account_id = ${accountId}`,
    )
  ).map(({ amount }) => amount)

describe('a day of payouts', () => {
  it('pays what is free and leaves what is pending', async () => {
    const bowl = await shopWithBowl()
    await earn(bowl)
    await earn(bowl)
    await sell(bowl)

    expect(await paid(bowl)).toMatchObject({
      status: 'requested',
      method: 'bank',
      holder: 'Olga Ofen',
      iban: SOME_IBAN,
      amountMinor: 2 * EARNED,
      period: MONDAY.toISOString().slice(0, 10),
    })
    expect(await shopBalance(ctx, bowl.shop.id)).toEqual({ pendingMinor: EARNED, availableMinor: 0, heldMinor: 0 })
    await isSound()
  })

  it('comes once: what is earned after it waits for the next', async () => {
    const bowl = await shopWithBowl()
    await earn(bowl)
    await runPayouts(ctx)
    const late = await shopWithBowl()
    await earn(bowl)
    await earn(late)
    onDay(1)
    await runPayouts(ctx)
    expect([await payoutsOf(bowl), await payoutsOf(late)].map(({ length }) => length)).toEqual([1, 0])

    onDay(7)
    await runPayouts(ctx)
    expect((await payoutsOf(bowl)).map(({ amountMinor }) => amountMinor)).toEqual([EARNED, EARNED])
    expect(await payoutsOf(late)).toHaveLength(1)
    await isSound()
  })

  it('leaves what is less than the minimum, unless the shop has closed', async () => {
    const [small, closed] = [await shopWithBowl(), await shopWithBowl()]
    await earn(small)
    await earn(closed)
    await changeSettings(ctx, systemActor, { payoutMinimumMinor: EARNED + 1 })
    await ctx.db.update(shops).set({ status: 'closed' }).where(eq(shops.id, closed.shop.id))
    await runPayouts(ctx)

    expect([await payoutsOf(small), await payoutsOf(closed)].map(({ length }) => length)).toEqual([0, 1])
    await changeSettings(ctx, systemActor, { payoutMinimumMinor: 1000 })
  })

  it.each([
    ['is suspended', { status: 'suspended' as const }],
    ['has named no account', { payoutIban: '' }],
    [
      'has an account at another provider only',
      { payoutIban: '', payoutProvider: 'stripe', payoutAccountId: 'acct_1', payoutAccountReady: true },
    ],
    [
      'has an account that takes no money yet',
      { payoutIban: '', payoutProvider: 'test', payoutAccountId: 'acct_2', payoutAccountReady: false },
    ],
  ])('pays nothing to a shop that %s', async (_, over) => {
    const bowl = await shopWithBowl()
    await earn(bowl)
    await ctx.db.update(shops).set(over).where(eq(shops.id, bowl.shop.id))
    await runPayouts(ctx)

    expect(await payoutsOf(bowl)).toEqual([])
    expect(await free(bowl)).toBe(EARNED)
  })

  it('pays nothing to a shop that owes, and takes the debt off what comes next', async () => {
    const bowl = await shopWithBowl()
    const { refund } = await earn(bowl)
    await markPayouts(ctx, admin, { numbers: [(await paid(bowl)).number], status: 'paid' })
    await refund(1490)
    expect(await free(bowl)).toBe(-EARNED)
    onDay(7)
    await runPayouts(ctx)
    expect(await payoutsOf(bowl)).toHaveLength(1)

    await earn(bowl)
    await earn(bowl)
    onDay(14)
    expect(await paid(bowl)).toMatchObject({ amountMinor: EARNED })
    expect(await free(bowl)).toBe(0)
    await isSound()
  })
})

describe('F21: a day of payouts that runs twice at once and is killed half-way', () => {
  it('gives one payout and one transfer each', async () => {
    const bowls = await Promise.all(Array.from({ length: 4 }, () => shopWithBowl()))
    for (const bowl of bowls) await earn(bowl)
    const accounts = await Promise.all(bowls.slice(0, 2).map(withProvider))

    // Killed while the second shop is booked, then on the way back from the first transfer.
    let published = 0
    const queue = Object.assign(Object.create(ctx.queue), {
      publish: async (...event: Parameters<typeof ctx.queue.publish>) => {
        if (++published === 2) throw new Error('killed')
        return ctx.queue.publish(...event)
      },
    })
    const log = Object.assign(Object.create(ctx.log), {
      error: () => {
        throw new Error('killed')
      },
    })
    await expect(runPayouts({ ...ctx, queue, log })).rejects.toThrow('killed')
    expect(await ctx.db.$count(payouts, sql`shop_id = any(${sql.param(bowls.map(({ shop }) => shop.id))}::uuid[])`)).toBe(1)

    const gateway = Object.assign(Object.create(ctx.gateway), {
      transfer: async (...input: Parameters<typeof ctx.gateway.transfer>) => {
        await ctx.gateway.transfer(...input)
        throw new Error('killed')
      },
    })
    await Promise.all([runPayouts({ ...ctx, gateway }), runPayouts({ ...ctx, gateway })])
    expect((await Promise.all(bowls.map(payoutsOf))).map((of) => of.map(({ amountMinor }) => amountMinor))).toEqual(
      bowls.map(() => [EARNED]),
    )
    expect((await Promise.all(bowls.map(payoutsOf))).flat().filter(({ status }) => status === 'paid')).toEqual([])

    onDay(0, 1)
    await Promise.all([runPayouts(ctx), runPayouts(ctx), ctx.queue.drain()])
    onDay(0, 2)
    await runPayouts(ctx)

    const all = await Promise.all(bowls.map(payoutsOf))
    expect(all.map((of) => of.map(({ status }) => status))).toEqual([['paid'], ['paid'], ['requested'], ['requested']])
    expect(await Promise.all(accounts.map(transfersTo))).toEqual([[EARNED], [EARNED]])
    await isSound()
  })

  it('control: without the claim of the occasion both would pay', async () => {
    const bowl = await shopWithBowl()
    await earn(bowl)
    await earn(bowl)
    const one = await requestPayout(ctx, bowl.shop.id, { period: '2026-01-05', replacesId: null })
    await earn(bowl)
    const same = await requestPayout(ctx, bowl.shop.id, { period: '2026-01-05', replacesId: null })
    const another = await requestPayout(ctx, bowl.shop.id, { period: '2026-01-12', replacesId: null })

    expect([one?.amountMinor, same, another?.amountMinor]).toEqual([2 * EARNED, null, EARNED])
  })
})

describe('F20: a refund of a released order that races a payout', () => {
  it('leaves claims and balance agreed, whoever comes first', async () => {
    for (let round = 0; round < 6; round++) {
      const bowl = await shopWithBowl()
      const first = await earn(bowl)
      const second = await earn(bowl)
      await Promise.all([
        requestPayout(ctx, bowl.shop.id, { period: '2026-01-05', replacesId: null }),
        first.refund(490),
        second.refund(490),
        requestPayout(ctx, bowl.shop.id, { period: '2026-01-12', replacesId: null }),
      ])

      const all = await payoutsOf(bowl)
      const total = all.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      expect(total + (await free(bowl))).toBe(2 * EARNED - 2 * 441)
      await isSound()
    }
  })
})

describe('a payout by bank', () => {
  it('is listed, handed over and marked as arrived, each step once and audited', async () => {
    const bowl = await shopWithBowl({ name: '=Sum of shops' })
    const owner = await make(ctx).user({ locale: 'de' })
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: bowl.shop.id, userId: owner.userId, role: 'owner' })
    const manager = await make(ctx).user()
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: bowl.shop.id, userId: manager.userId, role: 'manager' })
    await earn(bowl)
    const { number } = await paid(bowl)

    expect(await bankList(ctx, admin, [number])).toEqual([
      { reference: number, shop: '=Sum of shops', recipient: 'Olga Ofen', iban: SOME_IBAN, amount: '13.41', currency: 'EUR' },
    ])
    expect((await listPayouts(ctx, admin, { status: 'requested' })).items.find((item) => item.number === number)).toMatchObject({
      account: 'DE•• •••• 3000',
      shop: { name: '=Sum of shops' },
    })
    await Promise.all([
      markPayouts(ctx, admin, { numbers: [number], status: 'sent' }),
      markPayouts(ctx, admin, { numbers: [number], status: 'sent' }),
    ])
    await expect(bankList(ctx, admin, [number])).rejects.toMatchObject({ code: 'payouts.status_conflict' })
    await markPayouts(ctx, admin, { numbers: [number], status: 'paid' })
    await ctx.queue.drain()
    await ctx.queue.drain()

    expect(await payoutsOf(bowl)).toMatchObject([{ status: 'paid', settledAt: ctx.now }])
    const audited = await ctx.db
      .select({ action: auditEntries.action })
      .from(auditEntries)
      .where(eq(auditEntries.actorId, admin.userId!))
      .orderBy(asc(auditEntries.position))
    expect(audited.map(({ action }) => action).slice(-3)).toEqual(['payouts.list_taken', 'payouts.sent', 'payouts.paid'])
    expect(mailsOfPayouts().map(({ to, subject }) => [to, subject])).toEqual([[owner.email, '13,41\u00a0€ sind auf Ihrem Konto']])
    await isSound()
  })

  it('is given back when it fails, and asked for again once: of all that is free by then, to the new account', async () => {
    const bowl = await shopWithBowl()
    const owner = await make(ctx).user()
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: bowl.shop.id, userId: owner.userId, role: 'owner' })
    const { refund } = await earn(bowl)
    const { id, number } = await paid(bowl)
    await failPayout(ctx, admin, number, { reason: 'The account is closed.' })
    await failPayout(ctx, admin, number, { reason: 'The account is closed.' })
    await ctx.queue.drain()
    expect(await free(bowl)).toBe(EARNED)
    expect(mailsOfPayouts()).toMatchObject([{ to: owner.email, text: expect.stringContaining('The account is closed.') }])
    await isSound()

    await refund(100)
    await ctx.db.update(shops).set({ payoutIban: 'AT611904300234573201' }).where(eq(shops.id, bowl.shop.id))
    const tries = await Promise.allSettled([retryPayout(ctx, admin, number), retryPayout(ctx, admin, number)])
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])

    expect(await payoutsOf(bowl)).toMatchObject([
      { status: 'failed', problem: 'The account is closed.', amountMinor: EARNED },
      { status: 'requested', replacesId: id, amountMinor: EARNED - 90, iban: 'AT611904300234573201' },
    ])
    expect(
      await ctx.db
        .select()
        .from(payoutEntries)
        .where(and(eq(payoutEntries.payoutId, id), isNull(payoutEntries.endedAt))),
    ).toEqual([])
    await isSound()
  })

  it('is free again also when the bank sends it back after it had arrived, and comes with the next', async () => {
    const bowl = await shopWithBowl()
    const owner = await make(ctx).user()
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: bowl.shop.id, userId: owner.userId, role: 'owner' })
    await earn(bowl)
    const { number } = await paid(bowl)
    await markPayouts(ctx, admin, { numbers: [number], status: 'paid' })
    await ctx.queue.drain()
    expect(await free(bowl)).toBe(0)

    await failPayout(ctx, admin, number, { reason: 'The bank says: account closed.' })
    await ctx.queue.drain()
    expect(await free(bowl)).toBe(EARNED)
    expect(mailsOfPayouts().at(-1)).toMatchObject({ to: owner.email, text: expect.stringContaining('account closed') })
    await expect(markPayouts(ctx, admin, { numbers: [number], status: 'paid' })).rejects.toMatchObject({ code: 'payouts.status_conflict' })
    await isSound()

    onDay(7)
    expect((await paid(bowl)).number).not.toBe(number)
    await isSound()
  })

  it('is nobody’s work any more once the next day of payouts has taken along what it was for', async () => {
    const bowl = await shopWithBowl()
    await earn(bowl)
    const { number } = await paid(bowl)
    await failPayout(ctx, admin, number, { reason: 'The account is closed.' })
    const failedOne = async () => {
      const { items, totals } = await listPayouts(ctx, admin, { status: 'failed' })
      return { count: totals.failed.count, isReplaced: items.find((payout) => payout.number === number)?.isReplaced }
    }
    const { count } = await failedOne()
    expect(await failedOne()).toEqual({ count, isReplaced: false })

    onDay(7)
    const next = await paid(bowl)
    expect(await failedOne()).toEqual({ count: count - 1, isReplaced: true })

    await failPayout(ctx, admin, next.number, { reason: 'It still is.' })
    expect(await failedOne()).toEqual({ count: count + 1, isReplaced: false })
  })

  it('is marked with all others or not at all', async () => {
    const [one, other] = [await shopWithBowl(), await shopWithBowl()]
    await earn(one)
    await earn(other)
    await runPayouts(ctx)
    const [first, second] = [(await payoutsOf(one))[0]!, (await payoutsOf(other))[0]!]
    await failPayout(ctx, admin, second.number, { reason: 'No such account' })

    await expect(markPayouts(ctx, admin, { numbers: [first.number, second.number], status: 'paid' })).rejects.toMatchObject({
      code: 'payouts.status_conflict',
    })
    expect(await payoutsOf(one)).toMatchObject([{ status: 'requested' }])
  })

  it('is for admins', async () => {
    const bowl = await shopWithBowl()
    await earn(bowl)
    const { number } = await paid(bowl)
    const owner = await make(ctx).user()
    for (const actor of [visitor(), owner, await make(ctx).user({ role: 'moderator' })])
      for (const attempt of [
        () => listPayouts(ctx, actor, { status: 'requested' }),
        () => bankList(ctx, actor, [number]),
        () => markPayouts(ctx, actor, { numbers: [number], status: 'paid' }),
        () => failPayout(ctx, actor, number, { reason: 'Mine' }),
        () => retryPayout(ctx, actor, number),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: 'payouts.not_found' })
    expect(await payoutsOf(bowl)).toMatchObject([{ status: 'requested' }])
  })
})

describe('a payout by the provider', () => {
  it('is sent after it was booked, and an admin cannot say what became of it', async () => {
    const bowl = await shopWithBowl()
    const account = await withProvider(bowl)
    await earn(bowl)
    const { id } = (await requestPayout(ctx, bowl.shop.id, { period: '2026-01-05', replacesId: null }))!
    expect(await transfersTo(account)).toEqual([])
    const { number } = (await payoutsOf(bowl))[0]!
    await expect(markPayouts(ctx, admin, { numbers: [number], status: 'paid' })).rejects.toMatchObject({ code: 'payouts.by_provider' })

    await Promise.all([sendPayout(ctx, id), sendPayout(ctx, id), ctx.queue.drain()])
    expect(await payoutsOf(bowl)).toMatchObject([{ status: 'paid', method: 'provider', iban: '', providerTransferId: expect.any(String) }])
    expect(await transfersTo(account)).toEqual([EARNED])
    await isSound()
  })

  it('waits while the balance does not reach, and goes out later', async () => {
    const bowl = await shopWithBowl()
    const account = await withProvider(bowl)
    await earn(bowl)
    const refusing = {
      ...ctx,
      gateway: Object.assign(Object.create(ctx.gateway), { transfer: async () => Promise.reject(transferRefused('balance_insufficient')) }),
    }
    await runPayouts(refusing)
    expect(await payoutsOf(bowl)).toMatchObject([{ status: 'requested', problem: 'balance_insufficient' }])

    await runPayouts(ctx)
    expect(await transfersTo(account)).toEqual([])
    onDay(0, 1)
    await runPayouts(ctx)
    expect(await payoutsOf(bowl)).toMatchObject([{ status: 'paid', problem: '' }])
    expect(await transfersTo(account)).toEqual([EARNED])
  })

  it('waits while its shop is suspended, and goes out once it is open again', async () => {
    const bowl = await shopWithBowl()
    const account = await withProvider(bowl)
    await earn(bowl)
    const { id } = (await requestPayout(ctx, bowl.shop.id, { period: '2026-01-05', replacesId: null }))!
    await ctx.db.update(shops).set({ status: 'suspended' }).where(eq(shops.id, bowl.shop.id))
    await Promise.all([sendPayout(ctx, id), ctx.queue.drain()])
    await runPayouts(ctx)
    expect(await transfersTo(account)).toEqual([])
    expect(await payoutsOf(bowl)).toMatchObject([{ status: 'requested', problem: '' }])

    await ctx.db.update(shops).set({ status: 'active' }).where(eq(shops.id, bowl.shop.id))
    await runPayouts(ctx)
    expect(await transfersTo(account)).toEqual([EARNED])
    await isSound()
  })

  it('fails for good where the account takes no money, and what it was for is free again', async () => {
    const bowl = await shopWithBowl()
    const account = await withProvider(bowl)
    await earn(bowl)
    await ctx.db.execute(sql`update test_provider.accounts set due = '["identity"]' where id = ${account}`)
    await runPayouts(ctx)

    expect(await payoutsOf(bowl)).toMatchObject([{ status: 'failed', problem: 'insufficient_capabilities_for_transfer' }])
    expect(await free(bowl)).toBe(EARNED)
    await isSound()
  })
})
