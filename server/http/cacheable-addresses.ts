import { listQuerySchema, productQuerySchema, shopProductQuerySchema } from '#shared/contracts/catalog'
import { LANGUAGES } from '#shared/languages'
import { LIST_QUERY_KEYS, VARIANT_QUERY_KEY } from '#shared/list-address'

interface CacheableAddresses {
  /** As metrics show it. */
  pattern: string
  path: RegExp
  /** Query keys that change the answer. */
  query: readonly string[]
}

export interface CacheableAddress {
  /** The address without what does not change the answer. */
  key: string
  pattern: string
  isApi: boolean
}

/** The pages that are the same for everybody; every other page is personal and kept by nobody. */
const CACHEABLE_PAGES: readonly CacheableAddresses[] = [
  { pattern: '/', path: /^\/$/, query: [] },
  { pattern: '/categories/**', path: /^\/categories\/[\w\-./~%]+$/, query: LIST_QUERY_KEYS },
  { pattern: '/products/**', path: /^\/products\/[\w\-.~%]+$/, query: [VARIANT_QUERY_KEY] },
  { pattern: '/shops/**', path: /^\/shops\/[\w\-.~%]+$/, query: LIST_QUERY_KEYS },
]

/** What those pages are made of. An address that is written in another way than ours has it is left to its route. */
const CACHEABLE_ROUTES: readonly CacheableAddresses[] = [
  { pattern: '/api/home', path: /^\/api\/home$/, query: [] },
  { pattern: '/api/categories', path: /^\/api\/categories$/, query: [] },
  { pattern: '/api/categories/**:path', path: /^\/api\/categories(?:\/[a-z0-9-]+)+$/, query: Object.keys(listQuerySchema.shape) },
  { pattern: '/api/products', path: /^\/api\/products$/, query: Object.keys(productQuerySchema.shape) },
  { pattern: '/api/products/:slug', path: /^\/api\/products\/[a-z0-9-]+$/, query: [] },
  { pattern: '/api/shops/:slug', path: /^\/api\/shops\/[a-z0-9-]+$/, query: Object.keys(shopProductQuerySchema.shape) },
]

const LONGEST_KEY = 512
const LANGUAGE_PREFIX = new RegExp(
  `^/(?:${LANGUAGES.slice(1)
    .map(({ code }) => code)
    .join('|')})(?=/|$)`,
)

/** How an answer for everybody is found again, or null for an address whose answer may not be kept. */
export function cacheableAddress(url: string): CacheableAddress | null {
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  const query = mark === -1 ? '' : url.slice(mark + 1)
  const address = path.startsWith('/api/') ? cacheableRoute(path, query) : cacheablePage(path, query)
  return address && address.key.length <= LONGEST_KEY ? address : null
}

/** A page reads nothing of the query but what it knows, so all else can be left out. */
function cacheablePage(path: string, query: string): CacheableAddress | null {
  const local = path.replace(LANGUAGE_PREFIX, '') || '/'
  const page = CACHEABLE_PAGES.find((candidate) => candidate.path.test(local))
  if (!page || local.includes('..')) return null
  return { key: path + knownQuery(query, page.query), pattern: page.pattern, isApi: false }
}

/** A route may refuse a query that it does not know, and must see every value as it was sent. */
function cacheableRoute(path: string, query: string): CacheableAddress | null {
  const route = CACHEABLE_ROUTES.find((candidate) => candidate.path.test(path))
  if (!route) return null
  const pairs = query === '' ? [] : query.split('&').map((pair) => [pair.split('=', 1)[0]!, pair] as const)
  if (!pairs.every(([name]) => route.query.includes(name))) return null

  const sorted = pairs.sort(byName).map(([, pair]) => pair)
  return { key: sorted.length === 0 ? path : `${path}?${sorted.join('&')}`, pattern: route.pattern, isApi: true }
}

function knownQuery(query: string, known: readonly string[]): string {
  if (known.length === 0 || query === '') return ''
  const kept = [...new URLSearchParams(query)].filter(([name]) => known.includes(name)).sort(byName)
  return kept.length === 0 ? '' : `?${new URLSearchParams(kept)}`
}

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]) => (one < other ? -1 : one > other ? 1 : 0)
