import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { addShopPicture, archiveProduct, deleteOrArchiveProduct, setProductImages } from '#server/domains/catalog'
import { addReview } from '#server/domains/reviews'
import { planHoliday, setShopStatus } from '#server/domains/shops'
import { systemActor } from '#server/platform/actor'
import type { ProductInput } from '#shared/contracts/product-editor'
import { crawlSite } from '../../scripts/crawl/crawl-site'
import { parseHtml, textOf } from '../../scripts/crawl/html'
import { readPage } from '../../scripts/crawl/read-page'
import { makeCatalog, type MadeShop } from '../support/make-catalog'
import { addParcel } from '../support/parcels'
import { testServer } from '../support/server'

const server = await testServer()
const { ctx } = server
const catalog = makeCatalog(ctx)
const MORE_THAN_A_PAGE = 27
let lumen: MadeShop
let picture: string

async function list(seller: MadeShop, over: Partial<ProductInput>) {
  const made = await catalog.product(seller, { description: '<p>Turned by hand.</p>', ...over })
  if (seller === lumen) await setProductImages(ctx, seller.owner, made.product.id, [{ fileId: picture, alt: '' }])
  return made
}

async function visit(path: string) {
  const { status, body, headers } = await server.visitor().get(path, { accept: 'text/html' })
  return {
    status,
    location: headers.get('location'),
    text: textOf(parseHtml(String(body))),
    ...readPage(String(body), server.url + path, headers),
  }
}

beforeAll(async () => {
  lumen = await catalog.shop({ name: 'Lumen', slug: 'lumen' })
  await addParcel(ctx, lumen.owner, lumen.row.id, { name: 'Parcel', countries: ['DE'], priceMinor: 490, minDays: 2, maxDays: 4 })
  const bytes = await sharp({ create: { width: 900, height: 900, channels: 3, background: '#258' } })
    .png()
    .toBuffer()
  picture = (await addShopPicture(ctx, lumen.owner, lumen.row.id, bytes)).fileId
  const other = await catalog.shop({ name: 'Vesper', slug: 'vesper', tagline: 'Everything for the evening.' })
  const resting = await catalog.shop({ name: 'Resting', slug: 'resting' })
  for (const { row, owner } of [other, resting]) {
    const own = (await addShopPicture(ctx, owner, row.id, bytes)).fileId
    const { product } = await catalog.product(
      { row, owner },
      { title: 'Beaker', categoryId: (await catalog.category(`Of ${row.name}`)).id },
    )
    await setProductImages(ctx, owner, product.id, [{ fileId: own, alt: 'A beaker' }])
  }
  const [home, garden] = [await catalog.category('Home'), await catalog.category('Garden')]
  const vases = await catalog.category('Vases', home)
  const pots = await catalog.category('Vases', garden)
  await catalog.category('Empty', home)

  for (let n = 0; n < MORE_THAN_A_PAGE; n++)
    await list(lumen, { title: `Vase ${n}`, categoryId: vases.id, variants: [{ sku: `V-${n}`, priceMinor: 1000 + n, onHand: n % 3 }] })
  await list(lumen, { title: 'Beaker', categoryId: pots.id, seoTitle: 'The beaker of Lumen', seoDescription: 'A beaker to drink from.' })
  const glazed = await list(lumen, {
    title: 'Glazed "Vase" & <Bowl>',
    brand: 'Hearth',
    categoryId: pots.id,
    options: [{ name: 'Colour', values: ['Sand', 'Sea'] }],
    variants: [
      { optionValues: ['Sand'], sku: 'G/SAND', priceMinor: 123456, compareAtMinor: 150000, onHand: 0 },
      { optionValues: ['Sea'], sku: 'G SEA', priceMinor: 2600, compareAtMinor: 3000, onHand: 2 },
    ],
  })
  const buyer = await catalog.person()
  await addReview(ctx, buyer, {
    rating: 4,
    title: 'Good',
    body: 'Stands.',
    orderLineId: await catalog.purchase(buyer, glazed, { shippedQuantity: 1 }),
  })

  const gone = await list(lumen, { title: 'Gone vase', categoryId: vases.id })
  await archiveProduct(ctx, lumen.owner, gone.product.id)
  const deleted = await list(lumen, { title: 'Deleted vase', categoryId: vases.id })
  await deleteOrArchiveProduct(ctx, lumen.owner, deleted.product.id)
  const moved = await list(lumen, { title: 'Moved vase', categoryId: vases.id })
  await catalog.rename(lumen, moved, { title: 'Moved vase', slug: 'vase-of-today' })
  await setProductImages(ctx, lumen.owner, moved.product.id, [{ fileId: picture, alt: '' }])
  const closed = await catalog.shop({ name: 'Closed', slug: 'closed' })
  await setShopStatus(ctx, systemActor, closed.row.id, 'closed')
  await ctx.queue.drain()
  const from = new Date(ctx.now.getTime() - 60_000)
  await planHoliday(ctx, resting.owner, resting.row.id, { from, to: new Date(from.getTime() + 86_400_000) })
  await ctx.queue.drain()
})

