import { Redis } from 'ioredis'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashPassword } from '#server/domains/accounts/passwords'
import { bulkEditProducts } from '#server/domains/catalog'
import { make } from '../support/make'
import { makeCatalog } from '../support/make-catalog'
import { needs } from '../support/needs'
import { startRedis } from '../support/redis-server'
import { testServer, type TestServer } from '../support/server'
import { startTcpProxy } from '../support/tcp-proxy'

const page = { accept: 'text/html' }
/** What the page of a product says that it costs, which is what the API says of it too. */
const priceShown = async (server: TestServer, slug: string) => {
  const [{ status, body }, answer] = await Promise.all([
    server.visitor().get(`/products/${slug}`, page),
    server.visitor().get(`/api/products/${slug}`),
  ])
  expect([status, answer.status]).toEqual([200, 200])
  const onPage = /(\d+\.\d\d)/.exec(String(body))![1]
  const inApi = (answer.body.minPriceMinor / 100).toFixed(2)
  return onPage === inApi ? onPage : { onPage, inApi }
}

describe.skipIf(!needs('redis-server'))('a product page on two nodes', async () => {
  if (!needs('redis-server')) return
  const redis = await startRedis()
  afterAll(() => redis.close())
  const line = await startTcpProxy(Number(new URL(redis.url).port))
  afterAll(() => line.close())
  const one = await testServer({ REDIS_URL: redis.url, SOUK_ROLE: 'web' })
  const { databaseUrl } = one.ctx.config
  // It alone works on jobs, and so is the one that tells of changes.
  const other = await testServer({ REDIS_URL: `redis://127.0.0.1:${line.port}`, SITE_URL: one.url }, { databaseUrl: () => databaseUrl })
  const client = new Redis(redis.url, { maxRetriesPerRequest: null })
  client.on('error', () => {})
  afterAll(() => client.disconnect())
  const { ctx } = one
  const catalog = makeCatalog(ctx)
  const seller = await catalog.shop()
  const { product } = await catalog.product(seller, { variants: [{ sku: 'LAMP', priceMinor: 1011, onHand: 5 }] })
  const setPrice = (priceMinor: number) => catalog.reprice(seller, product.id, priceMinor)
  const shown = () => Promise.all([one, other].map((server) => priceShown(server, product.slug)))

  const bothReady = () =>
    expect
      .poll(() => Promise.all([one, other].map(async (server) => (await server.visitor().get('/readyz')).body.status)), { timeout: 10_000 })
      .toEqual(['ready', 'ready'])
  const renders = async (server: TestServer) => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    return Number(/^souk_page_render_seconds_count(?:\{.*\})? (\d+)$/m.exec(metrics)?.[1] ?? 0)
  }
  /** How often the second had to render what the first had rendered; an address that is asked for once a round, since a purge may be on its way. */
  let round = 0
  async function renderedTwice(): Promise<number> {
    const paths = [`/products/${product.slug}?variant=V${++round}`, `/api/shops/${seller.row.slug}?limit=${(round % 48) + 1}`]
    for (const path of paths) expect((await one.visitor().get(path)).status).toBe(200)
    const stored = async () => (await client.keys('souk:cache:tagged:*')).filter((key) => paths.some((path) => key.endsWith(path))).length
    for (let tries = 0; (await stored()) < paths.length && tries < 20; tries++) await pause(25)
    const before = await renders(other)
    for (const path of paths) expect((await other.visitor().get(path)).status).toBe(200)
    return (await renders(other)) - before
  }

  it('is made by one for both, and is kept by each', async () => {
    await bothReady()
    await expect.poll(renderedTwice, { timeout: 8000 }).toBe(0)
    const [own, shared] = await Promise.all(
      [one, other].map(async (server) =>
        (await server.visitor().get(`/products/${product.slug}?variant=V${round}`, page)).headers.get('etag'),
      ),
    )
    expect(shared).toBe(own)

    expect(await shown()).toEqual(['10.11', '10.11'])
    const [first, second] = [
      await one.visitor().get(`/products/${product.slug}`, page),
      await one.visitor().get(`/products/${product.slug}`, page),
    ]
    expect(first.headers.get('etag')).toBe(second.headers.get('etag'))
  })

  it('shows a new price on both at once', async () => {
    await setPrice(2022)
    await expect.poll(shown, { timeout: 3000, interval: 50 }).toEqual(['20.22', '20.22'])
  })

  it('never goes back to an older price, however often it changes while people look', async () => {
    const seen: Record<string, number[]> = {}
    let isOver = false
    const watch = async (server: TestServer, path: string) => {
      const prices = (seen[server.url + path] = [] as number[])
      const visitor = server.visitor()
      const price = path.startsWith('/api/') ? /"minPriceMinor":(\d+)/ : /(\d+\.\d\d)/
      while (!isOver) prices.push(Number(price.exec(await (await visitor.fetch(path)).text())![1]))
    }
    const paths = [`/products/${product.slug}`, `/api/products/${product.slug}`]
    const watching = [one, other].flatMap((server) => paths.map((path) => watch(server, path)))
    for (let price = 2100; price < 2900; price += 100) {
      await setPrice(price)
      await pause(120)
    }
    await expect.poll(shown, { timeout: 2000, interval: 50 }).toEqual(['28.00', '28.00'])
    isOver = true
    await Promise.all(watching)
    for (const prices of Object.values(seen)) {
      expect(prices.length).toBeGreaterThan(10)
      expect(prices).toEqual([...prices].sort((first, second) => first - second))
    }
  })

  it('shows a new price soon after a node that could not tell the others can do so again', async () => {
    line.become({ kind: 'refuse' })
    await expect.poll(async () => (await other.visitor().get('/readyz')).body.status, { timeout: 10_000 }).toBe('degraded')
    expect(await priceShown(one, product.slug)).toBe('28.00')
    await setPrice(2900)
    await expect.poll(() => priceShown(other, product.slug), { timeout: 4000, interval: 50 }).toBe('29.00')
    expect(await priceShown(one, product.slug)).toBe('28.00')
    line.become({ kind: 'pass' })
    await expect.poll(shown, { timeout: 5000, interval: 50 }).toEqual(['29.00', '29.00'])
    await bothReady()
  })

  it('shows a new price at once after Redis was emptied, and is shared again', async () => {
    await shown()
    await client.flushall()
    await setPrice(2950)
    await expect.poll(shown, { timeout: 2000, interval: 50 }).toEqual(['29.50', '29.50'])
    await expect.poll(renderedTwice, { timeout: 8000 }).toBe(0)
  })

  it('shows a new price within some seconds while the nodes cannot hear each other', async () => {
    await redis.kill()
    await setPrice(3033)
    await expect.poll(shown, { timeout: 5000, interval: 100 }).toEqual(['30.33', '30.33'])
  })

  it('shows nothing from before once they hear each other again', async () => {
    await shown()
    await setPrice(4044)
    await redis.start()
    await bothReady()
    await expect.poll(shown, { timeout: 3000, interval: 100 }).toEqual(['40.44', '40.44'])
    await setPrice(5055)
    await expect.poll(shown, { timeout: 2000, interval: 50 }).toEqual(['50.55', '50.55'])
  })
})

