import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import type { Cache } from '#server/platform/cache/cache'
import type { SharedPages } from './page-cache'

const LIFE_SECONDS = 10 * 60

/** A page as the nodes hand it to each other: packed as most browsers want it, so that it is packed once for all of them. */
interface Packed {
  etag: string
  contentType: string
  br: string
}

const unpack = promisify(brotliDecompress)

/**
 * The pages that all nodes share, where they share a cache. A page names the files of the build that made it, and the site
 * as it is configured, so only nodes that are alike in both share theirs.
 */
export function createSharedPages(cache: Cache, likeness: readonly unknown[]): SharedPages | undefined {
  if (!cache.isShared) return undefined
  const edition = createHash('sha256').update(JSON.stringify(likeness)).digest('base64url').slice(0, 12)
  const nameOf = (key: string) => `page:${edition}:${key}`

  return {
    async find(key) {
      const [found, moment] = await Promise.all([cache.getTagged<Packed>(nameOf(key)), cache.moment()])
      if (!found) return { page: null, moment }
      const { etag, contentType, br } = found.value
      const packed = Buffer.from(br, 'base64')
      const identity = await unpack(packed).catch(() => null)
      return { page: identity && { etag, contentType, bodies: { identity, br: packed }, tags: found.tags, ageMs: found.ageMs }, moment }
    },
    store: (key, { etag, contentType, tags, br, madeSince }) =>
      cache.setTagged<Packed>(nameOf(key), { etag, contentType, br: br.toString('base64') }, { ttlSeconds: LIFE_SECONDS, tags, madeSince }),
    purgeAll: () => cache.purgeAll(),
  }
}
