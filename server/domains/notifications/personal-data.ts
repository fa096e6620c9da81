import { asc, eq } from 'drizzle-orm'
import { notifications } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { PersonalData } from '#server/platform/personal-data'

/** What somebody was told in the app. */
export async function personalDataOf(ctx: Context, userId: string): Promise<PersonalData> {
  return {
    notifications: await ctx.db.select().from(notifications).where(eq(notifications.userId, userId)).orderBy(asc(notifications.createdAt)),
  }
}

export async function erasePersonalData(ctx: Context, userId: string): Promise<void> {
  await ctx.db.delete(notifications).where(eq(notifications.userId, userId))
}
