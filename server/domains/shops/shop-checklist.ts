import { and, eq, isNotNull } from 'drizzle-orm'
import { shippingMethods, shopMembers, shops, users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { CHECKLIST_KEYS, RECOMMENDED_KEYS, type ChecklistKey, type ShopChecklist } from '#shared/contracts/shop-settings'
import { payoutAccountOf } from './payout-account'
import { requireMember } from './require-member'
import { shopNotFound } from './shops-errors'
import type { ShopRow } from './shops-locks'
import { maySubmitShop } from './shops-policy'

/** What shops do not know themselves, told by whoever asks. */
export interface OfShopElsewhere {
  /** Products that are on sale or ready to be. */
  productCount: number
}

/** What a shop has of all it needs, made anew at every reading: nothing of it is stored. */
export async function shopChecklist(ctx: Context, actor: Actor, shopId: string, elsewhere: OfShopElsewhere): Promise<ShopChecklist> {
  const role = await requireMember(ctx, actor, shopId)
  const [shop] = await ctx.db.select().from(shops).where(eq(shops.id, shopId))
  if (!shop) throw shopNotFound()

  const done = await whatIsDone(ctx, shop, elsewhere)
  const isComplete = missingOf(done).length === 0
  return {
    status: shop.status,
    items: CHECKLIST_KEYS.map((key) => ({ key, isDone: done[key], isRequired: isRequired(key) })),
    isComplete,
    maySubmit: isComplete && maySubmitShop(role) && shop.status === 'pending' && shop.submittedAt === null,
    submittedAt: shop.status === 'pending' ? (shop.submittedAt?.toISOString() ?? null) : null,
    statusReason: shop.statusReason,
  }
}

export async function whatIsDone(ctx: Context, shop: ShopRow, { productCount }: OfShopElsewhere): Promise<Record<ChecklistKey, boolean>> {
  const [verifiedOwners, methods] = await Promise.all([
    countVerifiedOwners(ctx, shop.id),
    ctx.db.$count(shippingMethods, eq(shippingMethods.shopId, shop.id)),
  ])
  return {
    verified: verifiedOwners > 0,
    profile: shop.name !== '' && shop.about !== '',
    imprint: shop.legalName !== '' && shop.address !== null,
    policies: shop.shippingPolicy !== '' && shop.returnPolicy !== '',
    shipping: methods > 0,
    payout: (shop.payoutIban !== '' && shop.payoutHolder !== '') || payoutAccountOf(ctx, shop)?.submitted === true,
    product: productCount > 0,
    logo: shop.logoFileId !== null,
  }
}

const isRequired = (key: ChecklistKey) => !RECOMMENDED_KEYS.includes(key)

export const missingOf = (done: Record<ChecklistKey, boolean>): ChecklistKey[] =>
  CHECKLIST_KEYS.filter((key) => isRequired(key) && !done[key])

async function countVerifiedOwners(ctx: Context, shopId: string): Promise<number> {
  const rows = await ctx.db
    .select({ id: users.id })
    .from(users)
    .innerJoin(shopMembers, and(eq(shopMembers.userId, users.id), eq(shopMembers.shopId, shopId), eq(shopMembers.role, 'owner')))
    .where(and(isNotNull(users.emailVerifiedAt), eq(users.status, 'active')))
  return rows.length
}
