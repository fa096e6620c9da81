import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { couponRedemptions, coupons, couponUses } from '#db/schema'
import type { Context } from '#server/platform/context'
import { findCoupon, type CouponRow, type CouponUser } from './find-coupon'
import { couponRefused } from './coupons-errors'

/** A coupon as a cart was priced with it, and what it took off. */
export interface PricedCoupon {
  coupon: Pick<CouponRow, 'id' | 'version' | 'maxUsesPerPerson'>
  discountMinor: number
}

/**
 * Takes one use for a checkout, in the transaction that starts it and before its stock: the coupon's counter and that of
 * each key of the person grow only below their limits. Throws what `findCoupon` says keeps it from being used; false
 * where it was changed since the cart was priced.
 */
export async function redeemCoupon(
  ctx: Context,
  checkoutId: string,
  { coupon, discountMinor }: PricedCoupon,
  user: CouponUser,
): Promise<boolean> {
  const now = ctx.now
  const [counted] = await ctx.db
    .update(coupons)
    .set({ used: sql`${coupons.used} + 1` })
    .where(
      and(
        eq(coupons.id, coupon.id),
        eq(coupons.version, coupon.version),
        eq(coupons.active, true),
        or(isNull(coupons.maxUses), lt(coupons.used, coupons.maxUses)),
        or(isNull(coupons.validFrom), sql`${coupons.validFrom} <= ${now.toISOString()}::timestamptz`),
        or(isNull(coupons.validTo), sql`${coupons.validTo} > ${now.toISOString()}::timestamptz`),
      ),
    )
    .returning({ maxUsesPerPerson: coupons.maxUsesPerPerson })
  if (!counted) {
    const { problem } = await findCoupon(ctx, coupon.id, user)
    if (problem) throw couponRefused(problem)
    return false
  }

  const rows = user.personKeys.map((personKey) => ({ couponId: coupon.id, personKey, used: 1 }))
  const personal = await ctx.db
    .insert(couponUses)
    .values(rows)
    .onConflictDoUpdate({
      target: [couponUses.couponId, couponUses.personKey],
      set: { used: sql`${couponUses.used} + 1` },
      setWhere: counted.maxUsesPerPerson === null ? undefined : lt(couponUses.used, counted.maxUsesPerPerson),
    })
    .returning({ personKey: couponUses.personKey })
  if (personal.length < rows.length) throw couponRefused('used_by_you')

  await ctx.db
    .insert(couponRedemptions)
    .values({ id: ctx.newId(), couponId: coupon.id, checkoutId, personKeys: [...user.personKeys], discountMinor, createdAt: ctx.now })
  return true
}

/** There is an order: the use is final, whatever becomes of the order. */
export async function keepRedemption(ctx: Context, checkoutId: string): Promise<void> {
  await ctx.db.update(couponRedemptions).set({ state: 'redeemed' }).where(isTakenBy(checkoutId))
}

/** Gives the use of a checkout back that ended unpaid; before its stock. */
export async function releaseCoupon(ctx: Context, checkoutId: string): Promise<void> {
  const [released] = await ctx.db
    .update(couponRedemptions)
    .set({ state: 'released' })
    .where(isTakenBy(checkoutId))
    .returning({ couponId: couponRedemptions.couponId, personKeys: couponRedemptions.personKeys })
  if (!released) return

  await ctx.db
    .update(coupons)
    .set({ used: sql`${coupons.used} - 1` })
    .where(eq(coupons.id, released.couponId))
  await ctx.db
    .update(couponUses)
    .set({ used: sql`${couponUses.used} - 1` })
    .where(and(eq(couponUses.couponId, released.couponId), sql`${couponUses.personKey} = any(${sql.param(released.personKeys)}::text[])`))
}

const isTakenBy = (checkoutId: string) => and(eq(couponRedemptions.checkoutId, checkoutId), eq(couponRedemptions.state, 'taken'))
