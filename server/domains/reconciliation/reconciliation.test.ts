import { readdirSync, readFileSync } from 'node:fs'
import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { auditEntries, balanceReads, ledgerJournals, payments, payouts, providerBalanceEntries, shops } from '#db/schema'
import { decidePlayedDispute, inspectMarketplace } from '#server/domains/checkout'
import { adminOverview } from '#server/domains/orders'
import { runPayouts } from '#server/domains/payouts'
import { jobs } from '#server/jobs'
import { systemActor, type Actor } from '#server/platform/actor'
import { noGateway } from '#server/platform/payment-gateway/no-gateway'
import type { BalanceEntry, PaymentGateway } from '#server/platform/payment-gateway/payment-gateway'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { earning } from '../../../tests/support/earning'
import { make, type MadeProduct } from '../../../tests/support/make'
import { settleCheckout } from '../checkout/finalize-checkout'
import { postOrphanCharge } from '../ledger'
import { failPayout, markPayouts } from '../payouts'
import { askToRead } from './ask-to-read'
import { getReconciliation } from './get-reconciliation'
import { lastOpenCount } from './last-open-count'
import { exportReconciled, listReconciled } from './list-reconciled'
import { readBalance } from './read-balance'

const ctx = await testContext({}, jobs)
const { guest, fill, start, pay } = buying(ctx)
const { shopWithBowl, sell, earn } = earning(ctx)
const DAY_MS = 24 * 60 * 60 * 1000
/** A bowl and its parcel. */
const PAID = 1490
const EARNED = 1341

let admin: Actor
let bowl: MadeProduct
beforeAll(async () => {
  admin = await make(ctx).user({ role: 'admin' })
  bowl = await shopWithBowl()
})
afterEach(async () => {
  ctx.travelTo(null)
  expect((await inspectMarketplace(ctx)).filter(({ ok, invariant }) => !ok && !/read model/.test(invariant))).toEqual([])
})

const read = async () => {
  await askToRead(ctx, systemActor)
  await ctx.queue.drain()
}
const THIS_MONTH = new Date().toISOString().slice(0, 7)
const whole = () => getReconciliation(ctx, admin, { month: THIS_MONTH })
const itemsOf = async (view: 'month' | 'open' = 'month') => (await listReconciled(ctx, admin, { view, month: THIS_MONTH })).items
/** The thing that an order group, or a payout, is about. */
const itemOf = async (number: string, kind: string) =>
  (await itemsOf()).find((item) => item.kind === kind && (item.groupNumber === number || item.payoutNumber === number))
/** Long enough after that a difference is one. */
const later = () => ctx.travelTo(new Date(Date.now() + 2 * DAY_MS))
const isClean = async () => {
  await read()
  later()
  const { balance, total, openCount } = await whole()
  expect([balance.differenceMinor, total.differenceMinor, openCount]).toEqual([0, 0, 0])
  ctx.travelTo(null)
}
/** The provider, which also has lines that nobody here knows. */
const withEntries = (...more: Partial<BalanceEntry>[]): PaymentGateway =>
  Object.assign(Object.create(ctx.gateway) as PaymentGateway, {
    listBalanceTransactions: async () => ({
      entries: more.map((entry) => ({
        id: `txn ${crypto.randomUUID()}`,
        kind: 'other' as const,
        amountMinor: 0,
        feeMinor: 0,
        currency: 'EUR',
        sourceId: null,
        at: new Date(),
        availableAt: new Date(),
        ...entry,
      })),
      cursor: null,
    }),
  })
const readFrom = async (gateway: PaymentGateway) => {
  await askToRead(ctx, systemActor)
  const [open] = await ctx.db
    .select()
    .from(balanceReads)
    .where(sql`finished_at is null`)
  await readBalance({ ...ctx, gateway }, open!.id)
  await ctx.queue.drain()
}
const chargeOf = async (number: string): Promise<string> => {
  const [row] = await ctx.db.execute<{ id: string }>(sql`
    select event.provider_object_id as id from payment_events event join payments on payments.id = event.payment_id
    join order_groups groups on groups.checkout_id = payments.checkout_id
    where event.kind = 'charged' and groups.number = ${number.slice(0, 11)}`)
  return row!.id
}

