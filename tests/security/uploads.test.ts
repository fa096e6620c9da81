import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { files, users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import { make } from '../support/make'
import { bombOf } from '../support/picture-bomb'
import { testServer, type Client } from '../support/server'

const server = await testServer()
const { ctx } = server

/** Long enough for a busy machine, and far from what it takes to unpack a bomb. */
const FAST_MS = 3000

let ada: Actor & { userId: string }
let client: Client
/** Each part has a person of its own, since nobody may upload often. */
async function somebody() {
  ada = await make(ctx).user()
  client = await server.as(ada)
}

const square = (side = 64) => sharp({ create: { width: side, height: side, channels: 3, background: '#258' } })
const jpeg = await square().jpeg().toBuffer()
const png = await square().png().toBuffer()
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
const page = Buffer.from('<!doctype html><html><script>alert(1)</script></html>')

const upload = (bytes: Uint8Array, headers: Record<string, string> = {}) => client.put('/api/accounts/avatar', bytes, headers)
const stored = () => Array.fromAsync(ctx.storage.list('pictures/'))
const filesOf = () => ctx.db.select().from(files).where(eq(files.ownerId, ada.userId))
const avatarOf = async () => (await ctx.db.select().from(users).where(eq(users.id, ada.userId)))[0]!.avatarFileId

async function expectNothingKept() {
  expect(await avatarOf()).toBeNull()
  expect(await filesOf()).toEqual([])
  expect(await stored()).toEqual([])
}

/** A WebP that shows one square again and again. */
async function filmOf(frames: number, side: number): Promise<Buffer> {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(data.length)
    return Buffer.concat([Buffer.from(type), length, data, Buffer.alloc(data.length % 2)])
  }
  const threeBytes = (...values: number[]) => Buffer.from(values.flatMap((value) => [value & 255, (value >> 8) & 255, value >> 16]))
  const still = (await square(side).webp().toBuffer()).subarray(12)
  const size = threeBytes(side - 1, side - 1)
  const frame = chunk('ANMF', Buffer.concat([threeBytes(0, 0), size, threeBytes(40), Buffer.alloc(1), still]))
  const parts = [
    Buffer.from('WEBP'),
    chunk('VP8X', Buffer.concat([Buffer.from([2, 0, 0, 0]), size])),
    chunk('ANIM', Buffer.alloc(6)),
    ...Array.from({ length: frames }, () => frame),
  ]
  return chunk('RIFF', Buffer.concat(parts))
}

describe('57: what is no picture', () => {
  beforeAll(somebody)

  it.each<[string, Buffer, Record<string, string>]>([
    ['an SVG', svg, { 'content-type': 'image/svg+xml' }],
    ['an SVG that says it is a PNG', svg, { 'content-type': 'image/png' }],
    ['a page', page, { 'content-type': 'text/html' }],
    ['a page that says it is a JPEG', page, { 'content-type': 'image/jpeg' }],
    ['a page with the name of a picture', page, { 'content-type': 'image/jpeg', 'content-disposition': 'attachment; filename="me.jpg"' }],
    ['a page with two endings', page, { 'content-type': 'image/png', 'content-disposition': 'attachment; filename="me.html.png"' }],
    ['a picture that is a page too', Buffer.concat([jpeg, page]), { 'content-type': 'image/jpeg' }],
    ['a page that begins as a GIF', Buffer.concat([Buffer.from('GIF89a/*'), page]), { 'content-type': 'image/gif' }],
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj\n'), { 'content-type': 'application/pdf' }],
    ['a program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), { 'content-type': 'image/png' }],
    ['JSON', Buffer.from('{}'), { 'content-type': 'application/json' }],
    ['nothing', Buffer.alloc(0), {}],
  ])('57: %s is refused, and nothing of it is kept', async (_, bytes, headers) => {
    const answer = await upload(bytes, headers)

    expect(answer).toMatchObject({ status: 415, body: { data: { code: 'files.unsupported' } } })
    await expectNothingKept()
  })

  it('57: the first bytes of a picture do not make one', async () => {
    for (const bytes of [png.subarray(0, 40), jpeg.subarray(0, jpeg.length / 2), Buffer.concat([png.subarray(0, 8), Buffer.alloc(500)])])
      expect(await upload(bytes)).toMatchObject({ status: 422, body: { data: { code: 'files.broken' } } })
    await expectNothingKept()
  })

  it('57: nobody gives a picture to somebody who is not signed in, or to another', async () => {
    expect((await server.visitor().put('/api/accounts/avatar', png)).status).toBe(401)
    expect((await client.put(`/api/accounts/avatar?userId=${crypto.randomUUID()}`, svg)).status).toBe(415)
    expect((await upload(png, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    await expectNothingKept()
  })
})

describe('58: what is too large', () => {
  beforeAll(somebody)

  const refusedFast = async (bytes: Uint8Array, status: number) => {
    const start = performance.now()
    const answer = await upload(bytes)
    expect(answer.status).toBe(status)
    expect(performance.now() - start).toBeLessThan(FAST_MS)
    await expectNothingKept()
  }

  it('58: a picture of a few kilobytes and 400 million pixels is refused before it is unpacked', async () => {
    const bomb = bombOf(20_000)
    expect(bomb.byteLength).toBeLessThan(100_000)
    await refusedFast(bomb, 413)
  })

  it('58: so is one whose header lies about it', async () => {
    const bomb = bombOf(20_000)
    bomb.writeUInt32BE(2_000_000_000, 16)
    const answer = await upload(bomb)
    expect([413, 422]).toContain(answer.status)
    await expectNothingKept()
  })

  it('58: so is a film of thousands of frames', async () => {
    const film = await filmOf(5000, 120)
    expect((await sharp(film).metadata()).pages).toBe(5000)
    await refusedFast(film, 413)
    await refusedFast(Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(200_000, ',')]), 415)
  })

  it('58: more than five megabytes are refused, whether that was announced or not', async () => {
    const large = Buffer.concat([png, Buffer.alloc(5 * 1024 * 1024)])
    await refusedFast(large, 413)

    const parts = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(256 * 1024))
      },
    })
    const headers = { 'sec-fetch-site': 'same-origin' }
    const answer = await client
      .fetch('/api/accounts/avatar', { method: 'PUT', body: parts, headers, duplex: 'half' } as RequestInit)
      .then(({ status }) => status)
      // The server may hang up while the flood still comes.
      .catch(() => 413)
    expect(answer).toBe(413)
    await expectNothingKept()
  })
})

