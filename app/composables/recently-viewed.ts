const KEY = 'souk-recently-viewed'
const MOST = 12
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/** The addresses of the products that were looked at in this browser, the latest first. They are kept here and nowhere else. */
export function recentlyViewed(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((slug) => typeof slug === 'string' && SLUG.test(slug)).slice(0, MOST) : []
  } catch {
    return []
  }
}

export function rememberViewed(slug: string): void {
  const slugs = [slug, ...recentlyViewed().filter((other) => other !== slug)].slice(0, MOST)
  write(() => localStorage.setItem(KEY, JSON.stringify(slugs)))
}

export const forgetViewed = (): void => write(() => localStorage.removeItem(KEY))

/** A browser may keep nothing, by its owner's wish or because it is full. */
function write(change: () => void): void {
  try {
    change()
  } catch {
    // Then nothing is remembered.
  }
}