describe('the provider and the books say the same', () => {
  it('of sales', async () => {
    const { number } = await sell(bowl)
    await isClean()

    expect(await itemOf(number.replace(/-1$/, ''), 'charge')).toMatchObject({
      state: 'matched',
      theirsMinor: PAID,
      oursMinor: PAID,
      differenceMinor: 0,
      providerIds: [`charge:${await chargeOf(number)}`],
      journals: [{ kind: 'sale' }],
    })
  })

  it('of a payment for several shops, which is several sales', async () => {
    const buyer = guest()
    await fill(buyer, bowl, await shopWithBowl())
    const { groupNumber } = await pay(buyer, (await start(buyer)).checkout.id)
    await isClean()

    expect(await itemOf(groupNumber!, 'charge')).toMatchObject({ theirsMinor: 2 * PAID, journals: [{ kind: 'sale' }, { kind: 'sale' }] })
  })

  it('of refunds', async () => {
    const { number, refund } = await sell(bowl)
    await refund(400)
    await ctx.queue.drain()
    await isClean()

    expect(await itemOf(number.replace(/-1$/, ''), 'refund')).toMatchObject({ theirsMinor: -400, journals: [{ kind: 'refund_paid' }] })
  })

  it('of disputes, open, won and lost', async () => {
    const disputed = async () => {
      const buyer = guest()
      await fill(buyer, bowl)
      return (await pay(buyer, (await start(buyer)).checkout.id, 'is_disputed')).groupNumber!
    }
    const [open, won, lost] = [await disputed(), await disputed(), await disputed()]
    await ctx.queue.drain()
    await isClean()

    const idOf = async (number: string) =>
      (
        await ctx.db.execute<{ id: string }>(sql`
          select dispute.id from disputes dispute join payments payment on payment.id = dispute.payment_id
          join order_groups groups on groups.checkout_id = payment.checkout_id where groups.number = ${number}`)
      )[0]!.id
    await decidePlayedDispute(ctx, admin, await idOf(won), { outcome: 'won' })
    await decidePlayedDispute(ctx, admin, await idOf(lost), { outcome: 'lost' })
    await ctx.queue.drain()
    await isClean()
    const amounts = await Promise.all([open, won, lost].map(async (number) => (await itemOf(number, 'dispute'))!.theirsMinor))
    expect(amounts).toEqual([-PAID, 0, -PAID])
  })

  it('of money that became no order', async () => {
    const buyer = guest()
    await fill(buyer, bowl)
    const { checkout } = await start(buyer)
    await ctx.db.execute(sql`update checkouts set status = 'expired' where id = ${checkout.id}`)
    await ctx.db.execute(sql`update stock_holds set state = 'expired' where owner_id = ${checkout.id}`)
    await ctx.db.execute(sql`update stock_levels set reserved = reserved - 1 where variant_id = ${bowl.variant.id}`)
    await ctx.db.execute(
      sql`insert into stock_movements (id, variant_id, kind, quantity, on_hand_delta, reserved_delta) values (${ctx.newId()}, ${bowl.variant.id}, 'released', 1, 0, -1)`,
    )
    const [payment] = await ctx.db.select().from(payments).where(eq(payments.checkoutId, checkout.id))
    await ctx.db.execute(
      sql`update test_provider.intents set status = 'succeeded', charge_id = 'tch_late', charge_status = 'succeeded', charge_at = now() where id = ${payment!.intentId}`,
    )
    await settleCheckout(ctx, checkout.id, await ctx.gateway.readIntent(payment!.intentId!))
    await ctx.queue.drain()
    await isClean()

    const journals = (await itemsOf()).filter(({ providerIds }) => providerIds.includes('charge:tch_late')).flatMap((item) => item.journals)
    expect(journals).toMatchObject([{ kind: 'orphan_charge' }])
  })

  it('of payouts to shops by the provider; those by bank are none of its business', async () => {
    const byBank = await shopWithBowl()
    const byProvider = await shopWithBowl()
    const { id } = await ctx.gateway.createShopAccount({ email: 's@example.org', country: 'DE', metadata: {}, idempotencyKey: ctx.newId() })
    await ctx.gateway.onboardingLink({ accountId: id, returnUrl: 'http://souk.test', refreshUrl: 'http://souk.test' })
    await ctx.db
      .update(shops)
      .set({ payoutProvider: 'test', payoutAccountId: id, payoutAccountReady: true })
      .where(eq(shops.id, byProvider.shop.id))
    await earn(byBank)
    await earn(byProvider)
    ctx.travelTo(new Date(Math.ceil((Date.now() / DAY_MS - 4) / 7) * 7 * DAY_MS + 4 * DAY_MS))
    await runPayouts(ctx)
    await ctx.queue.drain()
    const [bank] = await ctx.db.select().from(payouts).where(eq(payouts.shopId, byBank.shop.id))
    await markPayouts(ctx, admin, { numbers: [bank!.number], status: 'paid' })
    ctx.travelTo(null)
    await isClean()

    const [moved] = await ctx.db.select().from(payouts).where(eq(payouts.shopId, byProvider.shop.id))
    expect(await itemOf(moved!.number, 'transfer')).toMatchObject({ theirsMinor: -EARNED, journals: [{ kind: 'payout_paid' }] })
    expect(await itemOf(bank!.number, 'transfer')).toBeUndefined()
    expect(await accountOf('bank')).toBe(-EARNED)
    await failPayout(ctx, admin, bank!.number, { reason: 'Sent back' })
    expect(await accountOf('bank')).toBe(0)
    await isClean()
  })
})

