import { asc, eq } from 'drizzle-orm'
import { consents, dataExports } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { PersonalData } from '#server/platform/personal-data'

export async function personalDataOf(ctx: Context, userId: string): Promise<PersonalData> {
  const { kind, granted, version, createdAt } = consents
  const { status, sizeBytes, readyAt, expiresAt } = dataExports
  return {
    consents: await ctx.db
      .select({ kind, granted, version, createdAt })
      .from(consents)
      .where(eq(consents.userId, userId))
      .orderBy(asc(createdAt)),
    data_exports: await ctx.db
      .select({ status, sizeBytes, createdAt: dataExports.createdAt, readyAt, expiresAt })
      .from(dataExports)
      .where(eq(dataExports.userId, userId))
      .orderBy(asc(dataExports.createdAt)),
  }
}

/** Forgets what was agreed to, and the archives; the job `privacy.delete-archive` deletes their bytes. */
export async function erasePersonalData(ctx: Context, userId: string): Promise<void> {
  await ctx.db.delete(consents).where(eq(consents.userId, userId))
  const archives = await ctx.db.delete(dataExports).where(eq(dataExports.userId, userId)).returning({ objectKey: dataExports.objectKey })
  for (const { objectKey } of archives) if (objectKey) await ctx.queue.send(ctx.db, 'privacy.delete-archive', { objectKey })
}
