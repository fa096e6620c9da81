import { sql } from 'drizzle-orm'
import { momentOfId } from '#server/platform/clock/ids'
import type { Context } from '#server/platform/context'
import { IMPORTS_FOLDER } from './stored-file'

const DAY_MS = 24 * 60 * 60 * 1000
const KEPT_DAYS = 30

/**
 * Deletes files of imports, and zips of pictures, that nothing needs any more: those of imports that were applied or undone,
 * those that nobody applied for a month, and those that no import names, as a crash leaves them between storing and noting.
 * A name ends with the id that was given when storing began; what is younger than a day may still be arriving.
 */
export async function sweepImportFiles(ctx: Context): Promise<void> {
  const folderOf = (key: string) => key.slice(0, key.lastIndexOf('/'))
  const isOld = (folder: string) => !(momentOfId(folder.slice(-36)).getTime() > ctx.now.getTime() - DAY_MS)

  const keys = (await Array.fromAsync(ctx.storage.list(IMPORTS_FOLDER))).filter((key) => isOld(folderOf(key)))
  const before = new Date(ctx.now.getTime() - KEPT_DAYS * DAY_MS).toISOString()
  const folders = [...new Set(keys.map(folderOf))]
  const rows = await ctx.db.execute<{ folder: string }>(sql`
    select folder from unnest(${sql.param(folders)}::text[]) folder
    where exists (
      select from product_imports where (storage_key = folder and status not in ('applied', 'undone') or pictures_key = folder)
        and (status not in ('checked', 'failed') or created_at > ${before})
    )`)
  const named = new Set(rows.map(({ folder }) => folder))
  for (const key of keys) if (!named.has(folderOf(key))) await ctx.storage.delete(key)
}
