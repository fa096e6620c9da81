import { passOnRooms } from '#server/domains/chat'
import type { Job } from '#server/platform/queue/queue'

/** Gives rooms whose owner was kept out of the marketplace to somebody who is in them. */
export const passOnRoomsJob: Job = {
  name: 'chat.pass-on-rooms',
  schedule: '*/5 * * * *',
  handle: passOnRooms,
}