it('moves what was booked of transfers by bank before there was an account for them, once', async () => {
  const old = await shopWithBowl()
  await earn(old)
  ctx.travelTo(new Date(Math.ceil((Date.now() / DAY_MS - 4) / 7) * 7 * DAY_MS + 11 * DAY_MS))
  await runPayouts(ctx)
  const [payout] = await ctx.db.select().from(payouts).where(eq(payouts.shopId, old.shop.id))
  await markPayouts(ctx, admin, { numbers: [payout!.number], status: 'paid' })
  ctx.travelTo(null)
  const before = [await accountOf('bank'), await accountOf('provider_clearing')]
  const migration = readdirSync('db/migrations').find((name) => name.endsWith('_provider_balance.sql'))!
  const statements = readFileSync(`db/migrations/${migration}`, 'utf8').split('--> statement-breakpoint')
  const moves = statements.filter((statement) => /INSERT INTO|SET CONSTRAINTS/.test(statement))
  expect(moves).toHaveLength(4)
  await ctx.db.execute(sql`alter table ledger_entries disable trigger ledger_entries_append_only`)
  await ctx.db.execute(sql`
    update ledger_entries set account_id = (select id from ledger_accounts where kind = 'provider_clearing' and currency = 'EUR')
    where account_id = (select id from ledger_accounts where kind = 'bank' and currency = 'EUR')`)
  await ctx.db.execute(sql`alter table ledger_entries enable trigger ledger_entries_append_only`)
  expect(await accountOf('bank')).toBe(0)

  for (let times = 0; times < 2; times++)
    await ctx.db.transaction(async (tx) => {
      for (const statement of moves) await tx.execute(sql.raw(statement))
    })
  expect([await accountOf('bank'), await accountOf('provider_clearing')]).toEqual(before)
  await isClean()
})

const accountOf = async (kind: string, currency = 'EUR') =>
  Number(
    (
      await ctx.db.execute<{ minor: string }>(sql`
        select coalesce(sum(entry.amount_minor), 0) as minor from ledger_entries entry
        join ledger_accounts account on account.id = entry.account_id
        where account.kind = ${kind} and entry.currency = ${currency}`)
    )[0]!.minor,
  )

describe('what only the provider knows is booked as it is read', () => {
  it('its fees, and those that it gives back', async () => {
    const before = [await accountOf('provider_fee'), await accountOf('provider_clearing')]
    const { number } = await sell(bowl)
    const sourceId = await chargeOf(number)
    await readFrom(
      withEntries(
        { id: `charge:${sourceId}`, kind: 'charge', amountMinor: PAID, feeMinor: 73, sourceId },
        { id: 'back', kind: 'other', feeMinor: -20 },
        { id: 'monthly', kind: 'fee', amountMinor: -500 },
        { id: 'free', kind: 'other', feeMinor: 0 },
      ),
    )

    expect([await accountOf('provider_fee'), await accountOf('provider_clearing')]).toEqual([
      before[0]! + 73 - 20 + 500,
      before[1]! + PAID - 73 + 20 - 500,
    ])
    const fees = (await itemsOf()).filter(({ kind }) => kind === 'fee')
    expect(fees.map(({ theirsMinor, state }) => [theirsMinor, state]).sort()).toEqual([
      [-500, 'matched'],
      [-73, 'matched'],
      [20, 'matched'],
    ])
    await isClean()
  })

  it('what it pays to our bank, and what came back from there', async () => {
    const before = [await accountOf('bank'), await accountOf('provider_clearing')]
    await readFrom(withEntries({ kind: 'payout', amountMinor: -900, sourceId: 'po_1' }))
    expect([await accountOf('bank'), await accountOf('provider_clearing')]).toEqual([before[0]! + 900, before[1]! - 900])

    await readFrom(withEntries({ kind: 'payout_failed', amountMinor: 900, sourceId: 'po_1' }))
    expect([await accountOf('bank'), await accountOf('provider_clearing')]).toEqual(before)
    await isClean()
  })

  it('in its currency only', async () => {
    const before = await accountOf('provider_fee')
    await readFrom(withEntries({ kind: 'fee', amountMinor: -300, currency: 'CHF' }))

    expect([await accountOf('provider_fee'), await accountOf('provider_fee', 'CHF')]).toEqual([before, 300])
    const francs = await getReconciliation(ctx, admin, { currency: 'CHF' })
    expect(francs).toMatchObject({ currencies: ['EUR', 'CHF'], balance: { theirsMinor: -300, oursMinor: -300, differenceMinor: 0 } })
    expect(francs.kinds).toEqual([{ kind: 'fee', count: 1, theirsMinor: -300, oursMinor: -300, differenceMinor: 0 }])
    await isClean()
  })
})

