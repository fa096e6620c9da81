import { and, eq, ne, sql } from 'drizzle-orm'
import { shopInvitations, shopMembers, shops, users } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { PersonalData } from '#server/platform/personal-data'
import { systemActor } from '#server/platform/actor'
import { setShopStatus } from './set-shop-status'

/** The shops that somebody owns, those they act for, and who asked them to. */
export async function personalDataOf(ctx: Context, userId: string): Promise<PersonalData> {
  const invitation = {
    shop: shops.name,
    role: shopInvitations.role,
    createdAt: shopInvitations.createdAt,
    expiresAt: shopInvitations.expiresAt,
  }
  const { slug, name, legalName, address, vatId, payoutHolder, payoutIban } = shops
  return {
    shops: await ctx.db
      .select({ slug, name, legalName, address, vatId, payoutHolder, payoutIban })
      .from(shops)
      .innerJoin(shopMembers, and(eq(shopMembers.shopId, shops.id), eq(shopMembers.userId, userId), eq(shopMembers.role, 'owner'))),
    shop_members: await ctx.db
      .select({ shop: shops.name, shopSlug: shops.slug, role: shopMembers.role, since: shopMembers.createdAt })
      .from(shopMembers)
      .innerJoin(shops, eq(shops.id, shopMembers.shopId))
      .where(eq(shopMembers.userId, userId)),
    shop_invitations: await ctx.db
      .select({ email: shopInvitations.email, ...invitation })
      .from(shopInvitations)
      .innerJoin(shops, eq(shops.id, shopInvitations.shopId))
      .innerJoin(users, eq(users.email, shopInvitations.email))
      .where(eq(users.id, userId)),
  }
}

/** The shops, not yet closed, that have no other owner. */
export async function shopsOwnedAlone(ctx: Context, userId: string): Promise<{ id: string; name: string }[]> {
  const hasOther = sql`exists (select 1 from ${shopMembers} other where other.shop_id = ${shops.id} and other.role = 'owner' and other.user_id <> ${userId})`
  return ctx.db
    .select({ id: shops.id, name: shops.name })
    .from(shops)
    .innerJoin(shopMembers, and(eq(shopMembers.shopId, shops.id), eq(shopMembers.userId, userId), eq(shopMembers.role, 'owner')))
    .where(and(ne(shops.status, 'closed'), sql`not ${hasOther}`))
}

const NOBODY = { legalName: '', address: null, vatId: '', payoutHolder: '', payoutIban: '' }

/** Ends what somebody was for shops. A shop that nobody else owns closes, and tells no more who stood behind it. */
export async function erasePersonalData(ctx: Context, userId: string): Promise<void> {
  for (const { id } of await shopsOwnedAlone(ctx, userId)) {
    await setShopStatus(ctx, systemActor, id, 'closed')
    await ctx.db.update(shops).set(NOBODY).where(eq(shops.id, id))
  }
  await ctx.db.delete(shopMembers).where(eq(shopMembers.userId, userId))

  const address = ctx.db.select({ email: users.email }).from(users).where(eq(users.id, userId))
  await ctx.db.delete(shopInvitations).where(eq(shopInvitations.email, address))
}
