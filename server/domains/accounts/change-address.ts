import { eq } from 'drizzle-orm'
import { addresses } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { SavedAddress, SavedAddressChange } from '#shared/contracts/saved-addresses'
import { lockOwnRow } from './own-row'
import { findOwnAddress, markDefault, presentAddress } from './saved-addresses'

/** Corrects an address that one has kept. */
export function changeAddress(ctx: Context, actor: Actor, addressId: string, { address }: SavedAddressChange): Promise<SavedAddress> {
  return inTransaction(ctx, async (ctx) => {
    await lockOwnRow(ctx, actor)
    const row = await findOwnAddress(ctx, actor, addressId)

    await ctx.db.update(addresses).set({ address }).where(eq(addresses.id, row.id))
    return presentAddress({ ...row, address })
  })
}

/** Lets the next checkout begin with this address. */
export function chooseDefaultAddress(ctx: Context, actor: Actor, addressId: string): Promise<SavedAddress> {
  return inTransaction(ctx, async (ctx) => {
    const user = await lockOwnRow(ctx, actor)
    const row = await findOwnAddress(ctx, actor, addressId)

    await markDefault(ctx, user.id, row.id)
    return presentAddress({ ...row, isDefault: true })
  })
}
