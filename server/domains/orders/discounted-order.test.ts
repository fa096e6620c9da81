import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { changeCartCoupon } from '#server/domains/pricing'
import { jobs } from '#server/jobs'
import type { Actor } from '#server/platform/actor'
import { mailFolder } from '#server/platform/world'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make, type MadeProduct } from '../../../tests/support/make'
import { makeCoupon } from '../../../tests/support/make-coupon'
import { getAdminOrderGroup } from './get-admin-order-group'
import { getOrderGroup } from './get-order-group'
import { getShopOrder } from './get-shop-order'
import { refundShopOrder } from './refund-order'

const ctx = await testContext({}, jobs)
const { fill, start, pay } = buying(ctx)

let buyer: Actor
let keeper: Actor
let bowl: MadeProduct

beforeAll(async () => {
  buyer = await make(ctx).user()
  keeper = await make(ctx).user()
  bowl = await make(ctx).product({ shop: await make(ctx).shop({ owner: keeper }), title: 'Bowl', priceMinor: 2000, stock: 50 })
})

/** Two bowls for 40.00, a tenth off at the marketplace's cost, and 4.90 for shipping. */
async function ordered(email = 'ada@example.org') {
  const { code } = await makeCoupon(ctx)
  await fill(buyer, [bowl, 2])
  await changeCartCoupon(ctx, buyer, { code }, {})
  const { groupNumber } = await pay(buyer, (await start(buyer, { email })).checkout.id)
  return { code, group: groupNumber!, number: `${groupNumber}-1` }
}

it('shows its buyer what was taken off, and by which code', async () => {
  const { code, group: number } = await ordered()
  const view = await getOrderGroup(ctx, buyer, number, null)

  expect(view).toMatchObject({ itemsMinor: 4000, shippingMinor: 490, discountMinor: 400, totalMinor: 4090, coupon: code })
  expect(view.orders).toMatchObject([
    { discountMinor: 400, totalMinor: 4090, coupon: code, lines: [{ discountMinor: 400, totalMinor: 3600 }] },
  ])
})

it('shows those who run the shop, and admins, what the marketplace adds, less what came back', async () => {
  const { group, number } = await ordered()
  const admin = await make(ctx).user({ role: 'admin' })
  const earnings = {
    grossMinor: 4090 + 400,
    promotionMinor: 400,
    refundsMinor: 0,
    chargebacksMinor: 0,
    disputeFeesMinor: 0,
    heldMinor: 0,
    commissionMinor: 449,
    earnedMinor: 4090 + 400 - 449,
    arrival: { state: 'pending', until: null },
  }

  const before = await getShopOrder(ctx, keeper, bowl.shop.id, number)
  expect(before.earnings).toEqual(earnings)
  expect((await getAdminOrderGroup(ctx, admin, group)).orders[0]!.earnings).toEqual(earnings)

  await refundShopOrder(ctx, keeper, bowl.shop.id, number, 'a key of one refund', {
    reason: 'damaged',
    note: '',
    lines: [{ lineId: before.lines[0]!.id, quantity: 1 }],
    shippingMinor: 0,
    extraMinor: 0,
  })
  const after = await getShopOrder(ctx, keeper, bowl.shop.id, number)
  expect(after).toMatchObject({ refundedMinor: 1800, earnings: { promotionMinor: 200, commissionMinor: 249 } })
})

it('gives back no shipping that a coupon paid for', async () => {
  const { code } = await makeCoupon(ctx, { kind: 'free_shipping', value: 0 })
  await fill(buyer, bowl)
  await changeCartCoupon(ctx, buyer, { code }, {})
  const { groupNumber } = await pay(buyer, (await start(buyer)).checkout.id)
  const back = { reason: 'damaged' as const, note: '', lines: [], shippingMinor: 1, extraMinor: 0 }

  await expect(refundShopOrder(ctx, keeper, bowl.shop.id, `${groupNumber}-1`, 'another key', back)).rejects.toMatchObject({
    code: 'orders.shipping_refund_too_high',
    details: { leftMinor: 0 },
  })
})

it('is confirmed with its discount', async () => {
  const { code } = await ordered('mailed@example.org')
  await ctx.queue.drain()

  const folder = mailFolder(ctx.config)
  const mail = readdirSync(folder)
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .find((text) => text.includes('mailed@example.org') && text.includes('Thank you for your order'))
  expect(mail).toContain(code)
  expect(mail).toContain('−€4.00')
  expect(mail).toContain('€40.00')
  expect(mail).toContain('€40.90')
})
