/** Who is connected, over all nodes. Idempotent, and may be lost and rebuilt by the next heartbeat. */
export interface Presence {
  /** Says that this socket of this user is here for the next `ttlSeconds`. */
  beat(userId: string, socketId: string, ttlSeconds: number): Promise<void>
  leave(userId: string, socketId: string): Promise<void>
  /** The subset of `userIds` with a live socket somewhere. */
  online(userIds: string[]): Promise<Set<string>>
  close(): Promise<void>
}
