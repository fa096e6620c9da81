import { finishRenditions } from '#server/domains/files'
import type { Job } from '#server/platform/queue/queue'

/** Makes the remaining sizes of a new picture. */
export const finishRenditionsJob: Job<{ fileId: string }> = {
  name: 'files.finish-renditions',
  async handle(ctx, { fileId }) {
    await finishRenditions(ctx, fileId)
  },
}
