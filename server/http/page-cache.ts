import { createHash } from 'node:crypto'
import type { Encoding } from './accepted-encoding'
import { AsyncLocalStorage } from 'node:async_hooks'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { LRUCache } from 'lru-cache'

const MEGABYTE = 1024 * 1024
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }
const REFRESH_AFTER_MS = 60_000
const LONGEST_LIFE_MS = 10 * 60_000
const LIFE_WITHOUT_BUS_MS = 2_000

/** What came of rendering: a page that may be kept, or an answer for those who wait and nobody else. */
export interface Rendered {
  status: number
  headers: Headers
  body: Buffer
}

export interface CachedPage {
  etag: string
  contentType: string
  /** The page as rendered, and in the encodings that somebody asked for. */
  bodies: { identity: Buffer } & Partial<Record<Encoding, Buffer>>
  compressing: Map<Encoding, Promise<Buffer>>
  tags: readonly string[]
  renderedAtMs: number
  purged: boolean
}

/** Where nodes find the pages that others made. Never throws for what is away. */
export interface SharedPages {
  /** The page if there is one, and since when one that is made now is true; null where it could not be shared. */
  find: (key: string) => Promise<{ page: SharedPage | null; moment: number | null }>
  store: (key: string, page: Pick<CachedPage, 'etag' | 'contentType' | 'tags'> & { br: Buffer; madeSince: number }) => Promise<void>
  purgeAll: () => Promise<void>
}

export interface SharedPage extends Pick<CachedPage, 'etag' | 'contentType' | 'bodies' | 'tags'> {
  ageMs: number
}

export interface PageCacheOptions {
  render: (key: string) => Promise<Rendered>
  /** Absent where there is nobody to share with. */
  shared?: SharedPages
  /** False while purges from other nodes may be missed. */
  hearsPurges: () => boolean
  maxBytes?: number
  nowMs?: () => number
}

const zip = promisify(gzip)
const brotli = promisify(brotliCompress)
const COMPRESS: Record<Exclude<Encoding, 'identity'>, (body: Buffer) => Promise<Buffer>> = {
  br: (body) => brotli(body, BROTLI),
  gzip: (body) => zip(body),
}

interface Fill {
  startedAfter: number
  result: Promise<CachedPage | Rendered>
}

const collecting = new AsyncLocalStorage<Set<string>>()

/** Says what the page that is being made shows; also from the API routes that it reads. Outside of that, nothing. */
export function addTags(...tags: string[]): void {
  const collected = collecting.getStore()
  for (const tag of tags) collected?.add(tag)
}

export type PageCache = ReturnType<typeof createPageCache>

/**
 * Whole pages by address, the same for everybody, bounded by bytes. One rendering a page at a time. A purge makes
 * every page with the tag unusable at once, also those whose rendering had begun before it. What is not here may be where
 * nodes share, which is asked before rendering.
 */
