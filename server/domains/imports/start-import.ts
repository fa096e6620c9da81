import { and, eq } from 'drizzle-orm'
import { importMappings, productImports } from '#db/schema'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { fittingMapping, headerHash, recogniseColumns } from './columns'
import { FileProblem } from './file-problem'
import { fileUnreadable } from './imports-errors'
import type { ImportRow } from './imports-locks'
import { createEncodingFinder, readRows, type Encoding } from './read-rows'
import { deleteFile, FILE_LIMIT, IMPORTS_FOLDER, readFile, storeFile } from './stored-file'

export const CHECK_IMPORT = 'imports.check'

export interface NewImport {
  fileName: string
  bytes: AsyncIterable<Uint8Array>
}

/**
 * Keeps a file of products and has it checked; nothing is changed before it is applied. Throws `imports.too_large` and
 * `imports.unreadable`. Who checks it at once, as the operator's tool does, leaves the job out.
 */
export async function startImport(
  ctx: Context,
  actor: Actor,
  shopId: string,
  { fileName, bytes }: NewImport,
  { queued = true } = {},
): Promise<ImportRow> {
  await requireMember(ctx, actor, shopId, 'manager')
  const id = ctx.newId()
  const storageKey = IMPORTS_FOLDER + id
  const finder = createEncodingFinder()
  await storeFile(ctx, storageKey, bytes, { most: FILE_LIMIT, watch: finder.push })
  const encoding = finder.end()
  const header = await readHeader(ctx, storageKey, encoding).catch(async (error: unknown) => {
    await deleteFile(ctx, storageKey)
    throw error
  })

  return inTransaction(ctx, async (ctx) => {
    const { format, mapping } = recogniseColumns(header)
    const remembered = await rememberedMapping(ctx, shopId, header)
    const [row] = await ctx.db
      .insert(productImports)
      .values({
        id,
        shopId,
        userId: actor.userId,
        fileName: fileName.slice(0, 200),
        storageKey,
        format,
        encoding,
        header,
        mapping: remembered ?? mapping,
        createdAt: ctx.now,
      })
      .returning()
    if (queued) await ctx.queue.send(ctx.db, CHECK_IMPORT, { importId: id })
    return row!
  })
}

async function readHeader(ctx: Context, storageKey: string, encoding: Encoding): Promise<string[]> {
  try {
    for await (const { cells } of readRows(readFile(ctx, storageKey), encoding)) return cells.map((cell) => cell.trim())
  } catch (error) {
    throw error instanceof FileProblem ? fileUnreadable(error.message) : error
  }
  throw fileUnreadable('The file is empty.')
}

async function rememberedMapping(ctx: Context, shopId: string, header: string[]): Promise<Record<string, string> | null> {
  const [found] = await ctx.db
    .select({ mapping: importMappings.mapping })
    .from(importMappings)
    .where(and(eq(importMappings.shopId, shopId), eq(importMappings.header, headerHash(header))))
  return found ? (fittingMapping(found.mapping, header) as Record<string, string>) : null
}
