import { describe, expect, it } from 'vitest'
import { createMemoryCache } from '#server/platform/cache/memory-cache'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { addTags, createPageCache, type CachedPage, type PageCacheOptions, type Rendered } from './page-cache'
import { createSharedPages } from './shared-pages'

const answer = (body: string, status = 200, headers: Record<string, string> = { 'content-type': 'text/html' }): Rendered => ({
  status,
  headers: new Headers(headers),
  body: Buffer.from(body),
})

/** A shop with one product, whose price can change while a page is made. */
function shop(over: Partial<PageCacheOptions> = {}) {
  const world = { price: 1, renders: 0, nowMs: 0, hears: true, beforeAnswer: async () => {} }
  const cache = createPageCache({
    async render(key) {
      world.renders++
      const price = world.price
      addTags('product:1', `page:${key}`)
      await world.beforeAnswer()
      return answer(`price ${price}`)
    },
    hearsPurges: () => world.hears,
    nowMs: () => world.nowMs,
    ...over,
  })
  const visit = async (key = '/products/lamp') => bodyOf(cache.lookUp(key) ?? (await cache.fill(key)))
  return { world, cache, visit }
}

const bodyOf = (page: CachedPage | Rendered) => ('bodies' in page ? page.bodies.identity : page.body).toString()

function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}

describe('the page cache', () => {
  it('renders a page once', async () => {
    const { world, cache, visit } = shop()
    expect([await visit(), await visit()]).toEqual(['price 1', 'price 1'])
    expect(world.renders).toBe(1)
    expect(cache.lookUp('/products/lamp')!.etag).toMatch(/^W\/"[\w-]{22}"$/)
  })

  it('compresses a page once, when somebody asks for it, and weighs it anew', async () => {
    const { cache, visit } = shop()
    await visit()
    const page = cache.lookUp('/products/lamp')!
    const { bytes } = cache.stats()
    expect(Object.keys(page.bodies)).toEqual(['identity'])

    const [one, other] = await Promise.all([cache.bodyOf('/products/lamp', page, 'br'), cache.bodyOf('/products/lamp', page, 'br')])
    expect(brotliDecompressSync(one).toString()).toBe('price 1')
    expect(other).toBe(one)
    const zipped = await cache.bodyOf('/products/lamp', page, 'gzip')
    expect(gunzipSync(zipped).toString()).toBe('price 1')

    const { bodies } = cache.lookUp('/products/lamp')!
    expect(bodies.br).toBe(one)
    expect(bodies.gzip).toBe(zipped)
    expect(cache.stats()).toEqual({ pages: 1, bytes: bytes + one.length + zipped.length })
    cache.purge(['product:1'])
    expect(cache.lookUp('/products/lamp')).toBeNull()
  })

  it('makes one rendering for many who come at once', async () => {
    const { world, visit } = shop()
    expect(new Set(await Promise.all(Array.from({ length: 40 }, () => visit())))).toEqual(new Set(['price 1']))
    expect(world.renders).toBe(1)
  })

  it('never shows a page again once a tag of it is purged', async () => {
    const { world, cache, visit } = shop()
    await visit()
    world.price = 2
    cache.purge(['product:1'])
    expect(cache.lookUp('/products/lamp')).toBeNull()
    expect(await visit()).toBe('price 2')
  })

  it('keeps what a purge does not name', async () => {
    const { world, cache, visit } = shop()
    await visit('/a')
    await visit('/b')
    cache.purge(['page:/a', 'product:2'])
    await visit('/a')
    await visit('/b')
    expect(world.renders).toBe(3)
  })

  it('does not keep a page that was purged while it was made', async () => {
    const { world, cache, visit } = shop()
    const { opened, open } = gate()
    world.beforeAnswer = () => opened
    const first = visit()
    world.price = 2
    cache.purge(['product:1'])
    open()

    expect(await first).toBe('price 1')
    expect(cache.lookUp('/products/lamp')).toBeNull()
    expect(await visit()).toBe('price 2')
  })

  it('does not hand a page that was begun before a purge to who came after it', async () => {
    const { world, cache, visit } = shop()
    const { opened, open } = gate()
    world.beforeAnswer = () => opened
    const before = visit()
    world.price = 2
    cache.purge(['product:1'])
    const after = visit()
    open()

    expect(await before).toBe('price 1')
    expect(await after).toBe('price 2')
  })

  it('shows an old page while it makes a new one', async () => {
    const { world, visit } = shop()
    await visit()
    world.price = 2
    world.nowMs += 61_000
    expect(await visit()).toBe('price 1')
    await expect.poll(() => visit()).toBe('price 2')
  })

  it('shows no page older than ten minutes', async () => {
    const { world, visit } = shop()
    await visit()
    world.price = 2
    world.nowMs += 601_000
    expect(await visit()).toBe('price 2')
  })

  it('shows no page older than two seconds while it may miss purges', async () => {
    const { world, visit } = shop()
    world.hears = false
    await visit()
    world.price = 2
    world.nowMs += 1_900
    expect(await visit()).toBe('price 1')
    world.nowMs += 200
    expect(await visit()).toBe('price 2')
  })

  it('forgets everything, also what is being made, when purges may have been missed', async () => {
    const { world, cache, visit } = shop()
    await visit('/kept')
    const { opened, open } = gate()
    world.beforeAnswer = () => opened
    const running = visit('/running')
    cache.purgeAll()
    open()
    await running

    expect([cache.lookUp('/kept'), cache.lookUp('/running')]).toEqual([null, null])
  })

  it.each([
    ['is not a success', answer('gone', 404)],
    ['sets a cookie', answer('hello', 200, { 'set-cookie': 'a=b' })],
  ])('passes on and does not keep an answer that %s', async (_, rendered) => {
    const { cache } = shop({ render: async () => rendered })
    expect(await cache.fill('/x')).toBe(rendered)
    expect(cache.lookUp('/x')).toBeNull()
  })

  it('tells everyone who waits of a failure and tries again for the next', async () => {
    let tries = 0
    const { cache } = shop({
      async render() {
        if (tries++ === 0) throw new Error('no database')
        return answer('fine')
      },
    })
    const results = await Promise.allSettled([cache.fill('/x'), cache.fill('/x')])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(bodyOf(await cache.fill('/x'))).toBe('fine')
  })

  it('forgets the pages nobody asked for when it is full', async () => {
    const { cache } = shop({ render: async (key) => answer(key.repeat(5000)), maxBytes: 60_000 })
    for (let n = 0; n < 20; n++) await cache.fill(`/${n}`)

    expect(cache.stats().bytes).toBeLessThanOrEqual(60_000)
    expect(cache.lookUp('/0')).toBeNull()
    expect(cache.lookUp('/19')).not.toBeNull()
  })
})

