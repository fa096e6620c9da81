import { coupons } from '#db/schema'
import type { Context } from '#server/platform/context'

type CouponRow = typeof coupons.$inferSelect

let made = 0

/** A marketplace's coupon of 10 % that it bears, without limits; name only what the test is about. A shop bears its own. */
export async function makeCoupon(ctx: Context, over: Partial<CouponRow> = {}): Promise<CouponRow> {
  const [coupon] = await ctx.db
    .insert(coupons)
    .values({
      id: ctx.newId(),
      code: `CODE-${++made}`,
      kind: 'percent',
      value: 1000,
      currency: 'EUR',
      bearer: over.shopId ? 'shop' : 'marketplace',
      ...over,
    })
    .returning()
  return coupon!
}
