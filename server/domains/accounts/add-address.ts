import { addresses } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { SAVED_ADDRESSES_MOST, type NewSavedAddress, type SavedAddress } from '#shared/contracts/saved-addresses'
import { tooManyAddresses } from './accounts-errors'
import { lockOwnRow } from './own-row'
import { markDefault, presentAddress, readAddresses } from './saved-addresses'

/** Keeps an address for the next order. One that is kept already is not kept twice. */
export function addAddress(ctx: Context, actor: Actor, { address, isDefault }: NewSavedAddress): Promise<SavedAddress> {
  return inTransaction(ctx, async (ctx) => {
    const user = await lockOwnRow(ctx, actor)
    const kept = await readAddresses(ctx, user.id)
    const becomesDefault = isDefault || kept.length === 0
    const same = kept.find((row) => isSame(row.address, address))
    if (!same && kept.length >= SAVED_ADDRESSES_MOST) throw tooManyAddresses(SAVED_ADDRESSES_MOST)

    const row = same ?? { id: ctx.newId(), userId: user.id, address, isDefault: false, createdAt: ctx.now }
    if (!same) await ctx.db.insert(addresses).values(row)
    if (becomesDefault) await markDefault(ctx, user.id, row.id)

    return presentAddress({ ...row, isDefault: row.isDefault || becomesDefault })
  })
}

const isSame = (one: object, other: object) => {
  const lines = (address: object) =>
    JSON.stringify(
      Object.entries(address)
        .filter(([, line]) => line)
        .sort(),
    )
  return lines(one) === lines(other)
}
