import { and, eq, lt } from 'drizzle-orm'
import { conversations } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { announceChange } from '#server/platform/realtime-bus/topics'
import type { ReadConversation } from '#shared/contracts/chat'
import { noteRead } from './add-message'
import { announceToSide } from './announce-conversation'
import { takePartToNote, type Way } from './chat-locks'
import { isNewMark } from './read-marks'

/** Notes up to which message somebody has read; it never goes back. What one of a shop's team has read, the shop has. */
export function readConversation(ctx: Context, actor: Actor, way: Way, input: ReadConversation): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const taken = await takePartToNote(ctx, actor, way)
    const { conversation, side } = taken
    const seq = Math.min(input.seq, conversation.lastSeq)

    if (side === 'shop')
      await ctx.db
        .update(conversations)
        .set({ shopReadSeq: seq })
        .where(and(eq(conversations.id, conversation.id), lt(conversations.shopReadSeq, seq)))
    const grew = seq > 0 && (await noteRead(ctx, taken, seq))

    if (!grew) return
    await announceToSide(ctx, conversation, side)
    if (await isNewMark(ctx, taken, seq)) await announceChange(ctx, `conversation:${conversation.id}`)
  })
}
