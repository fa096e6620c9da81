import { mailExportReady } from '#server/domains/privacy'
import type { Job } from '#server/platform/queue/queue'

export const mailExportReadyJob: Job<{ exportId: string }> = {
  name: 'privacy.mail-export-ready',
  handle: (ctx, { exportId }) => mailExportReady(ctx, exportId),
}
