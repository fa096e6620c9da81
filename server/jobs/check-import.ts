import { CHECK_IMPORT, checkImport } from '#server/domains/imports'
import type { Job } from '#server/platform/queue/queue'

/** Finds out what applying a file of products would do. */
export const checkImportJob: Job<{ importId: string }> = {
  name: CHECK_IMPORT,
  handle: async (ctx, { importId }) => void (await checkImport(ctx, importId)),
}
