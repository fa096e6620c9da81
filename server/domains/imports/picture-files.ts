import { eq, sql } from 'drizzle-orm'
import { productImports } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { IMPORT_ZIP_BYTES, type ImportPictures } from '#shared/contracts/product-imports'
import { BRING_PICTURES, PICTURE_BYTES } from './picture-limits'
import { importCannotBecome, picturesTooLarge, picturesUnreadable } from './imports-errors'
import { ownImport, type ImportRow } from './imports-locks'
import { listZip, readZipEntry, ZipProblem, type ZipEntry } from './read-zip'
import { forgetFailures } from './retry-pictures'
import { deleteFile, IMPORTS_FOLDER, openFile, storeFile } from './stored-file'

const UNPACKED_AT_MOST = 2 * 1024 ** 3
const NAMES_SHOWN = 100

/** A name by which a file in a zip and a cell of the picture column mean the same; folders do not count. */
const keyOf = (path: string) =>
  path
    .slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
    .normalize('NFC')
    .toLowerCase()

/** What packing programs put there for themselves is no file of anybody. */
const isHidden = (path: string) => /(^|[\\/])(__MACOSX[\\/]|\.[^\\/]*$)/.test(path)

/**
 * Takes a zip with the pictures that an import names by file. Those of products that are there already are brought at once.
 * Says which of its files nothing names, and which the import still misses. Throws `imports.pictures_too_large` and
 * `imports.pictures_unreadable`.
 */
export async function addPictureFiles(
  ctx: Context,
  actor: Actor,
  shopId: string,
  importId: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<ImportPictures> {
  requireReady(await ownImport(ctx, actor, shopId, importId))
  const picturesKey = `${IMPORTS_FOLDER}${importId}-pictures-${ctx.newId()}`
  await storeFile(ctx, picturesKey, bytes, { most: IMPORT_ZIP_BYTES, tooLarge: picturesTooLarge })

  try {
    const matched = await matchFiles(ctx, importId, picturesKey)
    const before = await inTransaction(ctx, async (ctx) => {
      const row = requireReady(await ownImport(ctx, actor, shopId, importId))
      await ctx.db.update(productImports).set({ picturesKey }).where(eq(productImports.id, importId))
      await forgetFailures(ctx, importId)
      if (row.status === 'applied') await ctx.queue.send(ctx.db, BRING_PICTURES, { importId })
      return row.picturesKey
    })
    if (before) await deleteFile(ctx, before)
    return matched
  } catch (error) {
    await deleteFile(ctx, picturesKey)
    throw error instanceof ZipProblem ? picturesUnreadable(error.reason) : error
  }
}

function requireReady(row: ImportRow): ImportRow {
  if (!['checked', 'applying', 'applied'].includes(row.status)) throw importCannotBecome(row.status, 'applied')
  return row
}

async function matchFiles(ctx: Context, importId: string, picturesKey: string): Promise<ImportPictures> {
  const entries = (await listZip(await openFile(ctx, picturesKey))).filter(({ path }) => !isHidden(path))
  const named = await ctx.db.execute<{ name: string }>(sql`
    select distinct picture->>'address' as name from product_import_items cross join jsonb_array_elements(wanted->'pictures') picture
    where import_id = ${importId} and picture->>'address' !~* '^https?://' order by 1`)
  const wanted = new Map(named.map(({ name }) => [keyOf(name), name]))

  const used = byKey(entries.filter(({ path }) => wanted.has(keyOf(path))))
  const unused = entries.filter((entry) => used.get(keyOf(entry.path)) !== entry).map(({ path }) => path.slice(0, 300))
  if ([...used.values()].reduce((all, { bytes }) => all + bytes, 0) > UNPACKED_AT_MOST) throw new ZipProblem('too_large')
  const missing = [...wanted].filter(([key]) => !used.has(key)).map(([, name]) => name)
  return {
    matched: used.size,
    unused: unused.slice(0, NAMES_SHOWN),
    unusedCount: unused.length,
    missing: missing.slice(0, NAMES_SHOWN),
    missingCount: missing.length,
  }
}

/** Of two files with one name in different folders the first counts. */
const byKey = (entries: ZipEntry[]) => new Map(entries.toReversed().map((entry) => [keyOf(entry.path), entry]))

/** Reads pictures by their names out of the zip that came with an import; null for what is not in it. */
export type PictureReader = (name: string) => Promise<Uint8Array | null>

export async function openPictureFiles(ctx: Context, { picturesKey }: ImportRow): Promise<PictureReader> {
  if (!picturesKey) return () => Promise.resolve(null)
  const source = await openFile(ctx, picturesKey)
  const entries = byKey((await listZip(source)).filter(({ path }) => !isHidden(path)))
  return async (name) => {
    const entry = entries.get(keyOf(name))
    return entry ? readZipEntry(source, entry, PICTURE_BYTES) : null
  }
}

/** Once every picture was brought or given up, the zip has done its work. */
export async function dropPictureFiles(ctx: Context, { id, picturesKey }: ImportRow): Promise<void> {
  if (!picturesKey) return
  const dropped = await ctx.db.execute(sql`
    update product_imports set pictures_key = null where id = ${id} and pictures_key = ${picturesKey} and status = 'applied' returning id`)
  if (dropped.length > 0) await deleteFile(ctx, picturesKey)
}
