import { sweepPictures } from '#server/domains/files'
import type { Job } from '#server/platform/queue/queue'

/** Deletes pictures that nothing shows any more, and what was left behind in storage. */
export const sweepPicturesJob: Job = {
  name: 'files.sweep-pictures',
  schedule: '17 2 * * *',
  handle: sweepPictures,
}