describe('a reading', () => {
  it('is asked for by an admin, audited, and once at a time however often', async () => {
    await Promise.all(Array.from({ length: 5 }, () => askToRead(ctx, admin)))

    expect(
      await ctx.db
        .select()
        .from(balanceReads)
        .where(sql`finished_at is null`),
    ).toHaveLength(1)
    expect(await whole()).toMatchObject({ reading: { since: expect.any(String), problem: '' } })
    await ctx.queue.drain()
    expect(await whole()).toMatchObject({ reading: null, readAt: expect.any(String) })
    expect(await ctx.db.select().from(auditEntries).where(eq(auditEntries.action, 'reconciliation.asked'))).toHaveLength(1)
  })

  it('goes on where it was killed, and books once what two read at once', async () => {
    const lines = Array.from({ length: 7 }, (_, number) => ({
      id: `line ${number}`,
      kind: 'other' as const,
      amountMinor: 0,
      feeMinor: 10,
      currency: 'EUR',
      sourceId: null,
      at: new Date(),
      availableAt: new Date(),
    }))
    const asked: (string | null)[] = []
    let dies = true
    const gateway = Object.assign(Object.create(ctx.gateway) as PaymentGateway, {
      listBalanceTransactions: async ({ cursor }: { cursor?: string | null }) => {
        asked.push(cursor ?? null)
        const from = Number(cursor ?? 0)
        if (from === 4 && dies) throw new Error('killed')
        return { entries: lines.slice(from, from + 2), cursor: from + 2 < lines.length ? String(from + 2) : null }
      },
    })
    const before = await accountOf('provider_fee')
    await askToRead(ctx, systemActor)
    const [open] = await ctx.db
      .select()
      .from(balanceReads)
      .where(sql`finished_at is null`)
    await expect(readBalance({ ...ctx, gateway }, open!.id)).rejects.toThrow('killed')
    expect(await whole()).toMatchObject({ reading: { problem: 'unknown' } })
    expect(await accountOf('provider_fee')).toBe(before + 40)

    dies = false
    asked.length = 0
    await Promise.all(Array.from({ length: 4 }, () => readBalance({ ...ctx, gateway }, open!.id)))
    expect(asked).not.toContain(null)
    expect(await accountOf('provider_fee')).toBe(before + 70)
    const [done] = await ctx.db.select().from(balanceReads).where(eq(balanceReads.id, open!.id))
    expect(done).toMatchObject({ newCount: 7, problem: '', openCount: 0, finishedAt: expect.any(Date) })
    expect([await lastOpenCount(ctx), (await adminOverview(ctx, admin)).balanceDifferences]).toEqual([0, 0])
    await ctx.queue.drain()

    // Read again as a whole: a line that was late is found, and nothing is booked twice.
    lines.push({ ...lines[0]!, id: 'late' })
    await readFrom(gateway)
    expect(await accountOf('provider_fee')).toBe(before + 80)
    await isClean()
  })

  it('keeps what it read for ever', async () => {
    await expect(ctx.db.update(providerBalanceEntries).set({ amountMinor: 1 })).rejects.toThrow()
    await expect(ctx.db.delete(providerBalanceEntries)).rejects.toThrow()
  })

  it('is for admins, and where there is a provider', async () => {
    const seller = await make(ctx).user()
    const before = await ctx.db.select().from(balanceReads)
    await expect(askToRead(ctx, seller)).rejects.toMatchObject({ code: 'reconciliation.not_allowed' })
    await expect(getReconciliation(ctx, seller, {})).rejects.toMatchObject({ code: 'reconciliation.not_allowed' })
    await expect(listReconciled(ctx, seller, { view: 'month' })).rejects.toMatchObject({ code: 'reconciliation.not_allowed' })
    await expect(askToRead({ ...ctx, gateway: noGateway }, admin)).rejects.toMatchObject({ code: 'reconciliation.no_provider' })
    expect(await ctx.db.select().from(balanceReads)).toEqual(before)
    expect(await getReconciliation({ ...ctx, gateway: noGateway }, admin, {})).toMatchObject({ canRead: false })
  })
})

