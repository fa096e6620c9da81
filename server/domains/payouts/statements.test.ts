import { eq, inArray, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commissionLines, orders, payouts, refunds, shopMembers } from '#db/schema'
import { owedTo, shopBalance } from '#server/domains/ledger'
import { jobs } from '#server/jobs'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import type { StatementLine } from '#shared/contracts/shop-money'
import { sum } from '#shared/money'
import { earning } from '../../../tests/support/earning'
import { testContext } from '../../../tests/support/context'
import { makeCoupon } from '../../../tests/support/make-coupon'
import { make } from '../../../tests/support/make'
import { getShopMoney } from './get-shop-money'
import { exportStatement, getStatement, listStatementLines } from './get-statement'
import { failPayout, markPayouts } from './mark-payouts'
import { requestPayout } from './request-payout'

const ctx = await testContext({}, jobs)
const { after, shopWithBowl, sell, release } = earning(ctx)

const linesOf = async (shopId: string, month: string): Promise<StatementLine[]> => {
  const all: StatementLine[] = []
  for await (const some of (await exportStatement(ctx, systemActor, shopId, month)).lines) all.push(...some)
  return all
}

/** What may happen to a shop; what cannot happen at the moment does not. */
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('sell' as const), discounted: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('release' as const), which: fc.nat() }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('refund' as const), which: fc.nat(), amountMinor: fc.integer({ min: 1, max: 900 }) }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'pay' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('arrive' as const, 'fail' as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 40 }) }) },
)

