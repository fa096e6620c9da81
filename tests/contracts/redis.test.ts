import { createRedisCache } from '#server/platform/cache/redis-cache'
import { createRedisPresence } from '#server/platform/presence/redis-presence'
import { createRedisRateLimiter } from '#server/platform/rate-limit/redis-rate-limiter'
import { createRedisBus } from '#server/platform/realtime-bus/redis-bus'
import { openRedisLink } from '#server/platform/redis/redis-link'
import type { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { needs } from '../support/needs'
import { startRedis, type RedisServer } from '../support/redis-server'
import { silentLogger as log } from '../support/silent-logger'
import { startTcpProxy } from '../support/tcp-proxy'
import { cacheContract } from './cache.contract'
import { presenceContract } from './presence.contract'
import { rateLimitContract } from './rate-limit.contract'
import { realtimeBusContract } from './realtime-bus.contract'

const PATIENCE_MS = 600

/** The Redis drivers of one node. */
function startNode(url: string) {
  const link = openRedisLink({ url, log })
  const bus = createRedisBus({ link, log })
  return {
    link,
    bus,
    cache: createRedisCache({ link }),
    limiter: createRedisRateLimiter({ link }),
    presence: createRedisPresence({ link, heardAllAfterMs: 0 }),
    async close() {
      await bus.close()
      await link.close()
    },
  }
}

type Node = ReturnType<typeof startNode>
const isWell = (node: Node) => node.bus.isHealthy() && node.link.isHealthy()

async function took<T>(work: Promise<T>): Promise<{ result: T; ms: number }> {
  const start = performance.now()
  const result = await work
  return { result, ms: performance.now() - start }
}

describe.skipIf(!needs('redis-server'))('Redis', () => {
  let redis: RedisServer
  let node: Node
  let other: Node

  beforeAll(async () => {
    redis = await startRedis()
    node = startNode(redis.url)
    other = startNode(redis.url)
    await vi.waitUntil(() => isWell(node) && isWell(other), { timeout: 5000 })
  })

  afterAll(async () => {
    await node.close()
    await other.close()
    await redis.close()
  })

  describe('cache', () => cacheContract(() => node.cache))
  describe('rate limiter', () => rateLimitContract(() => node.limiter))
  describe('bus', () =>
    realtimeBusContract(
      () => node.bus,
      () => other.bus,
    ))
  describe('presence', () =>
    presenceContract(
      () => node.presence,
      () => other.presence,
    ))

  it('knows of nobody that they are away before all nodes could say who is here', async () => {
    const [young, elsewhere] = [node, other].map(({ link }) => createRedisPresence({ link, prefix: 'young:', heardAllAfterMs: 300 }))
    await elsewhere!.beat('here', 'socket', 60)
    const seen = async () => [...(await young!.online(['here', 'away'])).values()]
    expect(await seen()).toEqual([true, null])
    await expect.poll(seen).toEqual([true, false])
  })

  describe('entries with tags', () => {
    const store = async (from: Node, key: string, tags: string[]) =>
      from.cache.setTagged(key, key, { ttlSeconds: 60, tags, madeSince: (await from.cache.moment())! })
    const read = async (from: Node, key: string) => (await from.cache.getTagged(key))?.value ?? null
    const inRedis = (work: (client: Redis) => Promise<unknown>) => node.link.run<unknown>(work, () => expect.unreachable())

    it('are seen and purged by all nodes', async () => {
      await store(node, 'shared', ['a'])
      expect(await read(other, 'shared')).toBe('shared')
      const begun = (await node.cache.moment())!
      await other.cache.purge(['a'])
      expect(await read(node, 'shared')).toBeNull()
      await node.cache.setTagged('shared', 'old', { ttlSeconds: 60, tags: ['a'], madeSince: begun })
      expect(await read(other, 'shared')).toBeNull()
    })

    it.each<[how: string, (client: Redis) => Promise<unknown>]>([
      ['lost its marks of purges', (client) => client.del('souk:cache:purged')],
      ['was emptied', (client) => client.flushall()],
    ])('are of no use once Redis %s', async (_, lose) => {
      await store(node, 'doubtful', ['b'])
      const begun = (await node.cache.moment())!
      const dump = (await inRedis((client) => client.dumpBuffer('souk:cache:tagged:doubtful'))) as Buffer
      await inRedis(lose)
      await inRedis((client) => client.restore('souk:cache:tagged:doubtful', 0, dump, 'REPLACE'))
      expect(await read(other, 'doubtful')).toBeNull()

      await other.cache.purge(['c'])
      await node.cache.setTagged('doubtful', 'from before', { ttlSeconds: 60, tags: ['b'], madeSince: begun })
      expect(await read(node, 'doubtful')).toBeNull()
      await store(node, 'doubtful', ['b'])
      expect(await read(other, 'doubtful')).toBe('doubtful')
    })

    it('are purged though the clock of Redis stands before the last purge', async () => {
      await inRedis((client) => client.zadd('souk:cache:purged', (Date.now() + 3_600_000) * 1000, 'from the future'))
      await store(node, 'ahead', ['d'])
      expect(await read(other, 'ahead')).toBe('ahead')
      await other.cache.purge(['d'])
      expect(await read(node, 'ahead')).toBeNull()
      await inRedis((client) => client.del('souk:cache:purged'))
    })

    it('need no mark of a purge that nothing can be older than', async () => {
      await node.cache.purge(['e'])
      await inRedis((client) => client.zadd('souk:cache:purged', (Date.now() - 3_600_000) * 1000, 'long ago'))
      await node.cache.purge(['f'])
      expect(await inRedis((client) => client.zrange('souk:cache:purged', 0, -1))).toEqual(expect.arrayContaining(['*', 'e', 'f']))
      expect(await inRedis((client) => client.zscore('souk:cache:purged', 'long ago'))).toBeNull()
    })

    it('are no more than so many: those that would end first make room', async () => {
      const small = createRedisCache({ link: node.link, prefix: 'souk:small:', mostEntries: 2 })
      const madeSince = (await small.moment())!
      for (const key of ['first', 'second', 'third']) {
        await small.setTagged(key, key, { ttlSeconds: 60, tags: [], madeSince })
        await small.setTagged('short', 'short', { ttlSeconds: 0.001, tags: [], madeSince })
      }
      const found = await Promise.all(['first', 'second', 'third'].map(async (key) => (await small.getTagged(key))?.value))
      expect(found).toEqual([undefined, 'second', 'third'])
    })

    it('are not stored where Redis is full, and purged none the less', async () => {
      await store(node, 'full', ['g'])
      await inRedis((client) => client.config('SET', 'maxmemory', '1'))
      await store(node, 'more', ['g'])
      await other.cache.purge(['g'])
      expect(isWell(node) && isWell(other)).toBe(true)
      await inRedis((client) => client.config('SET', 'maxmemory', '0'))
      expect([await read(node, 'full'), await read(node, 'more')]).toEqual([null, null])
    })

    it('are doubted by all when one node could not say what is old', async () => {
      const line = await startTcpProxy(Number(new URL(redis.url).port))
      const lonely = startNode(`redis://127.0.0.1:${line.port}`)
      await vi.waitUntil(() => isWell(lonely), { timeout: 5000 })
      let missed = 0
      const stop = node.bus.onReconnect(() => void missed++)

      await store(node, 'silent', ['i'])
      line.become({ kind: 'refuse' })
      await vi.waitUntil(() => !lonely.link.isHealthy(), { timeout: 5000 })
      await lonely.cache.purge(['i'])
      await lonely.bus.publish('pages', 1)
      expect(await read(lonely, 'silent')).toBeNull()
      line.become({ kind: 'pass' })
      await expect.poll(() => missed, { timeout: 10_000 }).toBe(1)
      expect(await read(lonely, 'silent')).toBeNull()
      expect(await read(node, 'silent')).toBeNull()

      stop()
      await lonely.close()
      await line.close()
    })
  })

  it('counts attempts of all nodes together', async () => {
    const limit = { max: 4, windowSeconds: 600 }
    const verdicts = await Promise.all([1, 2, 3].flatMap(() => [node, other].map(({ limiter }) => limiter.attempt('shared', limit))))
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(4)
  })

  describe.each(['killed', 'frozen'])('that is %s', (how) => {
    let reconnects = 0
    const lose = async () => (how === 'killed' ? redis.kill() : redis.freeze())
    const giveBack = async () => (how === 'killed' ? redis.start() : redis.thaw())

    beforeAll(async () => {
      await node.cache.set('kept', 'before', 600)
      node.bus.onReconnect(() => reconnects++)
      await lose()
    })

    it('delays and breaks nothing', async () => {
      const work = async () => {
        await node.cache.set('new', 1, 60)
        await node.cache.delete('old')
        await node.presence.beat('user', 'socket', 60)
        await node.bus.publish('channel', 1)
        return node.cache.get('kept')
      }
      const { result, ms } = await took(work())
      expect(result).toBeNull()
      expect(ms).toBeLessThan(PATIENCE_MS)
    })

    it("limits by this node's own count", async () => {
      const verdicts = []
      for (let n = 0; n < 3; n++) verdicts.push((await node.limiter.attempt(`away:${how}`, { max: 2, windowSeconds: 600 })).allowed)
      expect(verdicts).toEqual([true, true, false])
    })

    it("still tells this node's own listeners and knows its own sockets", async () => {
      const heard: unknown[] = []
      node.bus.subscribe('local', (message) => heard.push(message))
      await node.bus.publish('local', 'hello')
      await expect.poll(() => heard).toEqual(['hello'])
      expect(await node.presence.online(['user', 'nobody'])).toEqual(
        new Map([
          ['user', true],
          ['nobody', null],
        ]),
      )
    })

    it('says that it is away, and once that it is back', async () => {
      await expect.poll(() => node.bus.isHealthy(), { timeout: 5000 }).toBe(false)
      await giveBack()
      await expect.poll(() => isWell(node) && isWell(other), { timeout: 10_000 }).toBe(true)
      expect(reconnects).toBe(1)
    })

    it('works as before once it is back', async () => {
      await node.cache.set('again', 1, 60)
      expect(await other.cache.get('again')).toBe(1)

      const heard: unknown[] = []
      other.bus.subscribe('back', (message) => heard.push(message))
      await expect.poll(async () => (await node.bus.publish('back', 1), heard.length > 0), { timeout: 5000 }).toBe(true)
    })
  })

  it('is not needed to start', async () => {
    const absent = startNode('redis://127.0.0.1:1')
    const { result, ms } = await took(absent.cache.get('x'))
    expect([result, absent.bus.isHealthy(), absent.cache.isHealthy()]).toEqual([null, false, false])
    expect(ms).toBeLessThan(PATIENCE_MS)
    await absent.close()
  })

  it('may be emptied at any moment', async () => {
    await node.cache.set('flushed', 1, 60)
    await node.limiter.attempt('flushed', { max: 1, windowSeconds: 60 })
    await node.presence.beat('flushed', 'socket', 60)
    await node.link.run(
      (client) => client.flushall(),
      () => 'away',
    )

    expect(await node.cache.get('flushed')).toBeNull()
    expect((await node.limiter.attempt('flushed', { max: 1, windowSeconds: 60 })).allowed).toBe(true)
    await node.presence.beat('flushed', 'socket', 60)
    expect(await other.presence.online(['flushed'])).toEqual(new Map([['flushed', true]]))
  })
})