describe('search engines', () => {
  it('find every page that they are told of, as it is, and every link leads somewhere', { timeout: 120_000 }, async () => {
    const { findings, ...found } = await crawlSite(server.url)

    expect(findings.map(({ address, problem }) => `${address.replace(server.url, '')} ${problem}`)).toEqual([])
    // The home page and how to sell; five categories with something in them; three shops; what they sell: in two languages.
    expect(found).toMatchObject({ sitemaps: 5, inSitemaps: 2 * (2 + 5 + 3 + MORE_THAN_A_PAGE + 5), left: 0, images: 3 })
    expect(found.furtherPages).toBe(2 * 3)
    expect(found.structured).toMatchObject({ Organization: 2, WebSite: 2, OnlineStore: 2 * (3 + 1) })
  })
})

describe('the addresses of a list', () => {
  it.each(['?utm_source=mail', '?foo=1&sort=', '?sort=sideways', '?price=7', '?inStock=1', '?sort=newest&sort=rating'])(
    'are one page whatever is added that means nothing: %s',
    async (query) => {
      const { status, canonical, robots } = await visit(`/categories/home/vases${query}`)
      expect({ status, canonical, robots }).toEqual({ status: 200, canonical: `${server.url}/categories/home/vases`, robots: '' })
    },
  )

  it.each(['?sort=newest', '?price=0-2500', '?inStock=true', '?seller=lumen', '?inStock=true&sort=newest&price=0-2500'])(
    'are not to be kept when they narrow or order it: %s',
    async (query) => {
      for (const path of ['/categories/home/vases', '/de/shops/lumen']) {
        const { status, canonical, robots } = await visit(path + query)
        expect({ status, canonical, robots }).toEqual({ status: 200, canonical: null, robots: 'noindex' })
      }
    },
  )

  it.each(['/categories/home/vases?price=10000-', '/de/categories/home/vases?price=5000-10000&inStock=true'])(
    'do not exist when nothing is left: %s',
    async (address) => {
      const { status, robots, text } = await visit(address)
      expect({ status, robots }).toEqual({ status: 404, robots: 'noindex' })
      expect(text).toContain(address.startsWith('/de') ? 'Alles zeigen' : 'Show everything')
    },
  )

  it('do not exist when they go on from where nothing was', async () => {
    expect((await visit('/categories/home/vases?cursor=abc')).status).toBe(404)
    const last = Buffer.from('["popular",0,"00000000-0000-0000-0000-000000000000"]').toString('base64url')
    expect((await visit(`/categories/home/vases?cursor=${last}`)).status).toBe(404)
  })

  it('go on by links to pages that are pages of their own', async () => {
    const first = await visit('/categories/home/vases')
    const next = first.links.find((link) => link.includes('cursor='))!
    const second = await visit(next.slice(server.url.length))
    expect(second).toMatchObject({ status: 200, canonical: next, robots: '' })
    expect(second.title).toMatch(/^Vases in Home, from Vase \d+ by Lumen on · /)
    expect(second.description).not.toBe(first.description)
    expect(second.links).toContain(`${server.url}/categories/home/vases`)
  })

  it('of an empty category are not to be kept', async () => {
    expect(await visit('/categories/home/empty')).toMatchObject({ status: 200, robots: 'noindex', canonical: null })
  })
})

describe('a page of the past', () => {
  it.each(['', '/de'])('that has moved leads to where it is now: %s', async (prefix) => {
    expect(await visit(`${prefix}/products/moved-vase`)).toMatchObject({ status: 301, location: `${prefix}/products/vase-of-today` })
  })

  it.each([
    ['/products/gone-vase', 'Others like it', 'Vase'],
    ['/de/products/gone-vase', 'Ähnliches', 'Vase'],
    ['/products/deleted-vase', 'What people are taking home', ''],
    ['/shops/closed', 'What people are taking home', ''],
  ])('that is gone says so, with others instead: %s', async (address, heading, title) => {
    const { status, robots, text, links } = await visit(address)
    expect({ status, robots }).toEqual({ status: 410, robots: 'noindex' })
    expect(text).toContain(heading)
    const prefix = address.startsWith('/de') ? '/de' : ''
    const instead = links.filter(
      (link) => link.startsWith(`${server.url}${prefix}/products/${title.toLowerCase()}`) && !link.endsWith(address),
    )
    expect(instead).toHaveLength(8)
  })
})

it('a variant has an address of its own, which is no page of its own', async () => {
  const { status, canonical, besideHeader } = await visit('/products/glazed-vase-bowl?variant=G%2FSAND')
  expect({ status, canonical }).toEqual({ status: 200, canonical: `${server.url}/products/glazed-vase-bowl` })
  expect(besideHeader).toContain('€1,234.56')
  expect(besideHeader).toContain('sold out')
})

it.each(['/robots.txt', '/sitemap.xml', '/sitemaps/products-1.xml', '/categories/home/vases', '/cart'])(
  'tells those who ask for its head alone: %s',
  async (path) => {
    const [head, whole] = [await server.visitor().fetch(path, { method: 'HEAD' }), await server.visitor().fetch(path)]
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, whole.headers.get('content-type'), ''])
  },
)
