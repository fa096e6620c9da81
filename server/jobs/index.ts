import type { Job } from '#server/platform/queue/queue'
import { deleteExpiredSessionsJob } from './delete-expired-sessions'
import { finishRenditionsJob } from './finish-renditions'

/** Every job and subscriber of the house. */
export const jobs: readonly Job<never>[] = [deleteExpiredSessionsJob, finishRenditionsJob]
