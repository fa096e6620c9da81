import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { readAddresses } from './saved-addresses'

/** The country of the address that one has kept as the default; null for guests and whoever keeps none. */
export async function defaultCountry(ctx: Context, { userId }: Actor): Promise<string | null> {
  if (!userId) return null
  const [first] = await readAddresses(ctx, userId)
  return first?.address.country ?? null
}
