import { and, desc, eq, ne } from 'drizzle-orm'
import { dataExports } from '#db/schema'
import { lockOwnRow } from '#server/domains/accounts'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { DataExport } from '#shared/contracts/privacy'
import { EXPORT_EVERY_HOURS } from '#shared/lifecycles/privacy'
import { exportTooSoon } from './privacy-errors'

export type DataExportRow = typeof dataExports.$inferSelect

/** Asks for a copy of everything that is held about oneself; a job packs it, and a mail says when it is ready. Once a day. */
export function requestExport(ctx: Context, actor: Actor): Promise<DataExport> {
  return inTransaction(ctx, async (ctx) => {
    const user = await lockOwnRow(ctx, actor)
    const nextAt = nextExportAt(ctx, await latestExport(ctx, user.id))
    if (nextAt) throw exportTooSoon(Math.ceil((nextAt.getTime() - ctx.now.getTime()) / 1000))

    const id = ctx.newId()
    const [row] = await ctx.db.insert(dataExports).values({ id, userId: user.id, createdAt: ctx.now }).returning()
    await ctx.queue.send(ctx.db, 'privacy.make-export', { exportId: id })

    await recordAudit(ctx, actor, { action: 'privacy.export_requested', subject: { type: 'user', id: user.id } })
    return presentExport(row!)
  })
}

/** One that failed does not count. */
export async function latestExport(ctx: Context, userId: string): Promise<DataExportRow | null> {
  const [row] = await ctx.db
    .select()
    .from(dataExports)
    .where(and(eq(dataExports.userId, userId), ne(dataExports.status, 'failed')))
    .orderBy(desc(dataExports.createdAt), desc(dataExports.id))
    .limit(1)
  return row ?? null
}

/** When the next one may be asked for; null at once. */
export function nextExportAt(ctx: Context, latest: DataExportRow | null): Date | null {
  if (!latest) return null
  const next = new Date(latest.createdAt.getTime() + EXPORT_EVERY_HOURS * 60 * 60 * 1000)
  return next > ctx.now ? next : null
}

export const presentExport = ({ id, status, createdAt, expiresAt, sizeBytes }: DataExportRow): DataExport => ({
  id,
  status,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt?.toISOString() ?? null,
  sizeBytes,
})