export function createPageCache({ render, shared, hearsPurges, maxBytes = 64 * MEGABYTE, nowMs = Date.now }: PageCacheOptions) {
  const keysByTag = new Map<string, Set<string>>()
  const fills = new Map<string, Fill>()
  const purgedAt = new Map<string, number>()
  let purges = 0
  let allPurgedAt = 0

  const pages = new LRUCache<string, CachedPage>({
    maxSize: maxBytes,
    sizeCalculation: (page, key) => 2 * key.length + 512 + Object.values(page.bodies).reduce((sum, body) => sum + body.length, 0),
    dispose: (page, key) => forgetTags(key, page),
  })

  /** The page if it may be shown as it is. One that is merely old is shown and made anew behind it. */
  function lookUp(key: string): CachedPage | null {
    const page = pages.get(key)
    if (!page || page.purged) return null
    const age = nowMs() - page.renderedAtMs
    if (age > (hearsPurges() ? LONGEST_LIFE_MS : LIFE_WITHOUT_BUS_MS)) return null
    if (age > REFRESH_AFTER_MS && !fills.has(key)) startFill(key, REFRESH_AFTER_MS).result.catch(() => {})
    return page
  }

  /**
   * Makes the page, or waits for whoever is making it; never takes one whose making began before a purge that
   * this caller may know of. An answer other than 200 is passed on and not kept.
   */
  async function fill(key: string): Promise<CachedPage | Rendered> {
    const joinedAfter = purges
    for (;;) {
      const running = fills.get(key) ?? startFill(key)
      const result = await running.result
      if (running.startedAfter >= joinedAfter) return result
      if ('tags' in result && !result.purged) return result
    }
  }

  /** What another node made is taken unless it is older than `oldestMs`: a refresh would only find what it is to replace. */
  function startFill(key: string, oldestMs = LONGEST_LIFE_MS): Fill {
    const started: Fill = { startedAfter: purges, result: make(key, purges, oldestMs) }
    fills.set(key, started)
    const end = () => {
      if (fills.get(key) === started) fills.delete(key)
      if (fills.size === 0) purgedAt.clear()
    }
    started.result.then(end, end)
    return started
  }

  async function make(key: string, purgesBefore: number, oldestMs: number): Promise<CachedPage | Rendered> {
    const found = shared ? await shared.find(key) : null
    if (found?.page && found.page.ageMs <= oldestMs) {
      const { ageMs, ...page } = found.page
      return keepNew(key, page, { purgesBefore, ageMs })
    }

    const collected = new Set<string>()
    const rendered = await collecting.run(collected, () => render(key))
    if (rendered.status !== 200 || rendered.headers.has('set-cookie')) return rendered

    const etag = `W/"${createHash('sha256').update(rendered.body).digest('base64url').slice(0, 22)}"`
    const contentType = rendered.headers.get('content-type') ?? 'text/html;charset=utf-8'
    const made = { etag, contentType, bodies: { identity: rendered.body }, tags: [...collected] }
    const page = keepNew(key, made, { purgesBefore, ageMs: 0 })
    if (typeof found?.moment === 'number' && !page.purged) share(key, page, found.moment).catch(() => {})
    return page
  }

  function keepNew(
    key: string,
    made: Omit<SharedPage, 'ageMs'>,
    { purgesBefore, ageMs }: { purgesBefore: number; ageMs: number },
  ): CachedPage {
    const page: CachedPage = {
      ...made,
      compressing: new Map(),
      renderedAtMs: nowMs() - ageMs,
      purged: purgedSince(made.tags, purgesBefore),
    }
    keep(key, page)
    return page
  }

  async function share(key: string, page: CachedPage, madeSince: number): Promise<void> {
    const { etag, contentType, tags } = page
    await shared?.store(key, { etag, contentType, tags, br: await bodyOf(key, page, 'br'), madeSince })
  }

  /** The page's bytes in an encoding; compressed when the first asks for it, since many a page is seen once. */
  function bodyOf(key: string, page: CachedPage, encoding: Encoding): Buffer | Promise<Buffer> {
    const made = page.bodies[encoding]
    if (made || encoding === 'identity') return made ?? page.bodies.identity
    const running = page.compressing.get(encoding) ?? compress(key, page, encoding).finally(() => page.compressing.delete(encoding))
    page.compressing.set(encoding, running)
    return running
  }

  async function compress(key: string, page: CachedPage, encoding: keyof typeof COMPRESS): Promise<Buffer> {
    const body = await COMPRESS[encoding](page.bodies.identity)
    const kept = pages.peek(key)
    if (kept?.etag === page.etag) keep(key, { ...kept, bodies: { ...kept.bodies, [encoding]: body } })
    return body
  }

  function keep(key: string, page: CachedPage): void {
    pages.set(key, page)
    if (!pages.has(key)) return
    for (const tag of page.tags) {
      const keys = keysByTag.get(tag) ?? new Set()
      keysByTag.set(tag, keys.add(key))
    }
  }

  function forgetTags(key: string, page: CachedPage): void {
    for (const tag of page.tags) {
      const keys = keysByTag.get(tag)
      keys?.delete(key)
      if (keys?.size === 0) keysByTag.delete(tag)
    }
  }

  const purgedSince = (tags: readonly string[], moment: number) =>
    allPurgedAt > moment || tags.some((tag) => (purgedAt.get(tag) ?? 0) > moment)

  return {
    lookUp,
    fill,
    bodyOf,
    purge(tags: readonly string[]): void {
      purges++
      for (const tag of tags) {
        if (fills.size > 0) purgedAt.set(tag, purges)
        for (const key of keysByTag.get(tag) ?? []) pages.peek(key)!.purged = true
      }
    },
    /** For when purges may have been missed. */
    purgeAll(): void {
      allPurgedAt = ++purges
      pages.clear()
      void shared?.purgeAll()
    },
    stats: () => ({ pages: pages.size, bytes: pages.calculatedSize }),
  }
}
