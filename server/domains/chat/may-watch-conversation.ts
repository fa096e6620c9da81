import { eq, sql } from 'drizzle-orm'
import { conversations } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import { idSchema } from '#shared/contracts/common'
import { STAFF_ROLES } from '#shared/lifecycles/user'
import { sideIn, wayOfDesk } from './chat-policy'

/** Whether this person may be told that there is something new in a conversation: who takes part on either side, or is in the room; a guest by their order's key. */
export async function mayWatchConversation(ctx: Context, actor: Actor, conversationId: string, key: string | null): Promise<boolean> {
  if (idSchema.safeParse(conversationId).data !== conversationId) return false
  const [conversation] = await ctx.db.select().from(conversations).where(eq(conversations.id, conversationId))
  if (!conversation) return false
  for (const way of [{ conversationId, shopId: null, key }, wayOfDesk(conversation)])
    if (await sideIn(ctx, actor, conversation, way)) return true
  return false
}

interface Watching {
  /** Null for a guest. */
  userId: string | null
  /** Of the conversation. */
  id: string
  /** They showed the key of an order when they began. */
  byKey: boolean
}

/** Which of these people may still be told; since they began to watch somebody may have left the shop's team, the marketplace's or the room, or a guest's order become an account's. */
export function stillWatching(ctx: Context, watching: readonly Watching[]): Promise<Watching[]> {
  const userIds = sql.param(watching.map(({ userId }) => userId))
  const ids = sql.param(watching.map(({ id }) => id))
  // The driver takes a list of booleans for one of them.
  const ways = sql.param(watching.map(({ byKey }) => (byKey ? 'key' : 'account')))
  return runPrepared<Watching & Record<string, unknown>>(
    ctx,
    sql`
    select watching.user_id as "userId", watching.id, watching.way = 'key' as "byKey"
    from unnest((select ${userIds}::uuid[]), (select ${ids}::uuid[]), (select ${ways}::text[])) watching(user_id, id, way)
    join conversations c on c.id = watching.id
    where c.buyer_id = watching.user_id or (watching.way = 'key' and c.kind = 'order' and c.buyer_id is null)
      or (c.kind = 'room' and exists (select from conversation_members m where m.conversation_id = c.id and m.user_id = watching.user_id))
      or (c.begun and exists (select from shop_members member where member.shop_id = c.shop_id and member.user_id = watching.user_id))
      or (c.begun and c.kind = 'support' and exists (select from users u where u.id = watching.user_id and u.role in ${[...STAFF_ROLES]}))`,
  )
}
