import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { SavedAddress } from '#shared/contracts/saved-addresses'
import { notSignedIn } from './accounts-errors'
import { presentAddress, readAddresses } from './saved-addresses'

/** The addresses that one has kept, the default first. */
export async function listAddresses(ctx: Context, actor: Actor): Promise<SavedAddress[]> {
  if (!actor.userId) throw notSignedIn()
  return (await readAddresses(ctx, actor.userId)).map(presentAddress)
}
