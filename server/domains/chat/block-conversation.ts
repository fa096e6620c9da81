import { eq } from 'drizzle-orm'
import { conversations } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { announceConversation } from './announce-conversation'
import { notInRooms, notWithMarketplace } from './chat-errors'
import { lockToWrite, type Way } from './chat-locks'

/** Ends, or lets begin again, what both sides write to each other, for one's own side; what was written stays to be read. */
export function blockConversation(ctx: Context, actor: Actor, way: Way, { blocked }: { blocked: boolean }): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { conversation, side } = await lockToWrite(ctx, actor, way)
    if (side === 'member') throw notInRooms()
    if (conversation.kind === 'support') throw notWithMarketplace()
    const column = side === 'shop' ? 'shopBlockedAt' : 'buyerBlockedAt'
    if ((conversation[column] !== null) === blocked) return

    await ctx.db
      .update(conversations)
      // Whoever is blocked by the shop waits for nothing.
      .set({ [column]: blocked ? ctx.now : null, ...(side === 'shop' && blocked && { waitingSince: null }) })
      .where(eq(conversations.id, conversation.id))
    await announceConversation(ctx, conversation, conversation.lastRev)

    const action = blocked ? 'chat.blocked' : 'chat.unblocked'
    await recordAudit(ctx, actor, { action, subject: { type: 'conversation', id: conversation.id }, shopId: way.shopId ?? undefined })
  })
}
