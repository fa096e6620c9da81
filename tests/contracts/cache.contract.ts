import type { Cache } from '#server/platform/cache/cache'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'

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

  it('is healthy', () => {
    expect(cache().isHealthy()).toBe(true)
  })
}
