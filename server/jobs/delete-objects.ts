import { deleteObjects } from '#server/domains/files'
import type { Job } from '#server/platform/queue/queue'

/** Deletes the bytes of a picture that nothing shows any more. */
export const deleteObjectsJob: Job<{ folder: string }> = {
  name: 'files.delete-objects',
  handle: (ctx, { folder }) => deleteObjects(ctx, folder),
}
