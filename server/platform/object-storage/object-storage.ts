/** Bytes by key. Keys are chosen by us: `[a-z0-9/._-]+`, no leading slash, no `..`. */
export interface ObjectStorage {
  /** Stores the whole object or nothing. Throws `storage.unavailable` after at most 10 s. */
  put(key: string, body: Uint8Array, options: { contentType: string; cacheControl?: string }): Promise<void>
  /** The object, or null when there is none. */
  get(key: string): Promise<{ body: Uint8Array; contentType: string } | null>
  exists(key: string): Promise<boolean>
  /** In bytes; null when there is no such object. */
  sizeOf(key: string): Promise<number | null>
  /** Deleting what is absent is not an error. */
  delete(key: string): Promise<void>
  /** Keys under a prefix, in no promised order. */
  list(prefix: string): AsyncIterable<string>
  /** An address that reads this object for a while, or null when the app must stream it itself. */
  signedReadUrl(key: string, seconds: number): Promise<string | null>
  /** An address that takes one PUT of exactly this type and size for a while, or null when files must come through the app. */
  signedWriteUrl(key: string, options: { contentType: string; sizeBytes: number; seconds: number }): Promise<string | null>
  check(): Promise<boolean>
}
