import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { orders, shopMembers } from '#db/schema'
import { jobs } from '#server/jobs'
import { systemActor } from '#server/platform/actor'
import { sum } from '#shared/money'
import { earning } from '../../../tests/support/earning'
import { testContext } from '../../../tests/support/context'
import { makeCoupon } from '../../../tests/support/make-coupon'
import { make, type MadeProduct } from '../../../tests/support/make'
import { requestPayout } from '../payouts/request-payout'
import { getAdminOrderGroup } from './get-admin-order-group'
import { getOrderGroup } from './get-order-group'
import { getShopOrder } from './get-shop-order'
import { groupNumberOf } from './order-number'
import { releaseEarnings } from './release-earnings'

const ctx = await testContext({}, jobs)
const { shopWithBowl, sell, release } = earning(ctx)

async function sold(code?: string) {
  const bowl = await shopWithBowl()
  const { number, refund } = await sell(bowl, code)
  const admin = await make(ctx).user({ role: 'admin' })
  return {
    bowl,
    number,
    refund,
    forShop: async () => (await getShopOrder(ctx, systemActor, bowl.shop.id, number)).earnings!,
    forAdmin: async () => (await getAdminOrderGroup(ctx, admin, groupNumberOf(number))).orders[0]!,
    forBuyer: async () => (await getOrderGroup(ctx, admin, groupNumberOf(number), null)).money,
    paidOut: () => payOut(bowl),
  }
}

const payOut = async ({ shop }: MadeProduct) => (await requestPayout(ctx, shop.id, { period: '2026-01-05', replacesId: null }))!

const undisputed = { disputedMinor: 0, chargedBackMinor: 0 }

describe('the money of an order', () => {
  it('is the price without commission and refunds, told alike to shop, admin and buyer', async () => {
    const { refund, forShop, forAdmin, forBuyer } = await sold()
    expect(await forShop()).toEqual({
      grossMinor: 1490,
      refundsMinor: 0,
      chargebacksMinor: 0,
      disputeFeesMinor: 0,
      heldMinor: 0,
      commissionMinor: 149,
      promotionMinor: 0,
      earnedMinor: 1341,
      arrival: { state: 'pending', until: null },
    })
    expect(await forBuyer()).toEqual({ paidMinor: 1490, sentBackMinor: 0, toSendBackMinor: 0, ...undisputed })

    await refund(490)
    expect(await forShop()).toMatchObject({ grossMinor: 1490, refundsMinor: 490, commissionMinor: 100, earnedMinor: 900 })
    expect(await forBuyer()).toEqual({ paidMinor: 1490, sentBackMinor: 0, toSendBackMinor: 490, ...undisputed })
    await ctx.queue.drain()
    expect(await forBuyer()).toEqual({ paidMinor: 1490, sentBackMinor: 490, toSendBackMinor: 0, ...undisputed })

    const { journals, earnings } = await forAdmin()
    expect(earnings).toEqual(await forShop())
    expect(journals.map(({ kind }) => kind)).toEqual(['sale', 'refund', 'refund_paid'])
    for (const { entries } of journals) expect(sum(entries.map(({ amountMinor }) => amountMinor))).toBe(0)
    const of = (account: string) =>
      sum(journals.flatMap(({ entries }) => entries.flatMap((entry) => (entry.account === account ? entry.amountMinor : []))))
    expect([of('commission'), of('shop_pending'), of('refund_clearing'), of('provider_clearing')]).toEqual([-100, -900, 0, 1000])
  })

  it('has what the marketplace adds where it bears a discount', async () => {
    const { refund, forShop, forBuyer, forAdmin } = await sold((await makeCoupon(ctx)).code)
    const { earnings, totalMinor } = await forAdmin()
    expect(totalMinor).toBe(1390)
    expect(earnings).toMatchObject({ grossMinor: 1490, promotionMinor: 100, commissionMinor: 149, earnedMinor: 1341 })
    expect(await forBuyer()).toMatchObject({ paidMinor: 1390 })

    await refund(300)
    const { grossMinor, refundsMinor, promotionMinor, commissionMinor, earnedMinor } = await forShop()
    expect(refundsMinor).toBe(300 + (100 - promotionMinor))
    expect(earnedMinor).toBe(grossMinor - refundsMinor - commissionMinor)
  })

  it('arrives when it is free, with the next payout, and then by the payouts that took it', async () => {
    const { bowl, number, refund, forShop, paidOut } = await sold()
    const releaseAt = new Date(ctx.now.getTime() + 60_000)
    await ctx.db.update(orders).set({ releaseAt }).where(eq(orders.number, number))
    expect((await forShop()).arrival).toEqual({ state: 'pending', until: releaseAt.toISOString() })

    await release(bowl, number)
    await releaseEarnings(ctx)
    expect((await forShop()).arrival).toEqual({ state: 'free', on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) })
    const payout = await paidOut()
    expect((await forShop()).arrival).toEqual({
      state: 'paid_out',
      payouts: [{ number: payout.number, status: 'requested', period: '2026-01-05' }],
    })
    await refund(100)
    expect((await forShop()).arrival.state).toBe('free')
  })

  it('is for nobody else in the shop', async () => {
    const { bowl, number } = await sold()
    const staff = await make(ctx).user()
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: bowl.shop.id, userId: staff.userId, role: 'staff' })

    expect((await getShopOrder(ctx, staff, bowl.shop.id, number)).earnings).toBe(null)
  })
})
