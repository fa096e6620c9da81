import { and, eq, isNull, sql } from 'drizzle-orm'
import { couponRedemptions, coupons } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import { readSettings } from '#server/domains/settings'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction, sqlState } from '#server/platform/database/in-transaction'
import {
  marketplaceCouponInputSchema,
  shopCouponInputSchema,
  type MarketplaceCouponInput,
  type SetCouponActive,
  type ShopCouponInput,
} from '#shared/contracts/coupons'
import { codeTaken, couponFrozen, couponNotFound, couponsNotYours, limitBelowUsed } from './coupons-errors'
import { mayLookAfterCoupons } from './coupons-policy'
import type { CouponRow } from './find-coupon'

/** Whose coupons they are: a shop's, or the marketplace's. */
export type CouponOwner = { shopId: string } | 'marketplace'
export type CouponInput = ShopCouponInput | MarketplaceCouponInput

const shopIdOf = (owner: CouponOwner) => (owner === 'marketplace' ? null : owner.shopId)

/** Throws `coupons.not_allowed`, `shops.not_found` or `shops.role_too_low`. */
export async function requireCoupons(ctx: Context, actor: Actor, owner: CouponOwner): Promise<void> {
  if (owner !== 'marketplace') await requireMember(ctx, actor, owner.shopId, 'manager')
  else if (!mayLookAfterCoupons(actor)) throw couponsNotYours()
}

/** Gives a coupon out. Throws `coupons.code_taken`. */
export async function createCoupon(ctx: Context, actor: Actor, owner: CouponOwner, input: CouponInput): Promise<CouponRow> {
  const terms = termsOf(owner, input)
  return inTransaction(ctx, async (ctx) => {
    await requireCoupons(ctx, actor, owner)

    const { currency } = await readSettings(ctx)
    const [coupon] = await ctx.db
      .insert(coupons)
      .values({ id: ctx.newId(), shopId: shopIdOf(owner), currency, createdAt: ctx.now, ...terms })
      .onConflictDoNothing({ target: coupons.code })
      .returning()
    if (!coupon) throw codeTaken()

    await note(ctx, actor, 'coupons.created', coupon, { ...terms })
    return coupon
  })
}

const UNIQUE_VIOLATION = '23505'

/** Changes a coupon; of one that was used only when and how often it may be. Throws what `shopCouponInputSchema` lists. */
export async function changeCoupon(
  ctx: Context,
  actor: Actor,
  owner: CouponOwner,
  couponId: string,
  input: CouponInput,
): Promise<CouponRow> {
  const terms = termsOf(owner, input)
  try {
    return await inTransaction(ctx, async (ctx) => {
      const before = await lockCoupon(ctx, actor, owner, couponId)
      if (terms.maxUses !== null && terms.maxUses < before.used) throw limitBelowUsed(before.used)
      if (isOtherOffer(before, terms) && (await wasUsed(ctx, couponId))) throw couponFrozen()

      const changed = await writeCoupon(ctx, couponId, terms)
      await note(ctx, actor, 'coupons.changed', changed, { before: termsOfRow(before), after: terms })
      return changed
    })
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw codeTaken()
    throw error
  }
}

/** Pauses a coupon, or lets it go on. Whoever is paying with it already keeps it. */
export function setCouponActive(
  ctx: Context,
  actor: Actor,
  owner: CouponOwner,
  couponId: string,
  { active }: SetCouponActive,
): Promise<CouponRow> {
  return inTransaction(ctx, async (ctx) => {
    const before = await lockCoupon(ctx, actor, owner, couponId)
    if (before.active === active) return before

    const changed = await writeCoupon(ctx, couponId, { active })
    await note(ctx, actor, active ? 'coupons.resumed' : 'coupons.paused', changed, { code: changed.code })
    return changed
  })
}

/** The owner's coupon, locked. A shop that is not the actor's and a coupon that is not the shop's are not found. */
async function lockCoupon(ctx: Context, actor: Actor, owner: CouponOwner, couponId: string): Promise<CouponRow> {
  await requireCoupons(ctx, actor, owner)
  const [coupon] = await ctx.db
    .select()
    .from(coupons)
    .where(and(eq(coupons.id, couponId), owner === 'marketplace' ? isNull(coupons.shopId) : eq(coupons.shopId, owner.shopId)))
    .for('no key update')
  if (!coupon) throw couponNotFound()
  return coupon
}

async function writeCoupon(ctx: Context, couponId: string, values: Partial<CouponRow>): Promise<CouponRow> {
  const [coupon] = await ctx.db
    .update(coupons)
    .set({ ...values, version: sql`${coupons.version} + 1` })
    .where(eq(coupons.id, couponId))
    .returning()
  return coupon!
}

/** Any use counts, also one that was given back: somebody has seen that price. */
async function wasUsed(ctx: Context, couponId: string): Promise<boolean> {
  const [use] = await ctx.db
    .select({ id: couponRedemptions.id })
    .from(couponRedemptions)
    .where(eq(couponRedemptions.couponId, couponId))
    .limit(1)
  return use !== undefined
}

type Terms = ReturnType<typeof termsOf>

/** The columns of what was asked for; a shop bears its own coupons. */
function termsOf(owner: CouponOwner, input: CouponInput) {
  const { validFrom, validTo, ...terms } =
    owner === 'marketplace' ? marketplaceCouponInputSchema.parse(input) : { ...shopCouponInputSchema.parse(input), bearer: 'shop' as const }
  return { ...terms, validFrom: validFrom === null ? null : new Date(validFrom), validTo: validTo === null ? null : new Date(validTo) }
}

const termsOfRow = ({ code, kind, value, minimumMinor, bearer, validFrom, validTo, maxUses, maxUsesPerPerson }: CouponRow): Terms => ({
  code,
  kind,
  value,
  minimumMinor,
  bearer,
  validFrom,
  validTo,
  maxUses,
  maxUsesPerPerson,
})

/** What it gives, for what, under which code and at whose cost: the parts that are frozen once somebody has used it. */
const isOtherOffer = (before: Terms, after: Terms) =>
  (['code', 'kind', 'value', 'minimumMinor', 'bearer'] as const).some((part) => before[part] !== after[part])

const note = (ctx: Context, actor: Actor, action: string, coupon: CouponRow, details: Record<string, unknown>) =>
  recordAudit(ctx, actor, { action, subject: { type: 'coupon', id: coupon.id }, shopId: coupon.shopId ?? undefined, details })
