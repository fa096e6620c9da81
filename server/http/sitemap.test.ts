import { createApp, createRouter, toWebHandler } from 'h3'
import { beforeAll, describe, expect, it } from 'vitest'
import { eq, sql } from 'drizzle-orm'
import { files } from '#db/schema'
import { archiveProduct, changeStock, sitemapParts, sitemapProducts } from '#server/domains/catalog'
import { addReview } from '#server/domains/reviews'
import { planHoliday, setShopStatus } from '#server/domains/shops'
import indexDocument from '#server/routes/sitemap.xml.get'
import fileDocument from '#server/routes/sitemaps/[file].get'
import robotsDocument from '#server/routes/robots.txt.get'
import { systemActor } from '#server/platform/actor'
import { testContext } from '../../tests/support/context'
import { makeCatalog, type MadeShop } from '../../tests/support/make-catalog'
import { jobs } from '#server/jobs'
import { NARROWING_QUERY_KEYS } from '#shared/list-address'
import { sitemapXml } from './sitemap-xml'
import { provideWorld } from './world'

const ctx = await testContext({}, jobs)
const make = makeCatalog(ctx)
const live: string[] = []
let seller: MadeShop

beforeAll(async () => {
  provideWorld(ctx)
  seller = await make.shop({ name: 'Lumen' })
  const category = await make.category('Vases')
  for (let n = 0; n < 11; n++) live.push((await make.product(seller, { title: `Vase ${n}`, categoryId: category.id })).product.slug)
  const closing = await make.shop()
  await make.product(closing, { title: 'Of a suspended shop', categoryId: category.id })
  await setShopStatus(ctx, systemActor, closing.row.id, 'suspended')
  const archived = await make.product(seller, { title: 'Archived', categoryId: category.id })
  await archiveProduct(ctx, seller.owner, archived.product.id)
  await make.draft(seller, { title: 'Draft' })
  await ctx.queue.drain()
})

const router = createRouter().get('/sitemap.xml', indexDocument).get('/sitemaps/:file', fileDocument).get('/robots.txt', robotsDocument)
const answerTo = toWebHandler(createApp().use(router))
async function get(path: string) {
  const response = await answerTo(new Request(`http://souk.test${path}`))
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    cache: response.headers.get('cache-control'),
    text: await response.text(),
  }
}
const addresses = (xml: string) => [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address)

describe('sitemaps', () => {
  it('list each other, and every page that is live in every language, and nothing else', async () => {
    const index = await get('/sitemap.xml')
    expect(index).toMatchObject({ status: 200, type: 'application/xml; charset=utf-8', cache: 'public, max-age=3600' })
    const files = addresses(index.text)
    expect(files).toEqual(['pages', 'categories', 'shops-1', 'products-1'].map((name) => `http://souk.test/sitemaps/${name}.xml`))

    const found: (string | undefined)[] = []
    for (const file of files) found.push(...addresses((await get(new URL(file!).pathname)).text))
    const paths = ['', '/sell', '/categories/vases', `/shops/${seller.row.slug}`, ...live.map((slug) => `/products/${slug}`)]
    const expected = paths.flatMap((path) => [`http://souk.test${path || '/'}`, `http://souk.test/de${path}`])
    expect(found.sort()).toEqual(expected.sort())
  })

  it('are these very words', async () => {
    const languages =
      '<xhtml:link rel="alternate" hreflang="en" href="http://souk.test/products/vase-0"/>' +
      '<xhtml:link rel="alternate" hreflang="de" href="http://souk.test/de/products/vase-0"/>' +
      '<xhtml:link rel="alternate" hreflang="x-default" href="http://souk.test/products/vase-0"/>'
    const rest =
      '<lastmod>2026-03-04T05:06:07Z</lastmod>' +
      languages +
      '<image:image><image:loc>http://souk.test/files/p/front/1280.webp</image:loc></image:image>' +
      '<image:image><image:loc>http://souk.test/files/p/back/1280.webp</image:loc></image:image>'
    const entry = {
      path: '/products/vase-0',
      changedAt: '2026-03-04T05:06:07Z',
      images: ['/files/p/front/1280.webp', '/files/p/back/1280.webp'],
    }
    expect((await Array.fromAsync(sitemapXml('http://souk.test', [[], [entry]]))).join('')).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">\n' +
        `<url><loc>http://souk.test/products/vase-0</loc>${rest}</url>\n` +
        `<url><loc>http://souk.test/de/products/vase-0</loc>${rest}</url>\n` +
        '</urlset>\n',
    )
    expect((await get('/sitemap.xml')).text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n' +
        ['pages', 'categories', 'shops-1', 'products-1']
          .map((name) => `<sitemap><loc>http://souk.test/sitemaps/${name}.xml</loc></sitemap>\n`)
          .join('') +
        '</sitemapindex>\n',
    )
  })

  it('name every picture that a page shows, at its largest', async () => {
    const shown = await make.product(seller, { title: 'Pictured' })
    for (let n = 0; n < 3; n++) await make.picture(shown)
    await ctx.db
      .update(files)
      .set({
        renditions: sql`json_build_array(
          json_build_object('key', 'public/' || id || '/320.webp', 'width', 320, 'type', 'image/webp'),
          json_build_object('key', 'public/' || id || '/1280.webp', 'width', 1280, 'type', 'image/webp'))`,
      })
      .where(eq(files.ownerId, seller.row.id))
    await ctx.queue.drain()

    const { text } = await get('/sitemaps/products-1.xml')
    const [entry] = text.match(/<url><loc>http:\/\/souk\.test\/de\/products\/pictured<.*/)!
    const pictures = [...entry.matchAll(/<image:loc>([^<]*)<\/image:loc>/g)].map(([, address]) => address)
    expect(pictures).toHaveLength(3)
    for (const address of pictures) expect(address).toMatch(/^http:\/\/souk\.test\/files\/.*\/1280\.webp$/)
    await archiveProduct(ctx, seller.owner, shown.product.id)
    await ctx.queue.drain()
  })

  it('leave out what has nothing to buy', async () => {
    const [, idle] = [await make.category('Nothing here'), await make.shop({ name: 'Idle' })]
    expect(addresses((await get('/sitemaps/categories.xml')).text)).toEqual([
      'http://souk.test/categories/vases',
      'http://souk.test/de/categories/vases',
    ])
    expect((await get('/sitemaps/shops-1.xml')).text).not.toContain(idle.row.slug)
    expect((await get('/sitemaps/shops-2.xml')).status).toBe(404)
  })

  it('split the catalogue into files that hold each product once', async () => {
    const parts = await sitemapParts(ctx, 4)
    const files: string[][][] = []
    for (const part of parts)
      files.push((await Array.fromAsync(sitemapProducts(ctx, part, 3))).map((piece) => piece.map(({ slug }) => slug)))
    const [first, second, third] = [live.slice(0, 4), live.slice(4, 8), live.slice(8)]
    const inPieces = (slugs: string[]) => [slugs.slice(0, 3), slugs.slice(3)].filter((piece) => piece.length > 0)
    expect(files).toEqual([inPieces(first), inPieces(second), inPieces(third)])
    expect(await sitemapParts(ctx, 1)).toHaveLength(live.length)
  })

  it.each(['products-0.xml', 'products-2.xml', 'products-01.xml', 'products-1', 'secrets.xml', '..%2fpackage.json'])(
    'have no file %s',
    async (file) => {
      expect((await get(`/sitemaps/${file}`)).status).toBe(404)
    },
  )

  it('escape what an address may hold', async () => {
    const pieces = sitemapXml('https://souk.test', [[{ path: '/a?b=1&c="<>', images: ["/files/p/it's.webp"] }]])
    const xml = (await Array.fromAsync(pieces)).join('')
    expect(xml).toContain('<loc>https://souk.test/a?b=1&amp;c=&quot;&lt;&gt;</loc>')
    expect(xml).toContain('<image:loc>https://souk.test/files/p/it&apos;s.webp</image:loc>')
  })
})

