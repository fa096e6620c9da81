import { mailRoom } from '#server/domains/chat'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells by mail what was written in a room and not read. */
export const mailRoomJob: Job<DomainEvents['room.unread']> = {
  name: 'chat.mail-room',
  on: ['room.unread'],
  handle: mailRoom,
}
