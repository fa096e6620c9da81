import { makeExport } from '#server/domains/privacy'
import type { Job } from '#server/platform/queue/queue'

/** Packs everything that is held about somebody. */
export const makeExportJob: Job<{ exportId: string }> = {
  name: 'privacy.make-export',
  handle: (ctx, { exportId }) => makeExport(ctx, exportId),
}
