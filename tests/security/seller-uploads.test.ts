import { eq } from 'drizzle-orm'
import { zipSync } from 'fflate'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { categories, files, productImages, shops } from '#db/schema'
import { addShopMember } from '#server/domains/shops'
import { FetchRefused, guardedFetch } from '#server/platform/guarded-fetch/guarded-fetch'
import { make } from '../support/make'
import { makeCatalog, type MadeShop } from '../support/make-catalog'
import { bombOf } from '../support/picture-bomb'
import { testServer, type Client } from '../support/server'

const server = await testServer()
const { ctx } = server
const catalog = makeCatalog(ctx)

/** Long enough for a busy machine, and far from what it takes to unpack a bomb. */
const FAST_MS = 3000

let shop: MadeShop
let path: string
let seller: Client
let admin: Client
beforeAll(async () => {
  shop = await catalog.shop()
  path = `/api/seller/shops/${shop.row.id}`
  seller = await server.as(shop.owner)
  admin = await server.as(await make(ctx).user({ role: 'admin' }))
})

const canvas = (side: number) => sharp({ create: { width: side, height: side, channels: 3, background: '#258' } })
const jpeg = await canvas(64).jpeg().toBuffer()
const png = await canvas(64).png().toBuffer()
const page = Buffer.from('<!doctype html><html><script>alert(1)</script></html>')

/** Each way in which a picture of a shop or of the marketplace comes in, with the most bytes that it takes. */
const WAYS: [what: string, send: (bytes: Uint8Array, headers?: Record<string, string>) => ReturnType<Client['put']>, mostMb: number][] = [
  ['a product', (bytes, headers) => seller.post(`${path}/pictures`, bytes, headers), 20],
  ['the logo of a shop', (bytes, headers) => seller.put(`${path}/pictures/logo`, bytes, headers), 8],
  ['the banner of a shop', (bytes, headers) => seller.put(`${path}/pictures/banner`, bytes, headers), 8],
  ['a category', (bytes, headers) => admin.post('/api/admin/categories/pictures', bytes, headers), 20],
]

const folderOf = (key: string) => key.slice(0, key.lastIndexOf('/'))
const stored = () => Array.fromAsync(ctx.storage.list('pictures/'))
/** The sizes of pictures before are still being made meanwhile. */
const kept = async () => [await ctx.db.$count(files), (await stored()).filter((key) => key.endsWith('source.webp')).sort()]

