import { deleteOldRequestKeys } from '#server/platform/database/request-keys'
import type { Job } from '#server/platform/queue/queue'

export const deleteOldIdempotencyKeysJob: Job = {
  name: 'checkout.delete-old-keys',
  schedule: '43 3 * * *',
  handle: deleteOldRequestKeys,
}
