import { deleteWhatEnded } from '#server/domains/accounts'
import type { Job } from '#server/platform/queue/queue'

export const deleteWhatEndedJob: Job = {
  name: 'accounts.delete-what-ended',
  schedule: '17 3 * * *',
  handle: deleteWhatEnded,
}