describe.each(WAYS)('a picture of %s', (_what, send, mostMb) => {
  it.each<[string, Buffer, Record<string, string>]>([
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), { 'content-type': 'image/svg+xml' }],
    ['a page that says it is a JPEG', page, { 'content-type': 'image/jpeg' }],
    ['a picture that is a page too', Buffer.concat([jpeg, page]), { 'content-type': 'image/jpeg' }],
    ['a page with two endings', page, { 'content-type': 'image/png', 'content-disposition': 'attachment; filename="me.html.png"' }],
    ['nothing', Buffer.alloc(0), {}],
  ])('57: is not %s', async (_, bytes, headers) => {
    const before = await kept()
    expect(await send(bytes, headers)).toMatchObject({ status: 415, body: { data: { code: 'files.unsupported' } } })
    expect(await kept()).toEqual(before)
  })

  it('58: is not a bomb, and not larger than it may be', async () => {
    const before = await kept()
    const tooMuch = Buffer.concat([png, Buffer.alloc(mostMb * 1024 * 1024)])
    for (const bytes of [bombOf(20_000), tooMuch]) {
      const start = performance.now()
      expect((await send(bytes)).status).toBe(413)
      expect(performance.now() - start).toBeLessThan(FAST_MS)
    }
    expect(await kept()).toEqual(before)
  })

  it('59: is made anew, under a name of ours, and served as a picture that runs nothing', async () => {
    const before = await stored()
    const photo = await canvas(300)
      .withExif({ IFD0: { Copyright: 'Ada Lovelace' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 12/1' } })
      .jpeg()
      .toBuffer()
    const answer = await send(photo, { 'content-disposition': 'attachment; filename="../../me.php.jpg"' })
    expect([200, 201]).toContain(answer.status)
    expect(JSON.stringify(answer.body)).not.toContain('me.php')

    const folders = new Set(before.map(folderOf))
    const fresh = (await stored()).filter((key) => !folders.has(folderOf(key)))
    expect(fresh.length).toBeGreaterThan(1)
    for (const key of fresh) {
      expect(key).toMatch(/^pictures\/[0-9a-f]{32}\/(?:source|\d+)\.(?:webp|avif)$/)
      const bytes = Buffer.from((await ctx.storage.get(key))!.body)
      expect(await sharp(bytes).metadata()).not.toHaveProperty('exif')
      for (const trace of ['Lovelace', 'GPS']) expect(bytes.includes(trace)).toBe(false)
    }

    const size = fresh.find((key) => !key.endsWith('source.webp'))!
    const shown = await server.visitor().fetch(size.replace('pictures/', '/files/p/'))
    expect([shown.status, shown.headers.get('content-security-policy')]).toEqual([200, "default-src 'none'; sandbox"])
    expect((await server.visitor().get(size.replace('pictures/', '/files/p/').replace(/[^/]+$/, 'source.webp'))).status).toBe(404)
  })
})

describe('pictures are of whoever sent them', () => {
  it('59: nobody else gives a shop or a category a picture, nor shows a picture of another', async () => {
    const other = await catalog.shop()
    const staff = await catalog.person()
    await addShopMember(ctx, shop.owner, shop.row.id, { userId: staff.userId, role: 'staff' })
    const [stranger, helper, visitor] = [await server.as(other.owner), await server.as(staff), server.visitor()]
    const before = await kept()
    for (const [client, status] of [
      [stranger, 404],
      [helper, 403],
      [visitor, 401],
    ] as const) {
      expect((await client.post(`${path}/pictures`, png)).status).toBe(status)
      for (const kind of ['logo', 'banner']) expect((await client.put(`${path}/pictures/${kind}`, png)).status).toBe(status)
      expect((await client.delete(`${path}/pictures/logo`)).status).toBe(status)
    }
    for (const client of [seller, stranger]) expect((await client.post('/api/admin/categories/pictures', png)).status).toBe(403)
    expect(await kept()).toEqual(before)

    const { fileId } = (await seller.post(`${path}/pictures`, png)).body
    const product = { title: 'A stolen picture', images: [{ fileId }], variants: [{ sku: 'STOLEN', priceMinor: 100 }] }
    const stolen = await stranger.post(`/api/seller/shops/${other.row.id}/products`, product)
    expect([stolen.status, stolen.body.data.code]).toEqual([422, 'catalog.picture_not_found'])
    const { id, name, slug } = await catalog.category()
    const texts = { description: '', seoTitle: '', seoDescription: '' }
    const shown = await admin.put(`/api/admin/categories/${id}`, { name, slug, ...texts, imageFileId: fileId })
    expect([shown.status, shown.body.data.code]).toEqual([422, 'catalog.category_picture_not_found'])
    expect(await ctx.db.$count(productImages, eq(productImages.fileId, fileId))).toBe(0)
    expect(await ctx.db.$count(categories, eq(categories.imageFileId, fileId))).toBe(0)
    expect(await ctx.db.$count(shops, eq(shops.logoFileId, fileId))).toBe(0)
  })
})

/** The server's own workers take the jobs, so a test waits for what they come to. */
const comesTo = (address: string, expected: object) =>
  expect.poll(async () => (await seller.get(address)).body, { timeout: 30_000, interval: 100 }).toMatchObject(expected)

async function imported(rows: string[]): Promise<string> {
  const sent = await seller.post(`${path}/imports`, Buffer.from(['Handle,Title,SKU,Price,Picture', ...rows].join('\n')))
  expect(sent.status).toBe(201)
  const own = `${path}/imports/${sent.body.id}`
  await comesTo(own, { status: 'checked' })
  return own
}
const problemsAt = async (own: string): Promise<[string, string][]> =>
  (await seller.get(`${own}/items?limit=100`)).body.items.flatMap(({ problems }: { problems: { code: string; value: string }[] }) =>
    problems.map(({ code, value }) => [code, value]),
  )

describe('pictures in a zip', () => {
  it('57: are pictures, and 58: no bombs; 59: what they are called leads nowhere', async () => {
    const names = ['svg', 'page', 'both', 'bomb', 'large', 'passwd']
    const own = await imported(names.map((name) => `zip-${name},Zip ${name},ZIP-${name},5.00,${name}.png`))
    const zip = zipSync({
      'svg.png': Buffer.from('<svg onload="alert(1)"/>'),
      'page.png': page,
      'both.png': Buffer.concat([jpeg, page]),
      'bomb.png': bombOf(20_000),
      'large.png': new Uint8Array(21 * 1024 * 1024),
      '../../../../etc/passwd.png': png,
    })
    const start = performance.now()
    expect((await seller.post(`${own}/pictures`, Buffer.from(zip))).body).toMatchObject({ matched: 6, unusedCount: 0, missingCount: 0 })
    expect(performance.now() - start).toBeLessThan(FAST_MS)
    expect((await seller.post(`${own}/apply`, {})).status).toBe(202)
    await comesTo(own, { status: 'applied', counts: { created: 6, picturesToCome: 0, picturesFailed: 5 } })

    expect(await problemsAt(own)).toEqual([
      ['picture_failed', 'svg.png (files.unsupported)'],
      ['picture_failed', 'page.png (files.unsupported)'],
      ['picture_failed', 'both.png (files.unsupported)'],
      ['picture_failed', 'bomb.png (files.too_large)'],
      ['picture_failed', 'large.png (too_large)'],
    ])
    for await (const key of ctx.storage.list(''))
      expect(key).toMatch(/^(?:pictures\/[0-9a-f]{32}|imports\/[0-9a-f-]{36}(?:-pictures-[0-9a-f-]{36})?)\/[\w.]+$/)
  })

  it('58: are not more than a zip may hold', async () => {
    const own = await imported(['zip-more,More,ZIP-more,5.00,more.png'])
    const headers = { cookie: seller.cookies(), 'sec-fetch-site': 'same-origin', 'content-length': 201 * 1024 * 1024 }
    const announced = await new Promise<number | undefined>((resolve, reject) => {
      const request = http.request(new URL(`${own}/pictures`, server.url), { method: 'POST', headers, agent: false }, (answer) => {
        resolve(answer.statusCode)
        request.destroy()
      })
      request.on('error', reject).write(png)
    })
    expect(announced).toBe(413)
    const many = zipSync(Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`${n}.png`, new Uint8Array()])))
    expect(await seller.post(`${own}/pictures`, Buffer.from(many))).toMatchObject({
      status: 422,
      body: { data: { details: { reason: 'too_many_entries' } } },
    })
  })
})

