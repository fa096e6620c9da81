import { and, desc, eq } from 'drizzle-orm'
import { addresses } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { SavedAddress } from '#shared/contracts/saved-addresses'
import { addressNotFound } from './accounts-errors'

export type AddressRow = typeof addresses.$inferSelect

export const readAddresses = (ctx: Context, userId: string): Promise<AddressRow[]> =>
  ctx.db
    .select()
    .from(addresses)
    .where(eq(addresses.userId, userId))
    .orderBy(desc(addresses.isDefault), desc(addresses.createdAt), desc(addresses.id))

/** One of one's own; another's is not found. The user's row is locked, so nobody changes it meanwhile. */
export async function findOwnAddress(ctx: Context, actor: Actor, addressId: string): Promise<AddressRow> {
  const [row] = await ctx.db
    .select()
    .from(addresses)
    .where(and(eq(addresses.id, addressId), eq(addresses.userId, actor.userId!)))
  if (!row) throw addressNotFound()
  return row
}

/** Makes one the default, and no other. */
export async function markDefault(ctx: Context, userId: string, addressId: string): Promise<void> {
  await ctx.db
    .update(addresses)
    .set({ isDefault: false })
    .where(and(eq(addresses.userId, userId), eq(addresses.isDefault, true)))
  await ctx.db.update(addresses).set({ isDefault: true }).where(eq(addresses.id, addressId))
}

export const presentAddress = ({ id, address, isDefault }: AddressRow): SavedAddress => ({ id, address, isDefault })
