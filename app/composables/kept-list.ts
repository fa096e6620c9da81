/**
 * A list that this browser keeps under a key, and nowhere else. What stands there and is no item is passed over. A browser may keep
 * nothing, by its owner's wish or because it is full: then the list ends with the page.
 */
export function keptList<T>(key: string, isItem: (kept: unknown) => kept is T) {
  function read(): T[] {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
      return Array.isArray(kept) ? kept.filter(isItem) : []
    } catch {
      return []
    }
  }

  function write(items: readonly T[]): void {
    try {
      if (items.length > 0) localStorage.setItem(key, JSON.stringify(items))
      else localStorage.removeItem(key)
    } catch {
      // Then nothing is kept.
    }
  }

  return { read, write }
}

/** Whether something is an object with texts under these names. */
export const hasTexts = <N extends string>(kept: unknown, ...names: N[]): kept is Record<N, string> =>
  typeof kept === 'object' && kept !== null && names.every((name) => typeof (kept as Record<string, unknown>)[name] === 'string')
