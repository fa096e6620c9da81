import { and, asc, desc, eq, gt, lt, type SQL } from 'drizzle-orm'
import { messages } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { MessagePage, MessageQuery } from '#shared/contracts/chat'
import { takePart, type Way } from './chat-locks'
import { presentMessages } from './present-messages'
import { otherReadSeq } from './read-marks'

const PAGE = 50

/**
 * What changed in a conversation after a `rev`, in that order; or its messages after a `seq`, in theirs; or else its messages, the
 * newest first. A page of changes that says there is no more brings everything up to `lastRev`, edits and deletions included.
 */
export async function listMessages(ctx: Context, actor: Actor, way: Way, query: MessageQuery): Promise<MessagePage> {
  const { afterRev, beforeSeq, afterSeq } = query
  // The conversation is read first: a message that comes in between is newer than `lastRev`, and asked for again.
  const taken = await takePart(ctx, actor, way)
  const { id, lastRev } = taken.conversation
  const rows = await ctx.db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, id),
        afterRev === undefined ? undefined : gt(messages.rev, afterRev),
        beforeSeq === undefined ? undefined : lt(messages.seq, beforeSeq),
        afterSeq === undefined ? undefined : gt(messages.seq, afterSeq),
      ),
    )
    .orderBy(orderOf(query))
    .limit(PAGE + 1)

  return {
    items: await presentMessages(ctx, taken, rows.slice(0, PAGE)),
    hasMore: rows.length > PAGE,
    lastRev,
    otherReadSeq: await otherReadSeq(ctx, taken),
  }
}

function orderOf({ afterRev, afterSeq }: MessageQuery): SQL {
  if (afterRev !== undefined) return asc(messages.rev)
  return afterSeq === undefined ? desc(messages.seq) : asc(messages.seq)
}
