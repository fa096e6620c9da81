import { eq } from 'drizzle-orm'
import { addresses } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { lockOwnRow } from './own-row'
import { findOwnAddress, markDefault, readAddresses } from './saved-addresses'

/** Forgets an address. When it was the default, the newest of the others becomes it. */
export function removeAddress(ctx: Context, actor: Actor, addressId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const user = await lockOwnRow(ctx, actor)
    const row = await findOwnAddress(ctx, actor, addressId)

    await ctx.db.delete(addresses).where(eq(addresses.id, row.id))
    const [next] = row.isDefault ? await readAddresses(ctx, user.id) : []
    if (next) await markDefault(ctx, user.id, next.id)
  })
}
