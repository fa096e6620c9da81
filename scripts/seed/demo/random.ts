/** A stream of numbers in [0, 1) that is the same on every machine for the same seed (mulberry32). */
export type Random = () => number

export function createRandom(seed: string): Random {
  let state = hashOf(seed)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** FNV-1a over the characters: short seeds that differ by one letter land far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash | 0
}

export const between = (random: Random, low: number, high: number) => low + (high - low) * random()

/** A whole number from `low` to `high`, both included. */
export const wholeBetween = (random: Random, low: number, high: number) => low + Math.floor(random() * (high - low + 1))

export function pick<T>(random: Random, list: readonly T[]): T {
  const chosen = list[Math.floor(random() * list.length)]
  if (chosen === undefined) throw new Error('Nothing to pick from an empty list')
  return chosen
}

export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const copy = [...list]
  for (let index = copy.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1))
    ;[copy[index], copy[other]] = [copy[other] as T, copy[index] as T]
  }
  return copy
}
