import { deleteArchive } from '#server/domains/privacy'
import type { Job } from '#server/platform/queue/queue'

export const deleteArchiveJob: Job<{ objectKey: string }> = {
  name: 'privacy.delete-archive',
  handle: (ctx, { objectKey }) => deleteArchive(ctx, objectKey),
}