describe('the last change', () => {
  /** What the sitemap says of a product, in seconds since the tests' beginning of time. */
  async function changedAt(slug: string) {
    const { text } = await get('/sitemaps/products-1.xml')
    return new RegExp(`/products/${slug}</loc><lastmod>([^<]*)<`).exec(text)![1]
  }
  const later = (seconds: number) => ctx.travelTo(new Date(Math.ceil(ctx.now.getTime() / 1000) * 1000 + seconds * 1000))
  const now = () => ctx.now.toISOString().replace('.000Z', 'Z')

  it('is that of the price, of a review and of what is told of the stock, and of no sale of many', async () => {
    const lamp = await make.product(seller, { title: 'Lamp', variants: [{ sku: 'LAMP', priceMinor: 1000, onHand: 10 }] })
    const [{ id: variantId }] = [lamp.variants[0]!]
    await ctx.queue.drain()
    const count = (onHand: number) => changeStock(ctx, seller.owner, seller.row.id, variantId, { kind: 'set', onHand, reason: 'Counted.' })

    later(60)
    await make.reprice(seller, lamp.product.id, 900)
    const priced = now()
    expect(await changedAt('lamp')).toBe(priced)

    later(60)
    await count(8)
    expect(await changedAt('lamp')).toBe(priced)

    later(60)
    await count(2)
    const few = now()
    expect(await changedAt('lamp')).toBe(few)

    later(60)
    const buyer = await make.person()
    const orderLineId = await make.purchase(buyer, lamp, { shippedQuantity: 1 })
    await addReview(ctx, buyer, { rating: 4, title: 'Good', body: 'Shines well.', orderLineId })
    const reviewed = now()
    expect(await changedAt('lamp')).toBe(reviewed)

    later(60)
    await count(1)
    expect(await changedAt('lamp')).toBe(now())
  })

  it('is that of a holiday which has begun, and not of one to come', async () => {
    const away = await make.shop()
    const { product } = await make.product(away, { title: 'Resting' })
    await ctx.queue.drain()
    const before = await changedAt('resting')
    const from = new Date(ctx.now.getTime() + 3_600_000)
    await planHoliday(ctx, away.owner, away.row.id, { from, to: new Date(from.getTime() + 7_200_000) })
    await ctx.queue.drain()
    expect(await changedAt(product.slug)).toBe(before)
    ctx.travelTo(new Date(from.getTime() + 60_000))
    expect(await changedAt(product.slug)).toBe(`${from.toISOString().slice(0, 19)}Z`)
  })
})

describe('robots.txt', () => {
  it('keeps personal pages out in every language and shows the way to the sitemap', async () => {
    const { text, type } = await get('/robots.txt')
    expect(type).toBe('text/plain; charset=utf-8')
    for (const path of ['/cart', '/checkout', '/account', '/seller', '/admin', '/api/', '/search', '/orders']) {
      expect(text).toContain(`\nDisallow: ${path}\n`)
      expect(text).toContain(`\nDisallow: /de${path}\n`)
    }
    for (const key of NARROWING_QUERY_KEYS) expect(text).toContain(`\nDisallow: /*?${key}=\nDisallow: /*&${key}=\n`)
    expect(text.trimEnd().endsWith('\nSitemap: http://souk.test/sitemap.xml')).toBe(true)
    expect(text).not.toMatch(/^Disallow: \/$/m)
  })
})
