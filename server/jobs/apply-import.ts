import { APPLY_IMPORT, applyImport } from '#server/domains/imports'
import type { Job } from '#server/platform/queue/queue'

/** So that a large import neither outlasts a job's time nor keeps the other shops waiting. */
const PRODUCTS_A_TURN = 500

/** Applies an import, a turn at a time. */
export const applyImportJob: Job<{ importId: string }> = {
  name: APPLY_IMPORT,
  async handle(ctx, { importId }) {
    if (!(await applyImport(ctx, importId, PRODUCTS_A_TURN))) await ctx.queue.send(ctx.db, APPLY_IMPORT, { importId })
  },
}
