import { eq, sql } from 'drizzle-orm'
import { checkouts, couponRedemptions, coupons, couponUses, shops } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { CouponProblem } from '#shared/contracts/coupons'
import { couponStateOf } from '#shared/lifecycles/coupon'

export type CouponRow = typeof coupons.$inferSelect

/** A coupon as a cart is priced with it. */
export interface OfferedCoupon extends CouponRow {
  /** The name of the only shop that it is for. */
  shopName: string | null
  /** What keeps it from being used at all, whatever is in the cart. */
  problem: CouponProblem | null
}

/** Who wants to use it, and with which cart: what its own unfinished checkout has taken is theirs to use, not gone. */
export interface CouponUser {
  personKeys: readonly string[]
  cartId: string
}

/** The id of a code, as anybody types it; null for one that nobody has given out. */
export async function findCouponId(ctx: Context, code: string): Promise<string | null> {
  const [coupon] = await ctx.db.select({ id: coupons.id }).from(coupons).where(eq(coupons.code, code))
  return coupon?.id ?? null
}

/** A coupon with what keeps this person from using it now, in one query. */
export async function findCoupon(ctx: Context, couponId: string, user: CouponUser): Promise<OfferedCoupon> {
  const keys = sql.param([...user.personKeys])
  const ownTaken = sql`from ${couponRedemptions} own join ${checkouts} attempt on attempt.id = own.checkout_id
    where own.coupon_id = ${coupons.id} and own.state = 'taken' and attempt.cart_id = ${user.cartId}`
  const [found] = await ctx.db
    .select({
      coupon: coupons,
      shopName: shops.name,
      ownTaken: sql<number>`(select count(*)::int ${ownTaken})`,
      usedByPerson: sql<number>`coalesce((
        select max(counted.used - (select count(*)::int ${ownTaken} and counted.person_key = any(own.person_keys)))
        from ${couponUses} counted where counted.coupon_id = ${coupons.id} and counted.person_key = any(${keys}::text[])
      ), 0)::int`,
    })
    .from(coupons)
    .leftJoin(shops, eq(shops.id, coupons.shopId))
    .where(eq(coupons.id, couponId))

  const { coupon, shopName, ownTaken: ownUses, usedByPerson } = found!
  return { ...coupon, shopName, problem: problemOf({ ...coupon, used: coupon.used - ownUses }, usedByPerson, ctx.now) }
}

const PROBLEM_OF = { paused: 'paused', over: 'over', used_up: 'used_up', planned: 'not_yet', running: null } as const

function problemOf(coupon: CouponRow, usedByPerson: number, now: Date): CouponProblem | null {
  const { maxUsesPerPerson } = coupon
  return PROBLEM_OF[couponStateOf(coupon, now)] ?? (maxUsesPerPerson !== null && usedByPerson >= maxUsesPerPerson ? 'used_by_you' : null)
}
