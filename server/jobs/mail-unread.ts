import { mailUnread } from '#server/domains/chat'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells by mail what was written and not read. */
export const mailUnreadJob: Job<DomainEvents['conversation.unread']> = {
  name: 'chat.mail-unread',
  on: ['conversation.unread'],
  handle: mailUnread,
}
