/** A cache that may forget anything at any time. Values are JSON. Nothing here ever throws: a cache that is away has and stores nothing. */
export interface Cache {
  /** The stored value, or null when it is absent, too old, or the cache is away. */
  get<T>(key: string): Promise<T | null>
  /** Stores for at most `ttlSeconds`. */
  set<T>(key: string, value: T, ttlSeconds: number): Promise<void>
  delete(key: string): Promise<void>

  /** As `get`, of what was stored with `setTagged` and has not been purged since its moment. */
  getTagged<T>(key: string): Promise<TaggedEntry<T> | null>
  /** Stores something that a purge of one of its tags makes unusable at once. What was purged since its moment is not stored. */
  setTagged<T>(key: string, value: T, terms: TaggedTerms): Promise<void>
  /** The present, for what is made from now on: it grows with every purge. Null while the cache is away. */
  moment(): Promise<number | null>
  /** Makes unusable what has one of the tags and was begun before. */
  purge(tags: readonly string[]): Promise<void>
  /** For when purges may have been missed. */
  purgeAll(): Promise<void>

  /** Whether other processes read what this one stores. */
  isShared: boolean
  /** False while the real part behind it is away; the embedded driver is always there. */
  isHealthy(): boolean
  close(): Promise<void>
}

export interface TaggedEntry<T> {
  value: T
  tags: readonly string[]
  ageMs: number
}

export interface TaggedTerms {
  ttlSeconds: number
  tags: readonly string[]
  /** The moment before the making began: what it read may be older than any later purge. */
  madeSince: number
}
