/**
 * Tells every node (this one included) that something changed. At most once and unordered:
 * a message says where to look, never what is true.
 */
export interface RealtimeBus {
  /** `message` is JSON of at most 8 kB. Resolves once handed over; never throws while the bus is away. */
  publish(channel: string, message: unknown): Promise<void>
  /** Calls `listener` for each message on the channel; returns the way to stop. */
  subscribe(channel: string, listener: (message: unknown) => void): () => void
  /** Resolves once what was subscribed to so far is heard from other nodes too, where they can be reached. */
  settled(): Promise<void>
  /** Called when messages may have been missed, by this node or from another one: whatever was cached may be old. */
  onReconnect(listener: () => void): () => void
  /** False while other nodes cannot be reached. */
  isHealthy(): boolean
  close(): Promise<void>
}
