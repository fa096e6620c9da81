import { and, eq } from 'drizzle-orm'
import { notificationChoices } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { NotificationChange, NotificationChoices } from '#shared/contracts/notifications'
import { NOTIFICATION_KINDS, isWantedByDefault, type NotificationKind } from '#shared/lifecycles/privacy'
import { notSignedIn } from './accounts-errors'

/** Whether somebody wants this kind of mail. Whoever sends one that may be chosen asks this first. */
export async function wantsMail(ctx: Context, userId: string, kind: NotificationKind): Promise<boolean> {
  const [choice] = await ctx.db
    .select({ byMail: notificationChoices.byMail })
    .from(notificationChoices)
    .where(and(eq(notificationChoices.userId, userId), eq(notificationChoices.kind, kind)))
  return choice?.byMail ?? isWantedByDefault(kind)
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
