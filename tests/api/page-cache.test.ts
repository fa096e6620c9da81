import { afterAll, describe, expect, it } from 'vitest'
import { makeCatalog } from '../support/make-catalog'
import { needs } from '../support/needs'
import { startRedis } from '../support/redis-server'
import { testServer, type TestServer } from '../support/server'

const page = { accept: 'text/html' }
const priceShown = async (server: TestServer, slug: string) => {
  const { status, body } = await server.visitor().get(`/products/${slug}`, page)
  expect(status).toBe(200)
  return /(\d+\.\d\d)/.exec(String(body))![1]
}

describe.skipIf(!needs('redis-server'))('a product page on two nodes', async () => {
  if (!needs('redis-server')) return
  const redis = await startRedis()
  afterAll(() => redis.close())
  const one = await testServer({ REDIS_URL: redis.url })
  const { databaseUrl } = one.ctx.config
  const other = await testServer({ REDIS_URL: redis.url }, { databaseUrl: () => databaseUrl })
  const { ctx } = one
  const catalog = makeCatalog(ctx)
  const seller = await catalog.shop()
  const { product } = await catalog.product(seller, { variants: [{ sku: 'LAMP', priceMinor: 1011, onHand: 5 }] })
  const setPrice = (priceMinor: number) => catalog.reprice(seller, product.id, priceMinor)
  const shown = () => Promise.all([one, other].map((server) => priceShown(server, product.slug)))

  it('is kept by each', async () => {
    await expect
      .poll(async () => [(await one.visitor().get('/readyz')).body.status, (await other.visitor().get('/readyz')).body.status])
      .toEqual(['ready', 'ready'])
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

  it('shows a new price within some seconds while the nodes cannot hear each other', async () => {
    await redis.kill()
    await setPrice(3033)
    await expect.poll(shown, { timeout: 5000, interval: 100 }).toEqual(['30.33', '30.33'])
  })

  it('shows nothing from before once they hear each other again', async () => {
    await shown()
    await setPrice(4044)
    await redis.start()
    await expect.poll(async () => (await other.visitor().get('/readyz')).body.status, { timeout: 10_000 }).toBe('ready')
    await expect.poll(shown, { timeout: 3000, interval: 100 }).toEqual(['40.44', '40.44'])
    await setPrice(5055)
    await expect.poll(shown, { timeout: 2000, interval: 50 }).toEqual(['50.55', '50.55'])
  })
})