describe('59: what is kept', () => {
  beforeAll(somebody)

  it('59: is made anew, without what the camera wrote into it, under a name of ours', async () => {
    const taken = await square(600)
      .withExif({ IFD0: { Copyright: 'Ada Lovelace', Make: 'Wispelcam' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 12/1' } })
      .jpeg()
      .toBuffer()
    expect(taken.includes('Wispelcam')).toBe(true)
    expect((await sharp(taken).metadata()).exif).toBeDefined()

    const { status, body } = await upload(taken, { 'content-disposition': 'attachment; filename="../../me.php.jpg"' })
    expect(status).toBe(200)
    await expect.poll(stored, { timeout: 20_000 }).toHaveLength(4)

    for (const key of await stored()) {
      expect(key).toMatch(/^pictures\/[0-9a-f]{32}\/(?:source|\d+)\.(?:webp|avif)$/)
      const bytes = Buffer.from((await ctx.storage.get(key))!.body)
      const { exif, xmp, iptc, format } = await sharp(bytes).metadata()
      expect({ exif, xmp, iptc }).toEqual({})
      expect(['webp', 'heif']).toContain(format)
      for (const trace of ['Wispelcam', 'Lovelace', 'GPS']) expect(bytes.includes(trace)).toBe(false)
    }
    expect(JSON.stringify(body)).not.toContain('me.php')
  })

  it('59: is served as a picture that runs nothing, and only in its sizes', async () => {
    const { url } = (await client.get('/api/accounts/profile')).body.avatar.renditions[0]
    expect(url).toMatch(/^\/files\/p\/[0-9a-f]{32}\/\d+\.(?:webp|avif)$/)
    const answer = await server.visitor().fetch(url)

    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toMatch(/^image\/(?:webp|avif)$/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')

    const folder = url.slice(0, url.lastIndexOf('/'))
    for (const path of ['source.webp', '..%2fsource.webp', '640.webp%00.html', '640.html', '640.svg', '..%2f..%2f..%2fpackage.json'])
      expect((await server.visitor().get(`${folder}/${path}`)).status, path).toBe(404)
  })

  it('59: goes with its bytes when it is taken away', async () => {
    const { url } = (await client.get('/api/accounts/profile')).body.avatar.renditions[0]
    expect((await client.delete('/api/accounts/avatar')).status).toBe(200)

    await expect.poll(stored, { timeout: 20_000 }).toEqual([])
    expect((await server.visitor().get(url)).status).toBe(404)
    await expectNothingKept()
  })
})
