import type { ObjectStorage } from '#server/platform/object-storage/object-storage'
import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'

/** What every driver of the object storage promises. */
export function objectStorageContract(storage: () => ObjectStorage): void {
  const text = (words: string) => Buffer.from(words)

  it('gives back every byte and the content type', async () => {
    const body = randomBytes(300_000)
    await storage().put('pictures/ab/cd.webp', body, { contentType: 'image/webp', cacheControl: 'public, max-age=31536000' })
    const found = await storage().get('pictures/ab/cd.webp')
    expect(found!.contentType).toBe('image/webp')
    expect(Buffer.compare(Buffer.from(found!.body), body)).toBe(0)
    expect(await storage().exists('pictures/ab/cd.webp')).toBe(true)
  })

  it('keeps an empty object', async () => {
    await storage().put('empty.txt', text(''), { contentType: 'text/plain' })
    expect((await storage().get('empty.txt'))!.body).toHaveLength(0)
  })

  it('knows what is not there', async () => {
    expect(await storage().get('never.txt')).toBeNull()
    expect(await storage().exists('never.txt')).toBe(false)
    expect(await storage().get('empty.txt/below')).toBeNull()
  })

  it('replaces an object', async () => {
    await storage().put('twice.txt', text('one'), { contentType: 'text/plain' })
    await storage().put('twice.txt', text('two'), { contentType: 'text/html' })
    const found = await storage().get('twice.txt')
    expect([Buffer.from(found!.body).toString(), found!.contentType]).toEqual(['two', 'text/html'])
  })

  it('says how large an object is', async () => {
    await storage().put('sized.bin', Buffer.alloc(12_345), { contentType: 'application/octet-stream' })
    expect(await storage().sizeOf('sized.bin')).toBe(12_345)
    expect(await storage().sizeOf('never.bin')).toBeNull()
  })

  it('deletes, also what is not there', async () => {
    await storage().put('gone.txt', text('x'), { contentType: 'text/plain' })
    await storage().delete('gone.txt')
    await storage().delete('gone.txt')
    expect(await storage().get('gone.txt')).toBeNull()
  })

  it('lists the keys under a prefix', async () => {
    for (const key of ['list/b.txt', 'list/a/1.txt', 'list/a.txt', 'listing.txt', 'list/a-1.txt'])
      await storage().put(key, text(key), { contentType: 'text/plain' })
    expect((await Array.fromAsync(storage().list('list/'))).sort()).toEqual(['list/a-1.txt', 'list/a.txt', 'list/a/1.txt', 'list/b.txt'])
    expect(await Array.fromAsync(storage().list('nothing/'))).toEqual([])
  })

  it('ends with the last of several writers, whole', async () => {
    const bodies = Array.from({ length: 8 }, (_, n) => Buffer.alloc(100_000, String(n)))
    await Promise.all(bodies.map((body) => storage().put('race.bin', body, { contentType: 'application/octet-stream' })))
    const found = Buffer.from((await storage().get('race.bin'))!.body)
    expect(bodies.some((body) => Buffer.compare(body, found) === 0)).toBe(true)
  })

  it.each([
    '../secret',
    'a/../../secret',
    '/etc/passwd',
    'a//b',
    'UPPER',
    'a\\b',
    'a b',
    '',
    '.hidden',
    'a/.hidden',
    'a/',
    `${'a'.repeat(600)}`,
  ])('refuses the key %j', async (key) => {
    await expect(storage().put(key, text('x'), { contentType: 'text/plain' })).rejects.toMatchObject({ code: 'storage.bad_key' })
    await expect(storage().get(key)).rejects.toMatchObject({ code: 'storage.bad_key' })
  })

  it('can be reached', async () => {
    expect(await storage().check()).toBe(true)
  })
}
