import type { Cache, TaggedTerms } from '#server/platform/cache/cache'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'

/** What every driver of the cache promises. */
export function cacheContract(cache: () => Cache): void {
  it('gives back what was stored', async () => {
    await cache().set('a', { list: [1, 'two', null] }, 60)
    expect(await cache().get('a')).toEqual({ list: [1, 'two', null] })
  })

  it('knows nothing of what was never stored', async () => {
    expect(await cache().get('never')).toBeNull()
  })

  it('keeps values that look like nothing', async () => {
    await cache().set('zero', 0, 60)
    await cache().set('false', false, 60)
    await cache().set('empty', '', 60)
    expect([await cache().get('zero'), await cache().get('false'), await cache().get('empty')]).toEqual([0, false, ''])
  })

  it('forgets after the time it was given', async () => {
    await cache().set('short', 1, 0.15)
    expect(await cache().get('short')).toBe(1)
    await pause(250)
    expect(await cache().get('short')).toBeNull()
  })

  it('replaces and deletes', async () => {
    await cache().set('b', 1, 60)
    await cache().set('b', 2, 60)
    expect(await cache().get('b')).toBe(2)
    await cache().delete('b')
    expect(await cache().get('b')).toBeNull()
    await cache().delete('b')
  })

  it('keeps a copy, not the thing itself', async () => {
    const value = { price: 1 }
    await cache().set('copy', value, 60)
    value.price = 2
    const first = await cache().get<{ price: number }>('copy')
    first!.price = 3
    expect(await cache().get('copy')).toEqual({ price: 1 })
  })

  describe('of entries with tags', () => {
    const store = async (key: string, over: Partial<TaggedTerms> = {}) =>
      cache().setTagged(key, { of: key }, { ttlSeconds: 60, tags: ['one', 'two'], madeSince: (await cache().moment())!, ...over })
    const read = async (key: string) => (await cache().getTagged<{ of: string }>(key))?.value.of ?? null

    it('gives back what was stored, with its tags and its age', async () => {
      await store('tagged')
      await pause(30)
      const entry = await cache().getTagged('tagged')
      expect(entry).toMatchObject({ value: { of: 'tagged' }, tags: ['one', 'two'] })
      expect(entry!.ageMs).toBeGreaterThanOrEqual(25)
      expect(entry!.ageMs).toBeLessThan(5000)
      await store('untagged', { tags: [] })
      expect(await read('untagged')).toBe('untagged')
      expect(await read('never')).toBeNull()
    })

    it('forgets after the time it was given', async () => {
      await store('short', { ttlSeconds: 0.15 })
      expect(await read('short')).toBe('short')
      await pause(250)
      expect(await read('short')).toBeNull()
    })

    it('gives nothing that has a purged tag, and all that has none', async () => {
      await store('purged')
      await store('kept', { tags: ['three'] })
      await cache().purge(['two', 'four'])
      expect([await read('purged'), await read('kept')]).toEqual([null, 'kept'])
      await store('purged')
      expect(await read('purged')).toBe('purged')
    })

    it('does not store what was begun before a purge of it, nor lose what is there for it', async () => {
      const before = (await cache().moment())!
      await cache().purge(['one'])
      await store('overtaken', { madeSince: before })
      expect(await read('overtaken')).toBeNull()
      await store('overtaken')
      await cache().setTagged('overtaken', { of: 'the past' }, { ttlSeconds: 60, tags: ['one'], madeSince: before })
      expect(await read('overtaken')).toBe('overtaken')
      await store('other', { madeSince: before, tags: ['three'] })
      expect(await read('other')).toBe('other')
    })

    it('gives nothing from before everything was purged', async () => {
      const before = (await cache().moment())!
      await store('all')
      await cache().purgeAll()
      await store('begun before', { madeSince: before, tags: [] })
      expect([await read('all'), await read('begun before')]).toEqual([null, null])
      await store('all')
      expect(await read('all')).toBe('all')
    })

    it('has a present that grows with every purge', async () => {
      const moments = []
      for (let n = 0; n < 5; n++) {
        moments.push((await cache().moment())!)
        await cache().purge([`tag ${n}`])
      }
      expect(new Set(moments).size).toBe(5)
      expect(moments).toEqual([...moments].sort((one, other) => one - other))
    })
  })

  it('is healthy', () => {
    expect(cache().isHealthy()).toBe(true)
  })
}
