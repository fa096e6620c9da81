import { createApp, createRouter, toWebHandler } from 'h3'
import { beforeAll, describe, expect, it } from 'vitest'
import { archiveProduct, sitemapParts, sitemapProducts } from '#server/domains/catalog'
import { setShopStatus } from '#server/domains/shops'
import indexDocument from '#server/routes/sitemap.xml.get'
import fileDocument from '#server/routes/sitemaps/[file].get'
import robotsDocument from '#server/routes/robots.txt.get'
import { systemActor } from '#server/platform/actor'
import { testContext } from '../../tests/support/context'
import { makeCatalog, type MadeShop } from '../../tests/support/make-catalog'
import { jobs } from '#server/jobs'
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
    expect(files).toEqual(['pages', 'categories', 'shops', 'products-1'].map((name) => `http://souk.test/sitemaps/${name}.xml`))

    const found: (string | undefined)[] = []
    for (const file of files) found.push(...addresses((await get(new URL(file!).pathname)).text))
    const paths = ['', '/categories/vases', `/shops/${seller.row.slug}`, ...live.map((slug) => `/products/${slug}`)]
    const expected = paths.flatMap((path) => [`http://souk.test${path || '/'}`, `http://souk.test/de${path}`])
    expect(found.sort()).toEqual(expected.sort())
  })

  it('say when a product last changed and how it is called in each language', async () => {
    const { text } = await get('/sitemaps/products-1.xml')
    const [entry] = text.match(/<url><loc>http:\/\/souk\.test\/products\/vase-0<.*/)!
    expect(entry).toMatch(/<lastmod>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<\/lastmod>/)
    expect(entry).toContain('<xhtml:link rel="alternate" hreflang="de" href="http://souk.test/de/products/vase-0"/>')
    expect(entry).toContain('<xhtml:link rel="alternate" hreflang="x-default" href="http://souk.test/products/vase-0"/>')
  })

  it('split the catalogue into files that hold each product once', async () => {
    const parts = await sitemapParts(ctx, 4)
    expect(parts).toHaveLength(3)
    const slugs: string[] = []
    for (const part of parts) {
      const products = await sitemapProducts(ctx, part)
      expect(products.length).toBeLessThanOrEqual(4)
      slugs.push(...products.map(({ slug }) => slug))
    }
    expect(slugs).toEqual(live)
  })

  it.each(['products-0.xml', 'products-2.xml', 'products-01.xml', 'products-1', 'secrets.xml', '..%2fpackage.json'])(
    'have no file %s',
    async (file) => {
      expect((await get(`/sitemaps/${file}`)).status).toBe(404)
    },
  )

  it('escape what an address may hold', () => {
    const xml = sitemapXml('https://souk.test', [{ path: '/a?b=1&c="<>', images: ["/files/p/it's.webp"] }])
    expect(xml).toContain('<loc>https://souk.test/a?b=1&amp;c=&quot;&lt;&gt;</loc>')
    expect(xml).toContain('<image:loc>https://souk.test/files/p/it&apos;s.webp</image:loc>')
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
    expect(text.trimEnd().endsWith('\nSitemap: http://souk.test/sitemap.xml')).toBe(true)
    expect(text).not.toMatch(/^Disallow: \/$/m)
  })
})
