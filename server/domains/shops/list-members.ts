import { asc, eq } from 'drizzle-orm'
import { files, shopMembers, users } from '#db/schema'
import { presentPicture } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ShopInvitation, ShopMembers } from '#shared/contracts/shop-members'
import { SHOP_ROLES, type ShopRole } from '#shared/lifecycles/shop'
import { openInvitations, type InvitationRow } from './invitations'
import { requireMember } from './require-member'
import { mayManageMembers } from './shops-policy'

/** Who acts for a shop, and for its owners who is asked to. */
export async function listMembers(ctx: Context, actor: Actor, shopId: string): Promise<ShopMembers> {
  const own = await requireMember(ctx, actor, shopId)
  const seesAll = mayManageMembers(own)

  const rows = await ctx.db
    .select({
      user: { id: users.id, name: users.name, email: users.email },
      role: shopMembers.role,
      since: shopMembers.createdAt,
      file: files,
    })
    .from(shopMembers)
    .innerJoin(users, eq(users.id, shopMembers.userId))
    .leftJoin(files, eq(files.id, users.avatarFileId))
    .where(eq(shopMembers.shopId, shopId))
    .orderBy(asc(shopMembers.createdAt), asc(shopMembers.id))
  const rank = (role: ShopRole) => SHOP_ROLES.indexOf(role)

  return {
    members: rows
      .toSorted((one, other) => rank(one.role) - rank(other.role))
      .map(({ user, role, since, file }) => ({
        userId: user.id,
        name: user.name,
        email: seesAll ? user.email : null,
        avatar: file && presentPicture(file, user.name),
        role,
        since: since.toISOString(),
        isYou: user.id === actor.userId,
      })),
    invitations: seesAll ? (await openInvitations(ctx, shopId)).map(presentInvitation) : [],
  }
}

export const presentInvitation = ({ id, email, role, createdAt, expiresAt }: InvitationRow): ShopInvitation => ({
  id,
  email,
  role,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
})
