import { and, eq, gt, sql } from 'drizzle-orm'
import { chatAnswers } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { ResponseTime } from '#shared/contracts/chat'
import { ANSWERS_DAYS, ANSWERS_FEWEST, isSaid } from '#shared/lifecycles/chat'
import type { ConversationRow, MessageRow } from './chat-locks'

/** Notes how long the shopper has waited for what the shop says; what nobody waited for, or is held, is no answer. */
export async function noteAnswer(ctx: Context, { shopId, waitingSince }: ConversationRow, message: MessageRow): Promise<void> {
  if (!shopId || !waitingSince || message.createdAt < waitingSince || message.heldAt || !isSaid(message.kind)) return
  const { conversationId, seq, createdAt } = message
  await ctx.db.insert(chatAnswers).values({ conversationId, seq, shopId, askedAt: waitingSince, answeredAt: createdAt })
}

/** Half of a shop's answers of the last days came within this time; null until there are a few. */
export async function responseTimeOf(ctx: Context, shopId: string): Promise<ResponseTime> {
  const since = new Date(ctx.now.getTime() - ANSWERS_DAYS * 24 * 60 * 60 * 1000)
  const [found] = await ctx.db
    .select({
      answers: sql<number>`count(*)::int`,
      medianMinutes: sql<
        number | null
      >`round(percentile_cont(0.5) within group (order by extract(epoch from ${chatAnswers.answeredAt} - ${chatAnswers.askedAt})) / 60)::int`,
    })
    .from(chatAnswers)
    .where(and(eq(chatAnswers.shopId, shopId), gt(chatAnswers.answeredAt, since)))
  const { answers, medianMinutes } = found!
  return { answers, medianMinutes: answers >= ANSWERS_FEWEST ? medianMinutes : null }
}
