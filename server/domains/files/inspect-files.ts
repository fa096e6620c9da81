import { eq, ne } from 'drizzle-orm'
import { files } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { Finding } from '#server/platform/doctor/finding'
import { PICTURES_FOLDER, PRIVATE_FOLDER } from './picture-keys'

const EXAMPLES = 5

/** What must hold of files and their bytes. */
export async function inspectFiles(ctx: Context): Promise<Finding[]> {
  const stored = new Set([
    ...(await Array.fromAsync(ctx.storage.list(PICTURES_FOLDER))),
    ...(await Array.fromAsync(ctx.storage.list(PRIVATE_FOLDER))),
  ])
  const rows = await ctx.db
    .select({ id: files.id, key: files.key, renditions: files.renditions })
    .from(files)
    .where(ne(files.status, 'failed'))

  const broken: { id: string; missing: string[] }[] = []
  for (const { id, key, renditions } of rows) {
    const missing = [key, ...renditions.map((rendition) => rendition.key)].filter((wanted) => !stored.has(wanted))
    if (missing.length > 0 && (await isStillMissing(ctx, id, missing))) broken.push({ id, missing })
  }
  const invariant = 'every picture and every size of it has its bytes in storage'
  return [{ invariant, ok: broken.length === 0, rows: broken.length, examples: broken.slice(0, EXAMPLES) }]
}

/** A picture may have come or gone between the two looks. */
async function isStillMissing(ctx: Context, fileId: string, keys: string[]): Promise<boolean> {
  for (const key of keys) {
    if (await ctx.storage.exists(key)) continue
    return (await ctx.db.$count(files, eq(files.id, fileId))) > 0
  }
  return false
}