describe('what is the same for everybody', async () => {
  const server = await testServer()
  const { ctx } = server
  const catalog = makeCatalog(ctx)
  const password = 'a password of nobody else'
  const category = await catalog.category('Lamps')
  const seller = await catalog.shop()
  const lamp = await catalog.product(seller, { categoryId: category.id, variants: [{ sku: 'LAMP', priceMinor: 1011, onHand: 5 }] })
  const torch = await catalog.product(seller, { categoryId: category.id, variants: [{ sku: 'TORCH', priceMinor: 2022, onHand: 5 }] })
  const visitor = server.visitor()
  const answers = [
    '/api/home',
    '/api/categories',
    `/api/categories/${category.path}`,
    `/api/products?category=${category.path}`,
    `/api/products/${lamp.product.slug}`,
    `/api/shops/${seller.row.slug}`,
  ]
  let ada: Awaited<ReturnType<TestServer['as']>>

  beforeAll(async () => {
    ada = await server.as(await make(ctx).user({ name: 'Ada Lovelace', passwordHash: await hashPassword(password) }))
  })

  describe.each(['/', ...answers])('%s', (path) => {
    it('is known again by its etag', async () => {
      const { status, headers, body } = await visitor.get(path)
      expect([status, headers.get('cache-control'), headers.get('vary')]).toEqual([200, 'public, no-cache', 'accept-encoding'])
      const etag = headers.get('etag')!
      for (const named of [etag, etag.slice(2), `"other", ${etag}`, '*'])
        expect(await visitor.get(path, { 'if-none-match': named }), named).toMatchObject({ status: 304, body: null })
      expect(await visitor.get(path, { 'if-none-match': 'W/"other"' })).toMatchObject({ status: 200, body })
    })

    it('says nothing of who asks', async () => {
      const [plain, personal] = [await visitor.get(path), await ada.get(path, { 'accept-language': 'de' })]
      expect(personal.body).toEqual(plain.body)
      expect([personal.headers.get('etag'), personal.headers.get('set-cookie')]).toEqual([plain.headers.get('etag'), null])
      expect(JSON.stringify(personal.body)).not.toContain('Ada Lovelace')
    })
  })

  it.each(answers)('%s is the same from the cache as past it', async (path) => {
    const past = await visitor.get(path, { authorization: 'Basic bm9ib2R5Om5vdGhpbmc=' })
    expect([past.status, past.headers.get('cache-control'), past.headers.get('etag')]).toEqual([200, 'private, no-store', null])
    const { body, headers } = await visitor.get(path)
    expect([body, headers.get('content-type')]).toEqual([past.body, past.headers.get('content-type')])
  })

  it('is sent packed to programs too, and without a body to who asks for the head', async () => {
    const path = answers.at(-2)!
    const { body } = await visitor.get(path)
    const packed = await visitor.fetch(path, { headers: { 'accept-encoding': 'br' } })
    expect(packed.headers.get('content-encoding')).toBe('br')
    expect(await packed.json()).toEqual(body)
    const head = await visitor.fetch(path, { method: 'HEAD' })
    expect([head.status, await head.text(), head.headers.get('content-type')]).toEqual([200, '', 'application/json'])
  })

  it('is checked for what a key may read', async () => {
    const path = answers.at(-2)!
    await visitor.get(path)
    const refused = await visitor.get(path, { authorization: 'Bearer souk_wrong' })
    expect(refused).toMatchObject({ status: 401, body: { data: { code: 'request.bearer_wrong' } } })

    const { key } = (await ada.post('/api/accounts/api-keys', { name: 'Robot', scopes: ['cart:read'], expiresInDays: 1, password })).body
    const allowed = await visitor.get(path, { authorization: `Bearer ${key}` })
    expect([allowed.status, allowed.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
  })

  it.each([
    ['/api/products/no-such-product', 404],
    ['/api/products?sort=password', 422],
    ['/api/products?cursor=broken', 422],
    ['/api/home?x=%00', 200],
  ])('%s is answered by its route, for the one who asks', async (path, status) => {
    const [one, other] = [await visitor.get(path), await visitor.get(path)]
    expect([one.status, one.headers.get('cache-control'), one.headers.get('etag')]).toEqual([status, 'private, no-store', null])
    expect(one.headers.get('x-request-id')).not.toBe(other.headers.get('x-request-id'))
    if (status >= 400) expect(one.body.data.requestId).toBe(one.headers.get('x-request-id'))
  })

  it('shows a price and a stock that changed wherever they are shown', async () => {
    const card = (body: { items: { slug: string; priceMinor: number; inStock: boolean }[] }) =>
      body.items.filter(({ slug }) => slug === lamp.product.slug).map(({ priceMinor, inStock }) => [priceMinor, inStock])[0]
    const shown = async () => {
      const [, , inCategory, inList, ownPage, inShop] = await Promise.all(answers.map((path) => visitor.get(path)))
      const { body: other } = await visitor.get(`/api/products/${torch.product.slug}`)
      const [variant] = ownPage!.body.variants
      return [
        card(inCategory!.body.products),
        card(inList!.body),
        card(inShop!.body.products),
        card({ items: other.related }),
        [variant.priceMinor, variant.availability.kind !== 'sold_out'],
      ]
    }
    expect(await shown()).toEqual(Array(5).fill([1011, true]))
    await catalog.reprice(seller, lamp.product.id, 3033)
    await expect.poll(shown, { timeout: 3000, interval: 50 }).toEqual(Array(5).fill([3033, true]))
    const change = { kind: 'set_stock', onHand: 0 } as const
    await bulkEditProducts(ctx, seller.owner, seller.row.id, ctx.newId(), { productIds: [lamp.product.id], change })
    await expect.poll(shown, { timeout: 3000, interval: 50 }).toEqual(Array(5).fill([3033, false]))
  })

  it('shows prices with tax or without wherever they are shown, and by the rate of now', async () => {
    const admin = await server.as(await make(ctx).user({ role: 'admin' }))
    interface Shown {
      slug: string
      shownPriceMinor: number
    }
    const cardOf = (items: Shown[]) => items.find(({ slug }) => slug === torch.product.slug)?.shownPriceMinor
    const shown = async () => {
      const paths = ['/api/home', ...answers.slice(2), `/api/products/${torch.product.slug}`]
      const [home, inCategory, inList, other, inShop, own] = (await Promise.all(paths.map((path) => visitor.get(path)))).map(
        ({ body }) => body,
      )
      const onPage = String((await visitor.get(`/products/${torch.product.slug}`, page)).body)
      return [
        cardOf(home.rows.flatMap(({ items }: { items: Shown[] }) => items)),
        cardOf(inCategory.products.items),
        cardOf(inList.items),
        cardOf(other.related),
        cardOf(inShop.products.items),
        own.variants[0].shownPriceMinor,
        Number(/(\d+\.\d\d)/.exec(onPage)![1]!.replace('.', '')),
      ]
    }
    const becomes = (price: number) => expect.poll(shown, { timeout: 3000, interval: 50 }).toEqual(Array(7).fill(price))

    await becomes(2022)
    expect((await admin.patch('/api/admin/settings', { pricesShown: 'withoutTax' })).status).toBe(200)
    await becomes(1699)
    expect((await admin.post('/api/admin/tax-rates', { country: 'DE', rateBps: 700 })).status).toBeLessThan(300)
    await becomes(1890)
    expect((await admin.patch('/api/admin/settings', { pricesShown: 'withTax' })).status).toBe(200)
    await becomes(2022)
  })
})
