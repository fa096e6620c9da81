import type { Presence } from './presence'

/** Presence of a single process. */
export function createMemoryPresence({ nowMs = Date.now }: { nowMs?: () => number } = {}): Presence {
  const socketsByUser = new Map<string, Map<string, number>>()

  function forgetStale(userId: string): Map<string, number> | undefined {
    const sockets = socketsByUser.get(userId)
    for (const [socketId, until] of sockets ?? []) if (until <= nowMs()) sockets!.delete(socketId)
    if (sockets?.size === 0) socketsByUser.delete(userId)
    return socketsByUser.get(userId)
  }

  return {
    async beat(userId, socketId, ttlSeconds) {
      const sockets = socketsByUser.get(userId) ?? new Map<string, number>()
      sockets.set(socketId, nowMs() + ttlSeconds * 1000)
      socketsByUser.set(userId, sockets)
    },
    async leave(userId, socketId) {
      socketsByUser.get(userId)?.delete(socketId)
      forgetStale(userId)
    },
    async online(userIds) {
      return new Map(userIds.map((userId) => [userId, forgetStale(userId) !== undefined]))
    },
    async close() {
      socketsByUser.clear()
    },
  }
}