describe('a difference', () => {
  it('is shown where they have what we do not, once it is old enough', async () => {
    const before = await whole()
    await readFrom(withEntries({ id: 'foreign', kind: 'charge', amountMinor: 777, sourceId: 'ch_of_somebody' }))
    expect(await whole()).toMatchObject({ openCount: 0, balance: { differenceMinor: 777, underWayMinor: 777 } })

    later()
    expect(await whole()).toMatchObject({ openCount: before.openCount + 1, balance: { differenceMinor: 777, underWayMinor: 0 } })
    expect(await itemsOf('open')).toMatchObject([
      { kind: 'charge', state: 'theirs_only', theirsMinor: 777, oursMinor: null, providerIds: ['foreign'], journals: [] },
    ])
    await read()
    expect([await lastOpenCount(ctx), (await adminOverview(ctx, admin)).balanceDifferences]).toEqual([1, 1])
    ctx.travelTo(null)
    await readFrom(withEntries({ kind: 'refund', amountMinor: -777, sourceId: 're_of_somebody' }))
  })

  it('is shown where we booked what they do not have', async () => {
    const before = (await whole()).balance.differenceMinor
    await ctx.db.transaction((db) => postOrphanCharge({ ...ctx, db: db as never }, { id: ctx.newId(), amountMinor: 555, currency: 'EUR' }))
    later()

    expect((await whole()).balance.differenceMinor).toBe(before - 555)
    expect((await itemsOf('open')).find(({ oursMinor }) => oursMinor === 555)).toMatchObject({
      kind: 'charge',
      state: 'ours_only',
      theirsMinor: null,
      differenceMinor: -555,
      journals: [{ kind: 'orphan_charge', entries: [{ account: 'provider_clearing', amountMinor: 555 }, { account: 'refund_clearing' }] }],
    })
  })

  it('is shown where the amounts differ, with the order it is about, and in the file', async () => {
    const { number } = await sell(bowl)
    const sourceId = await chargeOf(number)
    await readFrom(withEntries({ id: `charge:${sourceId}`, kind: 'charge', amountMinor: PAID + 1, sourceId }))
    later()

    const group = number.replace(/-1$/, '')
    const open = (await itemsOf('open')).find(({ groupNumber }) => groupNumber === group)
    expect(open).toMatchObject({ state: 'differs', theirsMinor: PAID + 1, oursMinor: PAID, differenceMinor: 1 })
    const file = (await Array.fromAsync(exportReconciled(ctx, admin, { view: 'open' }))).flat()
    expect(file).toContainEqual(open)
    expect(file).toHaveLength((await whole()).openCount)
  })

  it('is shown where a journal is missing', async () => {
    const { number, refund } = await sell(bowl)
    await refund(PAID)
    await ctx.queue.drain()
    await read()
    const isPaid = eq(ledgerJournals.kind, 'refund_paid')
    const group = number.replace(/-1$/, '')
    const missing = (await itemOf(group, 'refund'))!.journals.at(0)!.id
    await ctx.db
      .transaction(async (tx) => {
        await tx.execute(sql`alter table ledger_journals disable trigger all`)
        await tx.update(ledgerJournals).set({ kind: 'refund', sourceType: 'lost' }).where(eq(ledgerJournals.id, missing))
        const then = { ...ctx, now: new Date(Date.now() + 2 * DAY_MS), db: tx as never }
        const item = (await listReconciled(then, admin, { view: 'open' })).items.find(({ groupNumber }) => groupNumber === group)
        expect(item).toMatchObject({ kind: 'refund', state: 'theirs_only', theirsMinor: -PAID, oursMinor: null })
        throw new Error('taken back')
      })
      .catch((error: Error) => expect(error.message).toBe('taken back'))
    expect((await ctx.db.select().from(ledgerJournals).where(isPaid)).length).toBeGreaterThan(0)
  })

  it('stays under way while it is young, from either side', async () => {
    const { number } = await sell(bowl)

    expect(await itemOf(number.replace(/-1$/, ''), 'charge')).toMatchObject({ state: 'under_way', theirsMinor: null, oursMinor: PAID })
  })
})
