import { and, eq } from 'drizzle-orm'
import { shopMembers } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { builtOnce } from '#server/platform/database/built-once'
import type { ShopRole } from '#shared/lifecycles/shop'
import { shopNotFound, shopRoleTooLow } from './shops-errors'
import { includesRole } from './shops-policy'

/** What this person is in the shop; null for everybody else. The system acts as every shop's owner. */
export async function roleInShop(ctx: Context, actor: Pick<Actor, 'userId' | 'role'>, shopId: string): Promise<ShopRole | null> {
  if (actor.role === 'system') return 'owner'
  if (!actor.userId) return null
  const [member] = await membership(ctx, { shopId, userId: actor.userId })
  return member?.role ?? null
}
const membership = builtOnce<{ shopId: string; userId: string }>()((db, { shopId, userId }) =>
  db
    .select({ role: shopMembers.role })
    .from(shopMembers)
    .where(and(eq(shopMembers.shopId, shopId), eq(shopMembers.userId, userId))),
)

/** Throws `shops.not_found` to strangers, and `shops.role_too_low` to members who need a higher role. */
export async function requireMember(ctx: Context, actor: Actor, shopId: string, needed: ShopRole = 'staff'): Promise<ShopRole> {
  const role = await roleInShop(ctx, actor, shopId)
  if (!role) throw shopNotFound()
  if (!includesRole(role, needed)) throw shopRoleTooLow()
  return role
}
