import { and, eq, lt, lte } from 'drizzle-orm'
import { dataExports } from '#db/schema'
import { listErasuresDue } from '#server/domains/accounts'
import { forgetDestinations } from '#server/domains/orders'
import { forgetOldInvitations } from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'

/** An archive that was not made within this time will not be: its owner may ask again. */
const MAKING_MOST_MS = 24 * 60 * 60 * 1000

/** What the clock does for people's privacy: archives end, accounts whose time has come are erased. */
export async function sweepPrivacy(ctx: Context): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const ended = await ctx.db
      .select({ id: dataExports.id, objectKey: dataExports.objectKey })
      .from(dataExports)
      .where(and(eq(dataExports.status, 'ready'), lte(dataExports.expiresAt, ctx.now)))
      .for('update', { skipLocked: true })
    for (const { id, objectKey } of ended) {
      await ctx.db.update(dataExports).set({ status: 'expired', objectKey: null }).where(eq(dataExports.id, id))
      if (objectKey) await ctx.queue.send(ctx.db, 'privacy.delete-archive', { objectKey })
    }

    const longAgo = new Date(ctx.now.getTime() - MAKING_MOST_MS)
    await ctx.db
      .update(dataExports)
      .set({ status: 'failed' })
      .where(and(eq(dataExports.status, 'requested'), lt(dataExports.createdAt, longAgo)))

    await forgetDestinations(ctx)
    await forgetOldInvitations(ctx)
    for (const userId of (await listErasuresDue(ctx)).toSorted())
      await ctx.queue.send(ctx.db, 'privacy.erase-account', { userId }, { singletonKey: userId })
  })
}

/** Deletes the bytes of an archive, unless it can still be downloaded: another worker may have packed the same one. */
export async function deleteArchive(ctx: Context, objectKey: string): Promise<void> {
  const [kept] = await ctx.db.select({ id: dataExports.id }).from(dataExports).where(eq(dataExports.objectKey, objectKey))
  if (!kept) await ctx.storage.delete(objectKey)
}
