import type { Job } from '#server/platform/queue/queue'

/** Every job and subscriber of the house. */
export const jobs: readonly Job<never>[] = []
