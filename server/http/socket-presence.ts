import { noteSeen } from '#server/domains/accounts'
import type { World } from '#server/platform/context'
import { contextOf } from '#server/platform/world'

const PRESENCE_SECONDS = 60

interface PresentSocket {
  userId: string
  socketId: string
}

/** Says who is connected, and notes now and then when they were. */
export function createSocketPresence(world: World) {
  const left = new Set<string>()
  const say = ({ userId, socketId }: PresentSocket) => void world.presence.beat(userId, socketId, PRESENCE_SECONDS)

  return {
    here: say,
    left({ userId, socketId }: PresentSocket): void {
      left.add(userId)
      void world.presence.leave(userId, socketId)
    },
    /** All that are here, again; called more often than they would be forgotten. */
    async beat(sockets: readonly PresentSocket[]): Promise<void> {
      for (const socket of sockets) say(socket)
      const userIds = [...new Set([...sockets.map(({ userId }) => userId), ...left])]
      left.clear()
      if (userIds.length === 0) return
      await noteSeen(contextOf(world), userIds).catch((error: unknown) => world.log.debug({ error }, 'who was here could not be noted'))
    },
  }
}