describe('the page cache of two nodes that share', () => {
  const key = '/products/lamp'

  function twoNodes() {
    const store = { ...createMemoryCache(), isShared: true }
    const shared = createSharedPages(store, ['this build'])
    const [one, other] = [shop({ shared }), shop({ shared })]
    const isShared = async () => (await shared!.find(key)).page !== null
    const setPrice = (price: number) => (one.world.price = other.world.price = price)
    /** As the nodes hear of it: first where they share, then each. */
    const purge = async () => {
      await store.purge(['product:1'])
      for (const { cache } of [one, other]) cache.purge(['product:1'])
    }
    return { store, shared, one, other, isShared, setPrice, purge }
  }

  it('renders once for both, and packs once', async () => {
    const { one, other, isShared } = twoNodes()
    expect(await one.visit()).toBe('price 1')
    await expect.poll(isShared).toBe(true)
    expect(await other.visit()).toBe('price 1')
    expect([one.world.renders, other.world.renders]).toEqual([1, 0])

    const [here, there] = [one.cache.lookUp(key)!, other.cache.lookUp(key)!]
    expect([there.etag, there.contentType, there.tags]).toEqual([here.etag, here.contentType, here.tags])
    expect(there.bodies.br).toEqual(here.bodies.br)
    expect(brotliDecompressSync(there.bodies.br!).toString()).toBe('price 1')
  })

  it('never shows what was purged, also when it came from elsewhere', async () => {
    const { one, other, isShared, setPrice, purge } = twoNodes()
    await one.visit()
    await expect.poll(isShared).toBe(true)
    await other.visit()
    setPrice(2)
    await purge()
    expect([other.cache.lookUp(key), await isShared()]).toEqual([null, false])
    expect([await other.visit(), await one.visit()]).toEqual(['price 2', 'price 2'])
  })

  it('shares nothing whose rendering was overtaken by a purge that this node has not heard of', async () => {
    const { store, one, other, isShared, setPrice } = twoNodes()
    const { opened, open } = gate()
    one.world.beforeAnswer = () => opened
    const running = one.visit()
    await expect.poll(() => one.world.renders).toBe(1)
    setPrice(2)
    await store.purge(['product:1'])
    open()
    expect(await running).toBe('price 1')

    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await isShared()).toBe(false)
    expect(await other.visit()).toBe('price 2')
  })

  it('keeps nothing that was found before a purge that was heard meanwhile', async () => {
    const { shared, one, isShared } = twoNodes()
    await one.visit()
    await expect.poll(isShared).toBe(true)
    const { opened, open } = gate()
    const slow = shop({ shared: { ...shared!, find: async (name) => (await opened, shared!.find(name)) } })
    const running = slow.visit()
    slow.cache.purge(['product:1'])
    open()
    await running
    expect(slow.cache.lookUp(key)).toBeNull()
  })

  it('counts the age from the rendering, wherever that was, and makes an old page anew', async () => {
    const { shared, one, isShared } = twoNodes()
    await one.visit()
    await expect.poll(isShared).toBe(true)
    const aged = (ageMs: number) => {
      const find = async (name: string) => {
        const found = await shared!.find(name)
        return { ...found, page: found.page && { ...found.page, ageMs } }
      }
      const node = shop({ shared: { ...shared!, find } })
      node.world.price = 2
      return node
    }

    const young = aged(59_000)
    expect([await young.visit(), await young.visit(), young.world.renders]).toEqual(['price 1', 'price 1', 0])
    young.world.nowMs += 541_001
    expect(young.cache.lookUp(key)).toBeNull()

    const old = aged(61_000)
    expect([await old.visit(), await old.visit()]).toEqual(['price 1', 'price 1'])
    await expect.poll(() => old.visit()).toBe('price 2')

    const ancient = aged(600_001)
    await ancient.visit()
    expect(ancient.world.renders).toBe(1)
  })

  it('renders by itself what it cannot unpack', async () => {
    const value = { etag: 'W/"1"', contentType: 'text/html', br: 'bm90IHBhY2tlZA==' }
    const broken = { ...createMemoryCache(), isShared: true, getTagged: async () => ({ value, tags: [], ageMs: 0 }) as never }
    const { world, visit } = shop({ shared: createSharedPages(broken, []) })
    expect([await visit(), world.renders]).toEqual(['price 1', 1])
  })

  it('shares with nobody of another build', async () => {
    const { store, one, isShared } = twoNodes()
    await one.visit()
    await expect.poll(isShared).toBe(true)
    const newer = shop({ shared: createSharedPages(store, ['the next build']) })
    await newer.visit()
    expect(newer.world.renders).toBe(1)
  })

  it('forgets what is shared too when purges may have been missed', async () => {
    const { one, isShared } = twoNodes()
    await one.visit()
    await expect.poll(isShared).toBe(true)
    one.cache.purgeAll()
    await expect.poll(isShared).toBe(false)
  })

  it.each([
    ['away', { ...createMemoryCache(), isShared: true, moment: async () => null, getTagged: async () => null }],
    ['in this process alone', createMemoryCache()],
  ])('renders by itself and stores nothing where the cache is %s', async (_, store) => {
    let stored = 0
    const watched = { ...store, setTagged: async () => void stored++ }
    const { world, cache, visit } = shop({ shared: createSharedPages(watched, []) })
    expect([await visit(), await visit(), world.renders]).toEqual(['price 1', 'price 1', 1])
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect([stored, Object.keys(cache.lookUp(key)!.bodies)]).toEqual([0, ['identity']])
  })
})