describe('a statement', () => {
  it('is the ledger to the cent, whatever happened', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 6, maxLength: 18 }), async (history) => {
        const bowl = await shopWithBowl()
        const coupon = await makeCoupon(ctx)
        const shopId = bowl.shop.id
        const sold: Awaited<ReturnType<typeof sell>>[] = []
        const released = new Set<string>()
        let days = 0
        after(0)

        for (const one of history) {
          const order = 'which' in one && sold.length > 0 ? sold[one.which % sold.length]! : null
          const waiting = await ctx.db
            .select()
            .from(payouts)
            .where(sql`shop_id = ${shopId} and status = 'requested'`)
          if (one.kind === 'wait') after((days += one.days))
          if (one.kind === 'sell') sold.push(await sell(bowl, one.discounted ? coupon.code : undefined))
          if (one.kind === 'release' && order && !released.has(order.number))
            await release(bowl, released.add(order.number) && order.number)
          if (one.kind === 'refund' && order) await order.refund(one.amountMinor).catch(() => {})
          if (one.kind === 'pay') await requestPayout(ctx, shopId, { period: day(days), replacesId: null })
          if (one.kind === 'arrive' && waiting[0]) await markPayouts(ctx, systemActor, { numbers: [waiting[0].number], status: 'paid' })
          if (one.kind === 'fail' && waiting[0]) await failPayout(ctx, systemActor, waiting[0].number, { reason: 'It came back' })
        }

        await isTheLedger(shopId)
      }),
      { numRuns: 12, seed: 7 },
    )
  }, 240_000)

  const day = (days: number) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10)

  async function isTheLedger(shopId: string): Promise<void> {
    const { months, ...money } = await getShopMoney(ctx, systemActor, shopId)
    const owed = owedTo(await shopBalance(ctx, shopId))
    expect(owedTo(money)).toBe(owed)
    expect(months[0]?.closingMinor ?? 0).toBe(owed)

    const statements = await Promise.all(months.toReversed().map(({ month }) => getStatement(ctx, systemActor, shopId, month)))
    for (const [index, statement] of statements.entries()) {
      const lines = await linesOf(shopId, statement.month)
      expect(statement.openingMinor).toBe(statements[index - 1]?.closingMinor ?? 0)
      expect(statement.openingMinor + sum(lines.map(({ amountMinor }) => amountMinor))).toBe(statement.closingMinor)
      expect(months.find(({ month }) => month === statement.month)).toEqual({
        month: statement.month,
        earnedMinor: sum(lines.flatMap((line) => (line.orderNumber ? line.amountMinor : []))),
        paidOutMinor: sum(lines.flatMap((line) => (line.payoutNumber ? line.amountMinor : []))),
        closingMinor: statement.closingMinor,
      })
    }

    const ofOrders = ctx.db.select({ id: orders.id }).from(orders).where(eq(orders.shopId, shopId))
    const all = (part: 'salesMinor' | 'shippingMinor' | 'commissionMinor' | 'commissionBackMinor' | 'refundsMinor' | 'payoutsMinor') =>
      sum(statements.map((statement) => statement[part]))
    const [sales] = await ctx.db
      .select({
        total: sql`coalesce(sum(total_minor), 0)`.mapWith(Number),
        shipping: sql`coalesce(sum(shipping_minor), 0)`.mapWith(Number),
      })
      .from(orders)
      .where(eq(orders.shopId, shopId))
    const refunded = await ctx.db.select({ amountMinor: refunds.amountMinor }).from(refunds).where(inArray(refunds.orderId, ofOrders))
    const commission = await ctx.db.select().from(commissionLines).where(inArray(commissionLines.orderId, ofOrders))
    const paid = await ctx.db.select().from(payouts).where(eq(payouts.shopId, shopId))
    expect([all('salesMinor') + all('shippingMinor'), all('shippingMinor')]).toEqual([
      sales!.total + (await borne(shopId, true)),
      sales!.shipping,
    ])
    expect(all('refundsMinor')).toBe((await borne(shopId, false)) - sum(refunded.map(({ amountMinor }) => amountMinor)))
    expect(all('commissionMinor') + all('commissionBackMinor')).toBe(0 - sum(commission.map(({ amountMinor }) => amountMinor)))
    expect(all('payoutsMinor')).toBe(0 - sum(paid.map(({ amountMinor }) => amountMinor)))
  }

  /** What the marketplace gave for discounts when things were sold, and below zero what of it came back afterwards. */
  async function borne(shopId: string, whenSold: boolean): Promise<number> {
    const [row] = await ctx.db.execute<{ amount: string }>(sql`
      select coalesce(sum(entry.amount_minor), 0) as amount from ledger_entries entry
      join ledger_accounts account on account.id = entry.account_id and account.kind = 'promotion_expense'
      join ledger_journals journal on journal.id = entry.journal_id and (journal.kind = 'sale') = ${whenSold}
      join orders o on o.id = journal.order_id and o.shop_id = ${shopId}`)
    return Number(row!.amount)
  }

  it('begins and ends with its month in UTC, and leads to orders and payouts', async () => {
    const bowl = await shopWithBowl()
    ctx.travelTo(new Date('2031-01-31T23:59:59.999Z'))
    const { number } = await sell(bowl)
    ctx.travelTo(new Date('2031-02-01T00:00:00.000Z'))
    await release(bowl, number)
    const payout = (await requestPayout(ctx, bowl.shop.id, { period: '2031-02-03', replacesId: null }))!

    const [january, february] = await Promise.all(['2031-01', '2031-02'].map((month) => linesOf(bowl.shop.id, month)))
    expect(january).toMatchObject([
      { kind: 'sale', orderNumber: number, payoutNumber: null, grossMinor: 1490, commissionMinor: -149, amountMinor: 1341 },
    ])
    expect(february).toMatchObject([
      { kind: 'payout', orderNumber: null, payoutNumber: payout.number, grossMinor: -1341, amountMinor: -1341 },
    ])
    expect(await getStatement(ctx, systemActor, bowl.shop.id, '2031-02')).toMatchObject({
      openingMinor: 1341,
      payoutsMinor: -1341,
      closingMinor: 0,
    })
    ctx.travelTo(null)
  })

  it.each([
    ['shop', { salesMinor: 1000, shippingMinor: 0, closingMinor: 900 }],
    ['marketplace', { salesMinor: 1000, shippingMinor: 490, closingMinor: 1341 }],
  ] as const)('counts the shipping that its buyers paid, or the marketplace for them: free by the %s', async (bearer, expected) => {
    const bowl = await shopWithBowl()
    const shopId = bearer === 'shop' ? bowl.shop.id : null
    await sell(bowl, (await makeCoupon(ctx, { kind: 'free_shipping', value: 0, shopId, bearer })).code)
    const { months } = await getShopMoney(ctx, systemActor, bowl.shop.id)
    expect(await getStatement(ctx, systemActor, bowl.shop.id, months[0]!.month)).toMatchObject(expected)
  })

  it('says why a shop is not paid next time', async () => {
    const bowl = await shopWithBowl({ payoutIban: '' })
    const next = async () => (await getShopMoney(ctx, systemActor, bowl.shop.id)).nextPayout.obstacle
    expect(await next()).toBe('no_account')
    const small = await shopWithBowl()
    expect((await getShopMoney(ctx, systemActor, small.shop.id)).nextPayout).toMatchObject({ minimumMinor: 1000, obstacle: 'too_little' })
    const { number } = await sell(small)
    await release(small, number)
    expect((await getShopMoney(ctx, systemActor, small.shop.id)).nextPayout.obstacle).toBe(null)
  })

  it('is for owners and managers', async () => {
    const bowl = await shopWithBowl()
    const member = async (role: 'manager' | 'staff') => {
      const user = await make(ctx).user()
      await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: bowl.shop.id, userId: user.userId, role })
      return user
    }
    const asked = (actor: Actor) => [
      () => getShopMoney(ctx, actor, bowl.shop.id),
      () => getStatement(ctx, actor, bowl.shop.id, '2026-11'),
      () => listStatementLines(ctx, actor, bowl.shop.id, '2026-11', null),
      () => exportStatement(ctx, actor, bowl.shop.id, '2026-11'),
    ]
    const [manager, staff] = [await member('manager'), await member('staff')]
    for (const ask of asked(manager)) await ask()
    for (const ask of asked(staff)) await expect(ask()).rejects.toMatchObject({ code: 'shops.role_too_low' })
    for (const actor of [visitor(), await make(ctx).user(), await make(ctx).user({ role: 'admin' })])
      for (const ask of asked(actor)) await expect(ask()).rejects.toMatchObject({ code: 'shops.not_found' })
  })
})
