import { sweepUnread } from '#server/domains/chat'
import type { Job } from '#server/platform/queue/queue'

/** Looks every minute for messages that nobody has read. */
export const sweepUnreadJob: Job = {
  name: 'chat.sweep-unread',
  schedule: '* * * * *',
  handle: sweepUnread,
}
