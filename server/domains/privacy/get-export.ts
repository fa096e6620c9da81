import { and, eq, gt } from 'drizzle-orm'
import { dataExports } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { exportNotFound } from './privacy-errors'

/** The bytes of one's own archive, while they are kept. */
export async function getExport(ctx: Context, actor: Actor, exportId: string): Promise<{ bytes: Uint8Array; fileName: string }> {
  const [row] = await ctx.db
    .select()
    .from(dataExports)
    .where(and(eq(dataExports.id, exportId), eq(dataExports.status, 'ready'), gt(dataExports.expiresAt, ctx.now)))
  if (!row?.objectKey || !actor.userId || row.userId !== actor.userId) throw exportNotFound()

  const stored = await ctx.storage.get(row.objectKey)
  if (!stored) throw exportNotFound()
  return { bytes: stored.body, fileName: `my-data-${row.createdAt.toISOString().slice(0, 10)}.zip` }
}
