/** Some of several that were handled together failed; the others are done. */
export class SomeFailed extends Error {
  /** What went wrong, by the places in the list that was given. */
  readonly failures: ReadonlyMap<number, unknown>

  constructor(failures: ReadonlyMap<number, unknown>) {
    super(`${failures.size} of those that were handled together failed`)
    this.failures = failures
  }
}

/** Does something for each of a list, `atOnce` at a time, whatever becomes of the others; throws `SomeFailed` at the end. */
export async function tryEach<Item>(list: readonly Item[], atOnce: number, work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...list.entries()]
  const failures = new Map<number, unknown>()
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [place, item] = next
      await work(item).catch((error: unknown) => failures.set(place, error))
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, list.length) }, lane))
  if (failures.size > 0) throw new SomeFailed(failures)
}
