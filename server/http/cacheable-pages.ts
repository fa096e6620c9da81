import { LANGUAGES } from '#shared/languages'
import { LIST_QUERY_KEYS, VARIANT_QUERY_KEY } from '#shared/list-address'

interface CacheablePage {
  /** As metrics show it. */
  pattern: string
  path: RegExp
  /** Query keys that change the page; all others are left out of the key and of the page. */
  query: readonly string[]
}

/** The pages that are the same for everybody; every other page is personal and kept by nobody. */
const CACHEABLE_PAGES: readonly CacheablePage[] = [
  { pattern: '/', path: /^\/$/, query: [] },
  { pattern: '/categories/**', path: /^\/categories\/[\w\-./~%]+$/, query: LIST_QUERY_KEYS },
  { pattern: '/products/**', path: /^\/products\/[\w\-.~%]+$/, query: [VARIANT_QUERY_KEY] },
  { pattern: '/shops/**', path: /^\/shops\/[\w\-.~%]+$/, query: LIST_QUERY_KEYS },
]

const LONGEST_KEY = 512
const LANGUAGE_PREFIX = new RegExp(
  `^/(?:${LANGUAGES.slice(1)
    .map(({ code }) => code)
    .join('|')})(?=/|$)`,
)

/** The page's address without what does not change it, or null when the page may not be cached. */
export function cacheablePage(url: string): { key: string; pattern: string } | null {
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  const local = path.replace(LANGUAGE_PREFIX, '') || '/'
  const page = CACHEABLE_PAGES.find((candidate) => candidate.path.test(local))
  if (!page || local.includes('..')) return null

  const key = mark === -1 ? path : path + knownQuery(url.slice(mark + 1), page.query)
  return key.length <= LONGEST_KEY ? { key, pattern: page.pattern } : null
}

function knownQuery(query: string, known: readonly string[]): string {
  if (known.length === 0) return ''
  const kept = [...new URLSearchParams(query)]
    .filter(([name]) => known.includes(name))
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
  return kept.length === 0 ? '' : `?${new URLSearchParams(kept)}`
}
