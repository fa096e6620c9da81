import { importMappings } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ImportMappingInput } from '#shared/contracts/product-imports'
import { fittingMapping, headerHash } from './columns'
import { moveImport, ownImport, type ImportRow } from './imports-locks'
import { CHECK_IMPORT } from './start-import'

/** Matches the columns of a file otherwise, has it checked again, and remembers it for the next file with such a header. */
export function changeMapping(ctx: Context, actor: Actor, shopId: string, importId: string, input: ImportMappingInput): Promise<ImportRow> {
  return inTransaction(ctx, async (ctx) => {
    const row = await ownImport(ctx, actor, shopId, importId)
    const { header } = row
    const mapping = fittingMapping(input.mapping as Record<string, string>, header) as Record<string, string>

    const moved = await moveImport(ctx, row, 'checking', { mapping, rowsRead: 0, problem: '' })
    await ctx.db
      .insert(importMappings)
      .values({ shopId, header: headerHash(header), mapping, updatedAt: ctx.now })
      .onConflictDoUpdate({ target: [importMappings.shopId, importMappings.header], set: { mapping, updatedAt: ctx.now } })
    await ctx.queue.send(ctx.db, CHECK_IMPORT, { importId })
    return moved
  })
}