describe('addresses of pictures in a file', () => {
  const asked: string[] = []
  const inside = http.createServer((request, response) => {
    asked.push(`${request.headers.host} ${request.url}`)
    if (request.url === '/away') response.writeHead(302, { location: `http://127.0.0.1:${port}/secret` }).end()
    else response.end(png)
  })
  let port = 0
  beforeAll(async () => {
    await new Promise<void>((done) => inside.listen(0, '0.0.0.0', done))
    port = (inside.address() as AddressInfo).port
  })
  afterAll(() => {
    inside.closeAllConnections()
    inside.close()
  })

  it('60: are never asked for what is inside, however it is written', async () => {
    const hosts = [
      `127.0.0.1:${port}`,
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0x7f.1',
      '0177.0.0.1',
      '017700000001',
      '①②⑦.⓪.⓪.①',
      '127.0.0.1.',
      'localhost',
      `localhost:${port}`,
      'LOCALHOST',
      '[::1]',
      `[::1]:${port}`,
      '[::ffff:127.0.0.1]',
      '[0:0:0:0:0:ffff:7f00:1]',
      '[::127.0.0.1]',
      '[64:ff9b::7f00:1]',
      '[fd00:ec2::254]',
      '[fe80::1]',
      '0.0.0.0',
      `0.0.0.0:${port}`,
      '10.0.0.1',
      '172.16.0.1',
      '192.168.0.1',
      '100.64.0.1',
      '169.254.169.254',
      '2852039166',
      '0xa9fea9fe',
      `someone@127.0.0.1:${port}`,
      `8.8.8.8:${port}`,
      new URL(server.url).host,
    ]
    const addresses = hosts.flatMap((host) => [`http://${host}/latest/meta-data.png`, `https://${host}/`])
    const own = await imported(addresses.map((address, n) => `inside-${n},Inside ${n},INSIDE-${n},5.00,${address}`))
    expect((await seller.post(`${own}/apply`, {})).status).toBe(202)
    await comesTo(own, { status: 'applied', counts: { created: addresses.length, picturesToCome: 0, picturesFailed: addresses.length } })

    expect(await problemsAt(own)).toEqual(addresses.map((address) => ['picture_failed', `${address} (address)`]))
    expect(asked).toEqual([])
  })

  it.each([
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'ftp://127.0.0.1/a.png',
    'data:image/png;base64,AAAA',
    '//127.0.0.1/a.png',
    'javascript:a.png',
  ])('60: are on the web, not %s', async (address) => {
    const own = await imported([`elsewhere,Elsewhere,ELSEWHERE,5.00,"${address}"`])
    expect(await problemsAt(own)).toEqual([['address_refused', address]])
  })

  it('60: lead inside neither by a redirect nor by a name that answers otherwise the second time', async () => {
    const limits = { maxBytes: 1_000_000, timeoutMs: 2000 }
    // The outside of this test is this machine under a name, at one port; nothing else of it may be asked.
    const outside = {
      ...limits,
      resolve: async (host: string) => (host === 'outside.example' ? ['127.0.0.2'] : []),
      mayAsk: (ip: string) => ip === '127.0.0.2',
    }
    const away = guardedFetch(`http://outside.example:${port}/away`, outside)
    await expect(away).rejects.toEqual(new FetchRefused('address'))
    expect(asked).toEqual([`outside.example:${port} /away`])

    let turn = 0
    const rebound = { ...outside, resolve: async () => (turn++ === 0 ? ['127.0.0.2'] : ['127.0.0.1']) }
    await guardedFetch(`http://rebound.example:${port}/`, rebound)
    await expect(guardedFetch(`http://rebound.example:${port}/`, rebound)).rejects.toEqual(new FetchRefused('address'))
    expect([turn, asked.slice(1)]).toEqual([2, [`rebound.example:${port} /`]])
  })

  it('60: bring neither what does not end nor what never comes', async () => {
    const slow = http.createServer((request, response) => {
      response.writeHead(200)
      if (request.url === '/endless') {
        const timer = setInterval(() => response.write(Buffer.alloc(100_000)), 1)
        response.on('close', () => clearInterval(timer))
      }
    })
    await new Promise<void>((done) => slow.listen(0, '127.0.0.1', done))
    const at = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`
    const here = { maxBytes: 1_000_000, timeoutMs: 500, mayAsk: () => true }
    await expect(guardedFetch(`${at}/endless`, { ...here, timeoutMs: 10_000 })).rejects.toEqual(new FetchRefused('too_large'))
    await expect(guardedFetch(`${at}/never`, here)).rejects.toEqual(new FetchRefused('too_slow'))
    slow.closeAllConnections()
    slow.close()
  })
})
