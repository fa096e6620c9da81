import { deleteExpiredSessions } from '#server/domains/accounts'
import type { Job } from '#server/platform/queue/queue'

export const deleteExpiredSessionsJob: Job = {
  name: 'accounts.delete-expired-sessions',
  schedule: '17 3 * * *',
  handle: deleteExpiredSessions,
}
