import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import { z } from 'zod'
import { couponRedemptions, coupons } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor } from '#server/platform/database/keyset'
import { idSchema } from '#shared/contracts/common'
import type { CouponListQuery, CouponView } from '#shared/contracts/coupons'
import { couponStateOf } from '#shared/lifecycles/coupon'
import type { CouponRow } from './find-coupon'
import { requireCoupons, type CouponOwner } from './save-coupon'

const PAGE = 25

/** The coupons of a shop or of the marketplace, the newest first. */
export async function listCoupons(
  ctx: Context,
  actor: Actor,
  owner: CouponOwner,
  query: CouponListQuery,
): Promise<{ items: CouponView[]; nextCursor: string | null }> {
  await requireCoupons(ctx, actor, owner)

  const after = query.cursor ? decodeCursor(query.cursor, z.tuple([idSchema])) : null
  const rows = await ctx.db
    .select({ coupon: coupons, isFrozen })
    .from(coupons)
    .where(
      and(
        owner === 'marketplace' ? isNull(coupons.shopId) : eq(coupons.shopId, owner.shopId),
        after ? lt(coupons.id, after[0]) : undefined,
      ),
    )
    .orderBy(desc(coupons.id))
    .limit(PAGE + 1)

  const page = cutPage(rows, PAGE, ({ coupon }) => [coupon.id])
  return { nextCursor: page.nextCursor, items: page.items.map(({ coupon, isFrozen }) => present(ctx, coupon, isFrozen)) }
}

/** A coupon as those see it who look after it. */
export async function presentCoupon(ctx: Context, coupon: CouponRow): Promise<CouponView> {
  const [row] = await ctx.db.select({ isFrozen }).from(coupons).where(eq(coupons.id, coupon.id))
  return present(ctx, coupon, row!.isFrozen)
}

const isFrozen = sql<boolean>`exists (select from ${couponRedemptions} use where use.coupon_id = coupons.id)`

const present = ({ now }: Pick<Context, 'now'>, coupon: CouponRow, isFrozen: boolean): CouponView => ({
  id: coupon.id,
  code: coupon.code,
  kind: coupon.kind,
  value: coupon.value,
  currency: coupon.currency,
  minimumMinor: coupon.minimumMinor,
  bearer: coupon.bearer,
  validFrom: coupon.validFrom?.toISOString() ?? null,
  validTo: coupon.validTo?.toISOString() ?? null,
  maxUses: coupon.maxUses,
  maxUsesPerPerson: coupon.maxUsesPerPerson,
  used: coupon.used,
  state: couponStateOf(coupon, now),
  isFrozen,
})
