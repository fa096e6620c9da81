import { createCoupon } from '#server/domains/coupons'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'

/** One coupon that the marketplace pays for, and one that the shop does; README.md says their codes. */
export async function seedCoupons(ctx: Context, shopId: string): Promise<void> {
  const always = { validFrom: null, validTo: null, maxUses: null }
  await createCoupon(ctx, systemActor, 'marketplace', {
    code: 'WELCOME10',
    kind: 'percent',
    value: 1000,
    minimumMinor: 30_00,
    maxUsesPerPerson: 1,
    bearer: 'marketplace',
    ...always,
  })
  await createCoupon(
    ctx,
    systemActor,
    { shopId },
    {
      code: 'STONEWARE5',
      kind: 'amount',
      value: 5_00,
      minimumMinor: 40_00,
      maxUsesPerPerson: null,
      ...always,
    },
  )
}
