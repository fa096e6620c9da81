import { and, asc, between, eq, sql } from 'drizzle-orm'
import { messages } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import type { MessagesAround, MessagesAroundQuery } from '#shared/contracts/chat'
import { takePart, type ConversationRow, type Way } from './chat-locks'
import { presentMessages } from './present-messages'

/** So many before it, and as many after it. */
const AROUND = 25

/** What was said before and after one message, or the first one since a moment; where there is none, around the newest. */
export async function listMessagesAround(ctx: Context, actor: Actor, way: Way, query: MessagesAroundQuery): Promise<MessagesAround> {
  // The conversation is read first: a message that comes in between is newer than `lastRev`, and asked for again.
  const taken = await takePart(ctx, actor, way)
  const { id, lastSeq, lastRev } = taken.conversation
  if (lastSeq === 0) return { seq: null, items: [], hasOlder: false, hasNewer: false, lastRev }
  const seq = Math.min(query.seq ?? (await firstSince(ctx, taken.conversation, query.since!)), lastSeq)
  const rows = await ctx.db
    .select()
    .from(messages)
    .where(and(eq(messages.conversationId, id), between(messages.seq, seq - AROUND, seq + AROUND)))
    .orderBy(asc(messages.seq))
  return {
    seq,
    items: await presentMessages(ctx, taken, rows),
    hasOlder: seq - AROUND > 1,
    hasNewer: seq + AROUND < lastSeq,
    lastRev,
  }
}

/**
 * The number of the first message since a moment, else one more than that of the newest. Halved again and again by the numbers, of
 * which none is missing, so that no index is kept for it.
 */
async function firstSince(ctx: Context, { id, lastSeq }: ConversationRow, since: string): Promise<number> {
  const [found] = await runPrepared<{ seq: number }>(
    ctx,
    sql`
    with recursive halved(low, high) as (
      select 1, ${lastSeq + 1}::int
      union all
      select
        case when m.created_at < at.moment then m.seq + 1 else halved.low end,
        case when m.created_at < at.moment then halved.high else m.seq end
      from halved
      cross join (select to_timestamp(${Date.parse(since)}::float8 / 1000) as moment) at
      join messages m on m.conversation_id = ${id}::uuid and m.seq = (halved.low + halved.high) / 2
      where halved.low < halved.high
    )
    select low as seq from halved where low = high`,
  )
  return found!.seq
}
