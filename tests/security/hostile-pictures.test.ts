import { eq } from 'drizzle-orm'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { files, type Rendition } from '#db/schema'
import { addShopPicture } from '#server/domains/catalog'
import { finishRenditionsJob } from '#server/jobs/finish-renditions'
import { createFolderStorage } from '#server/platform/object-storage/folder-storage'
import { createS3Storage } from '#server/platform/object-storage/s3-storage'
import { testContext } from '../support/context'
import { makeCatalog, type MadeShop } from '../support/make-catalog'
import { startS3 } from '../support/s3-server'

/** Long enough for a busy machine, and far from what it takes to unpack a bomb. */
const FAST_MS = 3000

const canvas = (width: number, height: number, background = '#258', channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background } })
const jpeg = await canvas(64, 48).jpeg().toBuffer()
const png = await canvas(64, 48).png().toBuffer()
const webp = await canvas(64, 48).webp().toBuffer()
const avif = await canvas(64, 48).avif({ effort: 0 }).toBuffer()
const gif = await canvas(64, 48).gif().toBuffer()
const tiff = await canvas(64, 48).tiff().toBuffer()
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
const page = '<!doctype html><html><script>alert(1)</script></html>'
const text = (...words: string[]) => Buffer.from(words.join(''), 'latin1')
const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2))

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A PNG of one bit a pixel that says these measures; it holds the pixels only if told so. */
function bitmapOf(width: number, height: number, isWhole: boolean): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const rows = isWhole ? deflateSync(Buffer.alloc(height * (1 + width / 8)), { level: 9 }) : deflateSync(Buffer.alloc(10))
  return Buffer.concat([png.subarray(0, 8), chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

/** A chunk behind the header of a PNG. */
const withChunk = (type: string, data: string) => Buffer.concat([png.subarray(0, 33), chunk(type, text(data)), png.subarray(33)])

/** Two frames of a PNG, the second in red. */
function animatedPng(): Buffer {
  const control = Buffer.alloc(8)
  control.writeUInt32BE(2, 0)
  const frame = Buffer.alloc(26)
  frame.writeUInt32BE(64, 4)
  frame.writeUInt32BE(48, 8)
  frame.writeUInt16BE(1, 20)
  frame.writeUInt16BE(10, 22)
  return Buffer.concat([png.subarray(0, 33), chunk('acTL', control), chunk('fcTL', frame), png.subarray(33)])
}

/** The header of a JPEG that says other measures than it has. */
function jpegOf(width: number, height: number): Buffer {
  const bytes = Buffer.from(jpeg)
  const frame = bytes.findIndex((byte, index) => byte === 0xff && (bytes[index + 1] === 0xc0 || bytes[index + 1] === 0xc2))
  bytes.writeUInt16BE(height, frame + 5)
  bytes.writeUInt16BE(width, frame + 7)
  return bytes
}

/** The box that begins a picture of a phone. */
const boxOf = (brand: string) =>
  Buffer.concat([Buffer.from([0, 0, 0, 24]), text('ftyp', brand, '\0\0\0\0', 'mif1', brand), Buffer.alloc(400)])

type Code = 'files.unsupported' | 'files.broken' | 'files.too_large'
const REFUSED: [string, () => Buffer | Promise<Buffer>, Code][] = [
  ['an SVG', () => text(svg), 'files.unsupported'],
  ['an SVG with a declaration before it', () => text('<?xml version="1.0"?>', svg), 'files.unsupported'],
  ['an SVG behind the first bytes of a PNG', () => Buffer.concat([png.subarray(0, 8), text(svg)]), 'files.unsupported'],
  ['a page', () => text(page), 'files.unsupported'],
  ['a page behind a byte order mark', () => text('\u00ef\u00bb\u00bf', page), 'files.unsupported'],
  ['a JPEG that is a page too', () => Buffer.concat([jpeg, text(page)]), 'files.unsupported'],
  ['a JPEG with PHP behind it', () => Buffer.concat([jpeg, text('<?php system($_GET[0]); ?>')]), 'files.unsupported'],
  ['a PNG with a script in its text', () => withChunk('tEXt', 'Comment\0<script>alert(1)</script>'), 'files.unsupported'],
  ['a GIF', () => gif, 'files.unsupported'],
  ['a moving GIF', () => Buffer.concat([gif.subarray(0, -1), gif.subarray(13)]), 'files.unsupported'],
  ['a PDF', () => text('%PDF-1.7\n1 0 obj\n<<>>\n'), 'files.unsupported'],
  ['a ZIP', () => Buffer.concat([text('PK\x03\x04'), Buffer.alloc(60)]), 'files.unsupported'],
  ['a program', () => Buffer.concat([text('MZ'), Buffer.alloc(200)]), 'files.unsupported'],
  ['an ICO', () => Buffer.concat([Buffer.from([0, 0, 1, 0, 1, 0, 16, 16]), Buffer.alloc(200)]), 'files.unsupported'],
  ['a BMP', () => Buffer.concat([text('BM'), Buffer.alloc(200)]), 'files.unsupported'],
  ['a TIFF', () => tiff, 'files.unsupported'],
  ['a HEIC', () => boxOf('heic'), 'files.unsupported'],
  ['a film', () => boxOf('isom'), 'files.unsupported'],
  ['nothing', () => Buffer.alloc(0), 'files.unsupported'],
  ['one byte', () => Buffer.from([0xff]), 'files.unsupported'],
  ['the first bytes of a JPEG alone', () => jpeg.subarray(0, 3), 'files.broken'],
  ['half a JPEG', () => half(jpeg), 'files.broken'],
  ['half a PNG', () => half(png), 'files.broken'],
  ['half a WebP', () => half(webp), 'files.broken'],
  ['half an AVIF', () => half(avif), 'files.broken'],
  ['an AVIF of zeros', () => boxOf('avif'), 'files.broken'],
  ['a PNG whose header says no pixels', () => bitmapOf(0, 0, false), 'files.broken'],
  ['a PNG without its pixels', () => bitmapOf(800, 800, false), 'files.broken'],
  ['noise behind the first bytes of a WebP', () => Buffer.concat([webp.subarray(0, 12), Buffer.alloc(500, 0x5a)]), 'files.broken'],
  ['a PNG of few bytes and 400 million pixels', () => bitmapOf(20_000, 20_000, true), 'files.too_large'],
  ['a header that says 50,000 by 50,000', () => bitmapOf(50_000, 50_000, false), 'files.too_large'],
  ['a JPEG that says 65,000 by 65,000', () => jpegOf(65_000, 65_000), 'files.too_large'],
  ['more than 40 million pixels', () => canvas(8000, 5001).png().toBuffer(), 'files.too_large'],
  ['more than 20 MB', () => Buffer.concat([png, Buffer.alloc(20 * 1024 * 1024)]), 'files.too_large'],
]

const BLUE = [0x22, 0x55, 0x88] as const
/** What is stored of these is a plain WebP of the first frame that shows this colour in its middle. */
const STORED: [what: string, made: () => Buffer | Promise<Buffer>, colour?: readonly number[]][] = [
  ['a JPEG', () => jpeg],
  ['a PNG', () => png],
  ['a WebP', () => webp],
  ['an AVIF', () => avif],
  ['a JPEG in CMYK', () => canvas(64, 48).toColourspace('cmyk').jpeg().toBuffer()],
  ['a progressive JPEG', () => canvas(64, 48).jpeg({ progressive: true }).toBuffer()],
  ['a PNG of 16 bits', () => canvas(64, 48).toColourspace('rgb16').png().toBuffer()],
  ['a PNG in grey', () => canvas(64, 48, '#666').greyscale().png().toBuffer(), [0x66, 0x66, 0x66]],
  ['a PNG with a palette and a clear background', () => canvas(64, 48, '#225588', 4).png({ palette: true }).toBuffer()],
  ['a moving PNG', animatedPng],
  ['a PNG with a harmless text', () => withChunk('tEXt', 'Comment\0made at home')],
  ['a picture of one pixel', () => canvas(1, 1).png().toBuffer()],
  ['a very long picture', () => canvas(8000, 2).png().toBuffer()],
]

const s3 = await startS3()
const s3Storage = createS3Storage(s3.settings)
const folder = mkdtempSync(path.join(os.tmpdir(), 'souk-hostile-'))
afterAll(async () => {
  await s3Storage.close()
  await s3.close()
  rmSync(folder, { recursive: true, force: true })
})

const contexts = {
  'a folder': await testContext({ storage: createFolderStorage(folder) }, [finishRenditionsJob]),
  S3: await testContext({ storage: s3Storage }, [finishRenditionsJob]),
}

describe.each(['a folder', 'S3'] as const)('57: pictures sent by anybody, kept in %s', (name) => {
  let shop: MadeShop
  const ctx = contexts[name]
  const { storage } = ctx

  beforeAll(async () => {
    shop = await makeCatalog(ctx).shop()
  })

  const send = (bytes: Uint8Array) => addShopPicture(ctx, shop.owner, shop.row.id, bytes)
  const kept = async () => [await ctx.db.$count(files), (await Array.fromAsync(storage.list('pictures/'))).sort()]

  async function bytesOf(fileId: string): Promise<{ source: Buffer; sizes: Buffer[] }> {
    await ctx.queue.drain()
    const [row] = await ctx.db.select().from(files).where(eq(files.id, fileId))
    const read = async (key: string) => Buffer.from((await storage.get(key))!.body)
    return { source: await read(row!.key), sizes: await Promise.all(row!.renditions.map(({ key }: Rendition) => read(key))) }
  }

  async function pixelOf(bytes: Buffer, left: number, top: number): Promise<number[]> {
    const { width, height } = await sharp(bytes).metadata()
    const at = { left: Math.min(width - 1, Math.floor(width * left)), top: Math.min(height - 1, Math.floor(height * top)) }
    const { data } = await sharp(bytes)
      .removeAlpha()
      .toColourspace('srgb')
      .extract({ ...at, width: 1, height: 1 })
      .raw()
      .toBuffer({ resolveWithObject: true })
    return [...data.subarray(0, 3)]
  }
  const isNear = (seen: number[], wanted: readonly number[]) => wanted.every((value, index) => Math.abs(value - seen[index]!) < 40)

  async function expectClean(bytes: Buffer): Promise<void> {
    const { format, exif, xmp, iptc, icc, pages = 1 } = await sharp(bytes).metadata()
    expect({ format: format === 'heif' ? 'avif' : format, exif, xmp, iptc, icc, pages }).toEqual({
      format: expect.stringMatching(/^(?:webp|avif)$/),
      exif: undefined,
      xmp: undefined,
      iptc: undefined,
      icc: undefined,
      pages: 1,
    })
  }

  it.each(REFUSED)('refuses %s, quickly, and keeps nothing of it', async (_what, made, code) => {
    const bytes = await made()
    const before = await kept()
    const start = performance.now()

    await expect(send(bytes)).rejects.toMatchObject({ code })
    expect(performance.now() - start).toBeLessThan(FAST_MS)
    expect(await kept()).toEqual(before)
  })

  it.each(STORED)('keeps %s, made anew', async (_what, made, colour = BLUE) => {
    const sent = await made()
    const { fileId } = await send(sent)
    const { source, sizes } = await bytesOf(fileId)

    expect(sizes.length).toBeGreaterThan(0)
    for (const bytes of [source, ...sizes]) {
      await expectClean(bytes)
      expect(bytes.includes(sent)).toBe(false)
    }
    const seen = await pixelOf(source, 0.5, 0.5)
    expect(isNear(seen, colour), `${seen.join()} is near ${colour.join()}`).toBe(true)
  })

  it('keeps the first frame of a moving WebP', async () => {
    const frames = await Promise.all(['#225588', '#cc2222', '#22cc22'].map((colour) => canvas(40, 40, colour).png().toBuffer()))
    const film = await sharp(frames, { join: { animated: true } })
      .webp({ loop: 0, delay: [50, 50, 50] })
      .toBuffer()
    expect((await sharp(film).metadata()).pages).toBe(3)

    const { source } = await bytesOf((await send(film)).fileId)
    await expectClean(source)
    expect(isNear(await pixelOf(source, 0.5, 0.5), BLUE)).toBe(true)
  })

  /** Where the corner that was red before lies, seen from the upright picture: EXIF 2.3, orientation 1 to 8. */
  it.each([
    [1, 60, 30],
    [2, 60, 30],
    [3, 60, 30],
    [4, 60, 30],
    [5, 30, 60],
    [6, 30, 60],
    [7, 30, 60],
    [8, 30, 60],
  ])('turns a photo of orientation %i upright', async (orientation, width, height) => {
    const CORNERS: Record<number, [number, number]> = {
      1: [0.1, 0.1],
      2: [0.9, 0.1],
      3: [0.9, 0.9],
      4: [0.1, 0.9],
      5: [0.1, 0.1],
      6: [0.9, 0.1],
      7: [0.9, 0.9],
      8: [0.1, 0.9],
    }
    const corner = await canvas(20, 10, '#e00000').png().toBuffer()
    const photo = await canvas(60, 30, '#f0f0f0')
      .composite([{ input: corner, left: 0, top: 0 }])
      .withMetadata({ orientation })
      .jpeg({ quality: 100 })
      .toBuffer()

    const { source, sizes } = await bytesOf((await send(photo)).fileId)

    for (const bytes of [source, ...sizes]) {
      expect(await sharp(bytes).metadata()).toMatchObject({ width, height })
      for (const [number, [left, top]] of Object.entries(CORNERS).slice(0, 4)) {
        const isRed = left === CORNERS[orientation]![0] && top === CORNERS[orientation]![1]
        const seen = await pixelOf(bytes, left, top)
        expect([number, isNear(seen, isRed ? [0xe0, 0, 0] : [0xf0, 0xf0, 0xf0])], seen.join()).toEqual([number, true])
      }
    }
  })

  it('keeps nothing of where and by whom a photo was taken, nor a profile, a packet or a comment', async () => {
    const xmp =
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>Wispelpacket</x:xmpmeta>'
    const taken = await canvas(300, 200)
      .withExif({ IFD0: { Copyright: 'Ada Wispel', Make: 'Wispelcam' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 12/1' } })
      .withXmp(xmp)
      .withIccProfile('p3', { attach: true })
      .jpeg()
      .toBuffer()
    const comment = text('Wispelcomment')
    const iptc = Buffer.concat([
      text('Photoshop 3.0\0', '8BIM\x04\x04\0\0'),
      Buffer.from([0, 0, 0, 18, 0x1c, 2, 0x78, 0, 13]),
      text('Wispelcaption'),
    ])
    const segment = (marker: number, body: Buffer) =>
      Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body])
    const photo = Buffer.concat([taken.subarray(0, 2), segment(0xfe, comment), segment(0xed, iptc), taken.subarray(2)])
    const before = await sharp(photo).metadata()
    expect([before.exif, before.xmp, before.iptc, before.icc].map((part) => part !== undefined)).toEqual([true, true, true, true])

    const { source, sizes } = await bytesOf((await send(photo)).fileId)

    for (const bytes of [source, ...sizes]) {
      await expectClean(bytes)
      expect(bytes.toString('latin1')).not.toMatch(/Wispel|GPS|Exif|8BIM/)
    }
  })
})
