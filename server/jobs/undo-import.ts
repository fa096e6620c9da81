import { UNDO_IMPORT, undoImport } from '#server/domains/imports'
import type { Job } from '#server/platform/queue/queue'

const PRODUCTS_A_TURN = 500

/** Takes back an import, a turn at a time. */
export const undoImportJob: Job<{ importId: string }> = {
  name: UNDO_IMPORT,
  async handle(ctx, { importId }) {
    if (!(await undoImport(ctx, importId, PRODUCTS_A_TURN))) await ctx.queue.send(ctx.db, UNDO_IMPORT, { importId })
  },
}
