import { and, ne } from 'drizzle-orm'
import { notifications, users } from '#db/schema'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import { inTransaction } from '#server/platform/database/in-transaction'
import { announceChange } from '#server/platform/realtime-bus/topics'
import type { NewsKind } from '#shared/lifecycles/news'

interface Happening {
  kind: NewsKind
  subjectId: string
  groupId: string
  orderId: string | null
  amountMinor?: number
}

/** Tells people of a happening, once each; those whose account is gone are told nothing. */
export const tell = (ctx: Context, userIds: readonly string[], happening: Happening): Promise<void> =>
  tellOfAll(ctx, [{ userIds, happening }])

/** The same of several happenings, in one transaction. */
export function tellOfAll(ctx: Context, list: readonly { userIds: readonly string[]; happening: Happening }[]): Promise<void> {
  const asked = [...new Set(list.flatMap(({ userIds }) => userIds))]
  return inTransaction(ctx, async (ctx) => {
    const rows = asked.length === 0 ? [] : await lockThere(ctx, asked)
    const there = new Set(rows.map(({ id }) => id))
    const news = list.flatMap(({ userIds, happening }) =>
      userIds.filter((id) => there.has(id)).map((userId) => ({ id: ctx.newId(), userId, createdAt: ctx.now, ...happening })),
    )
    if (news.length === 0) return
    const told = await ctx.db.insert(notifications).values(news).onConflictDoNothing().returning({ userId: notifications.userId })
    for (const userId of new Set(told.map(({ userId }) => userId))) await announceChange(ctx, `person:${userId}`)
  })
}

/** Keeps them from being erased meanwhile. */
const lockThere = (ctx: Context, userIds: readonly string[]): Promise<{ id: string }[]> =>
  ctx.db
    .select({ id: users.id })
    .from(users)
    .where(and(anyOf(users.id, userIds), ne(users.status, 'erased')))
    .orderBy(users.id)
    .for('key share')
