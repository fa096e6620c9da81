import { asc, eq, inArray } from 'drizzle-orm'
import { files, returnPhotos, returns } from '#db/schema'
import { privateAddress } from '#server/domains/files'
import type { Context } from '#server/platform/context'
import type { PrivateFile, ReturnView } from '#shared/contracts/returns'
import { linesOfReturns, type ReturnLineRow, type ReturnRow } from './returns-locks'

/** A return with everything that belongs to it, its files at addresses that open them for a while. */
export interface WholeReturn {
  back: ReturnRow
  lines: ReturnLineRow[]
  photos: ReturnView['photos']
  label: PrivateFile | null
}

/** The returns of orders, the oldest first. The caller has made sure that the asker may know. */
export async function readReturns(ctx: Context, orderIds: readonly string[]): Promise<WholeReturn[]> {
  const found = await ctx.db
    .select({ back: returns, labelType: files.contentType })
    .from(returns)
    .leftJoin(files, eq(files.id, returns.labelFileId))
    .where(inArray(returns.orderId, [...orderIds]))
    .orderBy(asc(returns.requestedAt), asc(returns.id))
  if (found.length === 0) return []

  const ids = found.map(({ back }) => back.id)
  const [lines, photos] = await Promise.all([
    linesOfReturns(ctx, ids),
    ctx.db
      .select({ returnId: returnPhotos.returnId, fileId: files.id, width: files.width, height: files.height })
      .from(returnPhotos)
      .innerJoin(files, eq(files.id, returnPhotos.fileId))
      .where(inArray(returnPhotos.returnId, ids))
      .orderBy(asc(returnPhotos.returnId), asc(returnPhotos.position)),
  ])

  return found.map(({ back, labelType }) => ({
    back,
    lines: lines.filter(({ returnId }) => returnId === back.id),
    photos: photos
      .filter(({ returnId }) => returnId === back.id)
      .map(({ fileId, width, height }) => ({ fileId, url: privateAddress(ctx, fileId), width: width ?? 0, height: height ?? 0 })),
    label:
      back.labelFileId && labelType
        ? { fileId: back.labelFileId, url: privateAddress(ctx, back.labelFileId), contentType: labelType }
        : null,
  }))
}
