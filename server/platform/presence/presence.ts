/** Who is connected, over all nodes. Idempotent, and may be lost and rebuilt by the next heartbeat. */
export interface Presence {
  /** Says that this socket of this user is here for the next `ttlSeconds`. */
  beat(userId: string, socketId: string, ttlSeconds: number): Promise<void>
  leave(userId: string, socketId: string): Promise<void>
  /** Who of `userIds` has a live socket somewhere; null where that cannot be known at this moment. */
  online(userIds: readonly string[]): Promise<ReadonlyMap<string, boolean | null>>
  close(): Promise<void>
}
