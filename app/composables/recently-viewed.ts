import { keptList } from './kept-list'

const MOST = 12
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

const list = keptList('souk-recently-viewed', (kept): kept is string => typeof kept === 'string' && SLUG.test(kept))

/** The addresses of the products that were looked at in this browser, the latest first. They are kept here and nowhere else. */
export const recentlyViewed = (): string[] => list.read().slice(0, MOST)

export const rememberViewed = (slug: string): void =>
  list.write([slug, ...recentlyViewed().filter((other) => other !== slug)].slice(0, MOST))

export const forgetViewed = (): void => list.write([])
