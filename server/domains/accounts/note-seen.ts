import { sql } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'

/** How exact `lastSeenAt` is. */
const SEEN_EVERY_MINUTES = 3

/** Notes that these people are, or were just now, connected; of those who show it, and waiting for nobody who changes their account. */
export async function noteSeen(ctx: Context, userIds: readonly string[]): Promise<void> {
  const now = ctx.now.toISOString()
  await ctx.db.execute(sql`
    update users set last_seen_at = ${now}::timestamptz where id in (
      select ${users.id} from ${users}
      where ${anyOf(users.id, userIds)} and ${users.showsPresence} and ${users.status} = 'active'
        and (${users.lastSeenAt} is null or ${users.lastSeenAt} < ${now}::timestamptz - make_interval(mins => ${SEEN_EVERY_MINUTES}))
      order by ${users.id} for no key update skip locked
    )`)
}
