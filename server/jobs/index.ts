import type { Job } from '#server/platform/queue/queue'
import { deleteExpiredSessionsJob } from './delete-expired-sessions'

/** Every job and subscriber of the house. */
export const jobs: readonly Job<never>[] = [deleteExpiredSessionsJob]
