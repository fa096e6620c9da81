import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { files } from '#db/schema'
import { systemActor, visitor } from '#server/platform/actor'
import { finishRenditionsJob } from '#server/jobs/finish-renditions'
import { sql } from 'drizzle-orm'
import { testContext } from '../../../tests/support/context'
import { findFiles } from './find-files'
import { cardPictureSql, presentGalleryPicture, presentPicture } from './present-picture'
import { readRendition } from './read-rendition'
import { storePicture } from './store-picture'

const ctx = await testContext({}, [finishRenditionsJob])
const shopId = ctx.newId()

const pixels = (width: number, height: number, colour = '#a33') =>
  sharp({ create: { width, height, channels: 3, background: colour } }).withExif({
    IFD0: { Artist: 'Somebody', ImageDescription: 'at home' },
  })
const picture = (bytes: Uint8Array) => ({ bytes, purpose: 'product_image' as const, ownerId: shopId })
const storedKeys = async () => Array.fromAsync(ctx.storage.list('pictures/'))

describe('storing a picture', () => {
  it('shows one size at once and every size once the job has run', async () => {
    const file = await storePicture(ctx, systemActor, picture(await pixels(1600, 1200).jpeg().toBuffer()))
    expect(file).toMatchObject({ status: 'pending', width: 1600, height: 1200, contentType: 'image/webp', ownerId: shopId })
    expect(presentPicture(file, 'Red').renditions.map(({ width }) => width)).toEqual([640])
    expect(file.placeholder).toMatch(/^data:image\/webp;base64,/)
    expect(file.placeholder!.length).toBeLessThan(300)

    expect(await ctx.queue.drain()).toEqual({ done: 1, failed: 0 })

    const [finished] = await findFiles(ctx, [file.id])
    const shown = presentGalleryPicture(finished!, 'Red')
    expect(finished!.status).toBe('ready')
    expect(shown.renditions.map(({ width }) => width)).toEqual([320, 640, 960, 1280])
    expect(shown.avif.map(({ width }) => width)).toEqual([640, 1280])
    for (const { url } of [...shown.renditions, ...shown.avif]) {
      const [folder, name] = url.replace('/files/p/', '').split('/') as [string, string]
      const found = await readRendition(ctx, folder, name)
      expect(found!.contentType).toBe(name.endsWith('.avif') ? 'image/avif' : 'image/webp')
      expect((await sharp(found!.body).metadata()).width).toBe(Number(name.split('.')[0]))
    }
  })

  it('keeps nothing of what the camera wrote, and turns the picture upright', async () => {
    const sideways = await pixels(300, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    expect((await sharp(sideways).metadata()).exif).toBeDefined()

    const file = await storePicture(ctx, systemActor, picture(sideways))

    expect(file).toMatchObject({ width: 200, height: 300 })
    const { body } = (await ctx.storage.get(file.key))!
    expect((await sharp(body).metadata()).exif).toBeUndefined()
  })

  it('does not blow a small picture up', async () => {
    const file = await storePicture(ctx, systemActor, picture(await pixels(500, 500).png().toBuffer()))
    await ctx.queue.drain()

    const [finished] = await findFiles(ctx, [file.id])
    expect(presentPicture(finished!, '').renditions.map(({ width }) => width)).toEqual([320, 500])
  })

  it('is one picture when the same bytes come twice, also at once, and another for another owner', async () => {
    const bytes = await pixels(40, 40, '#0a0').webp().toBuffer()
    const all = await Promise.all([1, 2, 3].map(() => storePicture(ctx, systemActor, picture(bytes))))
    const again = await storePicture(ctx, systemActor, picture(bytes))
    const others = await storePicture(ctx, systemActor, { ...picture(bytes), ownerId: ctx.newId() })

    expect(new Set([...all, again].map(({ id }) => id)).size).toBe(1)
    expect(others.id).not.toBe(again.id)
    expect(others.sha256).toBe(again.sha256)
  })

  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>')
  const refused: [string, () => Promise<Uint8Array> | Uint8Array, string][] = [
    ['an SVG', () => svg, 'files.unsupported'],
    ['a GIF', () => pixels(9, 9).gif().toBuffer(), 'files.unsupported'],
    ['text with the first bytes of a JPEG', () => Buffer.from([0xff, 0xd8, 0xff, 0x20, 0x41]), 'files.broken'],
    ['HTML with the first bytes of a JPEG', () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), svg]), 'files.unsupported'],
    ['a picture with a page behind it', async () => Buffer.concat([await pixels(9, 9).png().toBuffer(), svg]), 'files.unsupported'],
    ['half a picture', async () => (await pixels(90, 90).png().toBuffer()).subarray(0, 120), 'files.broken'],
    ['nothing', () => new Uint8Array(), 'files.unsupported'],
    ['more than 20 MB', () => new Uint8Array(20 * 1024 * 1024 + 1), 'files.too_large'],
    ['more than 40 million pixels', () => pixels(8000, 5001).png().toBuffer(), 'files.too_large'],
  ]
  it.each(refused)('refuses %s and keeps nothing of it', async (_name, bytes, code) => {
    const before = [await storedKeys(), await ctx.db.$count(files)]

    await expect(storePicture(ctx, systemActor, picture(await bytes()))).rejects.toMatchObject({ code })
    expect([await storedKeys(), await ctx.db.$count(files)]).toEqual(before)
  })

  it('refuses visitors', async () => {
    await expect(storePicture(ctx, visitor(), picture(new Uint8Array()))).rejects.toMatchObject({ code: 'files.not_signed_in' })
  })

  it('writes no row when storage is away', async () => {
    const away = { ...ctx, storage: { ...ctx.storage, put: () => Promise.reject(new Error('away')) } }
    const before = await ctx.db.$count(files)

    await expect(storePicture(away, systemActor, picture(await pixels(41, 40).png().toBuffer()))).rejects.toThrow('away')
    expect(await ctx.db.$count(files)).toBe(before)
  })

  it('gives up on a picture whose source is lost', async () => {
    const file = await storePicture(ctx, systemActor, picture(await pixels(42, 40).png().toBuffer()))
    await ctx.storage.delete(file.key)
    await ctx.queue.drain()
    expect(await findFiles(ctx, [file.id])).toMatchObject([{ status: 'failed' }])
  })
})

describe('reading a picture', () => {
  it.each([
    ['the source', ['0'.repeat(32), 'source.webp']],
    ['another folder', ['..', '640.webp']],
    ['an address that was never given', ['0'.repeat(32), '640.webp']],
  ] as const)('finds nothing for %s', async (_name, [folder, name]) => {
    expect(await readRendition(ctx, folder, name)).toBeNull()
  })

  it('is shown the same by Postgres as by the presenter, for a card', async () => {
    await ctx.queue.drain()
    const rows = await ctx.db.execute<{ id: string; picture: unknown }>(
      sql`select f.id, ${cardPictureSql(sql`f`, sql`'Alt'`, sql`true`)} as picture from files f`,
    )
    const stored = await findFiles(
      ctx,
      rows.map(({ id }) => id),
    )

    expect(rows.length).toBeGreaterThan(3)
    for (const { id, picture } of rows) {
      const shown = presentPicture(
        stored.find((file) => file.id === id)!,
        'Alt',
      )
      expect(picture).toEqual({ ...shown, renditions: shown.renditions.filter(({ width }) => width <= 640) })
    }
  })
})
