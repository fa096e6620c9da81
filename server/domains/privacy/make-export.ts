import { and, eq } from 'drizzle-orm'
import { dataExports } from '#db/schema'
import * as files from '#server/domains/files'
import * as orders from '#server/domains/orders'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { EXPORT_KEPT_DAYS } from '#shared/lifecycles/privacy'
import { collectPersonalData } from './collect-personal-data'
import { packArchive } from './pack-archive'

/** Packs everything that is held about somebody and has them told. Repeating it packs nothing twice. */
export async function makeExport(ctx: Context, exportId: string): Promise<void> {
  const [asked] = await ctx.db.select().from(dataExports).where(eq(dataExports.id, exportId))
  if (asked?.status !== 'requested') return

  const objectKey = `exports/${exportId}.zip`
  const data = await collectPersonalData(ctx, asked.userId)
  const archive = packArchive(data, {
    ...(await files.personalPicturesOf(ctx, asked.userId)),
    ...(await orders.personalPicturesOf(ctx, asked.userId)),
  })
  await ctx.storage.put(objectKey, archive, { contentType: 'application/zip' })

  await inTransaction(ctx, async (ctx) => {
    const expiresAt = new Date(ctx.now.getTime() + EXPORT_KEPT_DAYS * 24 * 60 * 60 * 1000)
    const ready = await ctx.db
      .update(dataExports)
      .set({ status: 'ready', objectKey, sizeBytes: archive.byteLength, readyAt: ctx.now, expiresAt })
      .where(and(eq(dataExports.id, exportId), eq(dataExports.status, 'requested')))
      .returning({ id: dataExports.id })
    if (ready.length > 0) await ctx.queue.send(ctx.db, 'privacy.mail-export-ready', { exportId })
    // The account may have been erased meanwhile.
    else await ctx.queue.send(ctx.db, 'privacy.delete-archive', { objectKey })
  })
}
