import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { Profile, ProfileChange } from '#shared/contracts/profile'
import { presentProfile } from './get-profile'
import { lockOwnRow } from './own-row'

/** Changes one's name, the language of the mails, or the time zone. */
export function changeProfile(ctx: Context, actor: Actor, { name, locale, timeZone }: ProfileChange): Promise<Profile> {
  return inTransaction(ctx, async (ctx) => {
    const user = await lockOwnRow(ctx, actor)

    const changed = {
      ...user,
      name: name ?? user.name,
      locale: locale ?? user.locale,
      timeZone: timeZone === undefined ? user.timeZone : timeZone,
    }
    await ctx.db.update(users).set({ name: changed.name, locale: changed.locale, timeZone: changed.timeZone }).where(eq(users.id, user.id))

    return presentProfile(ctx, changed)
  })
}
