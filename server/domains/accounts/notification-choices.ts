import { and, eq } from 'drizzle-orm'
import { notificationChoices } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import type { NotificationChange, NotificationChoices } from '#shared/contracts/notifications'
import { NOTIFICATION_KINDS, isWantedByDefault, type NotificationKind } from '#shared/lifecycles/privacy'
import { notSignedIn } from './accounts-errors'

/** Whether somebody wants this kind of mail. Whoever sends one that may be chosen asks this first. */
export const wantsMail = async (ctx: Context, userId: string, kind: NotificationKind): Promise<boolean> =>
  (await whoWantsMail(ctx, [userId], kind)).has(userId)

/** Those of several who want this kind of mail. */
export async function whoWantsMail(ctx: Context, userIds: readonly string[], kind: NotificationKind): Promise<ReadonlySet<string>> {
  const rows = await ctx.db
    .select({ userId: notificationChoices.userId, byMail: notificationChoices.byMail })
    .from(notificationChoices)
    .where(and(anyOf(notificationChoices.userId, userIds), eq(notificationChoices.kind, kind)))
  const chosen = new Map(rows.map(({ userId, byMail }) => [userId, byMail]))
  return new Set(userIds.filter((id) => chosen.get(id) ?? isWantedByDefault(kind)))
}

/** Which mails one gets. */
export async function listNotificationChoices(ctx: Context, actor: Actor): Promise<NotificationChoices> {
  if (!actor.userId) throw notSignedIn()
  const chosen = await ctx.db.select().from(notificationChoices).where(eq(notificationChoices.userId, actor.userId))
  const byMail = (kind: NotificationKind) => chosen.find((row) => row.kind === kind)?.byMail ?? isWantedByDefault(kind)
  return { items: NOTIFICATION_KINDS.map((kind) => ({ kind, byMail: byMail(kind) })) }
}

/** Chooses whether a kind of mail comes. */
export async function chooseNotification(ctx: Context, actor: Actor, { kind, byMail }: NotificationChange): Promise<NotificationChoices> {
  if (!actor.userId) throw notSignedIn()
  await ctx.db
    .insert(notificationChoices)
    .values({ userId: actor.userId, kind, byMail })
    .onConflictDoUpdate({ target: [notificationChoices.userId, notificationChoices.kind], set: { byMail } })
  return listNotificationChoices(ctx, actor)
}
