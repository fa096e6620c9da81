import { inArray } from 'drizzle-orm'
import { files } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { StoredFile } from './store-picture'

/** The rows of these files, in no order; those that do not exist are left out. */
export const findFiles = (ctx: Context, fileIds: readonly string[]): Promise<StoredFile[]> =>
  fileIds.length === 0
    ? Promise.resolve([])
    : ctx.db
        .select()
        .from(files)
        .where(inArray(files.id, [...fileIds]))
