import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { products, stockLevels } from '#db/schema'
import categoryRoute from '#server/api/categories/[...path].get'
import treeRoute from '#server/api/categories/index.get'
import homeRoute from '#server/api/home/index.get'
import productRoute from '#server/api/products/[slug]/index.get'
import reviewsRoute from '#server/api/products/[slug]/reviews.get'
import listRoute from '#server/api/products/index.get'
import searchRoute from '#server/api/search/index.get'
import shopRoute from '#server/api/shops/[slug].get'
import { archiveProduct, deleteOrArchiveProduct, type CategoryRow, type CreatedProduct } from '#server/domains/catalog'
import { addReview } from '#server/domains/reviews'
import { planHoliday, renameShop, setShopStatus } from '#server/domains/shops'
import { jobs } from '#server/jobs'
import { systemActor } from '#server/platform/actor'
import { ownScope, withScope } from './request-scope'
import { makeCatalog, type MadeShop } from '../../tests/support/make-catalog'
import { addParcel } from '../../tests/support/parcels'
import { testContext } from '../../tests/support/context'
import { countingMetrics, routeClient } from '../../tests/support/route-client'

const metrics = countingMetrics()
const ctx = await testContext({ metrics }, jobs)
const make = makeCatalog(ctx)
const get = routeClient(
  { ...ctx, metrics },
  {
    '/api/home': homeRoute,
    '/api/categories': treeRoute,
    '/api/categories/**:path': categoryRoute,
    '/api/products': listRoute,
    '/api/products/:slug': productRoute,
    '/api/products/:slug/reviews': reviewsRoute,
    '/api/shops/:slug': shopRoute,
    '/api/search': searchRoute,
  },
)

let lumen: MadeShop
let home: CategoryRow
let vases: CategoryRow
let vase: CreatedProduct

beforeAll(async () => {
  lumen = await make.shop({ name: 'Lumen', slug: 'lumen', about: 'We blow glass.', returnDays: 30, returnPolicy: 'Send it back.' })
  await addParcel(ctx, lumen.owner, lumen.row.id, { name: 'Express', countries: ['DE'], priceMinor: 990, minDays: 1, maxDays: 1 })
  await addParcel(ctx, lumen.owner, lumen.row.id, {
    name: 'Parcel',
    countries: ['DE', 'AT'],
    priceMinor: 490,
    freeFromMinor: 5000,
    minDays: 2,
    maxDays: 4,
  })
  home = await make.category('Home')
  vases = await make.category('Vases', home)
  vase = await make.product(lumen, {
    title: 'Glazed Vase',
    brand: 'Hearth',
    description: '<p onclick="x()">Thrown by hand.</p><ul><li>Stoneware</li><li>20 cm</li></ul>',
    attributes: [{ name: 'Material', value: 'Stoneware' }],
    categoryId: vases.id,
    options: [{ name: 'Colour', values: ['Sand', 'Sea', 'Moss', 'Ash'] }],
    variants: [
      { optionValues: ['Sand'], sku: 'GV-SAND-01', priceMinor: 2400, compareAtMinor: 3000, onHand: 10 },
      { optionValues: ['Sea'], sku: 'GV-SEA-01', priceMinor: 2600, onHand: 2 },
      { optionValues: ['Moss'], sku: 'GV-MOSS-01', priceMinor: 2600, onHand: 0 },
      { optionValues: ['Ash'], sku: 'GV-ASH-01', priceMinor: 2600, tracked: false },
    ],
  })
  for (let n = 0; n < 30; n++)
    await make.product(await make.shop(), {
      title: `Tall vase ${n}`,
      categoryId: vases.id,
      variants: [{ sku: `T-${n}`, priceMinor: 1000 + (n % 5) * 100, onHand: n % 2 }],
    })
  await ctx.db.update(products).set({ soldCount: sql`abs(hashtext(${products.slug})) % 7` })
  await ctx.queue.drain()
  const { refreshListings } = await import('#server/domains/catalog')
  await refreshListings(
    ctx,
    (await ctx.db.select({ id: products.id }).from(products)).map(({ id }) => id),
  )
})

describe('the page of a product', () => {
  it('says everything it shows, in at most 4 queries', async () => {
    const buyer = await make.person()
    await addReview(ctx, buyer, {
      rating: 4,
      title: 'Good',
      body: 'Stands well.',
      orderLineId: await make.purchase(buyer, vase, { shippedQuantity: 1 }),
    })

    const { status, body, queries } = await get('/api/products/glazed-vase')

    expect(status).toBe(200)
    expect(queries).toBeLessThanOrEqual(4)
    expect(body).toEqual({
      id: vase.product.id,
      slug: 'glazed-vase',
      title: 'Glazed Vase',
      brand: 'Hearth',
      seoTitle: '',
      seoDescription: '',
      description: '<p>Thrown by hand.</p><ul><li>Stoneware</li><li>20 cm</li></ul>',
      attributes: [{ name: 'Material', value: 'Stoneware' }],
      breadcrumbs: [
        { path: 'home', name: 'Home' },
        { path: 'home/vases', name: 'Vases' },
      ],
      gallery: [],
      currency: 'EUR',
      pricesShown: 'withTax',
      minPriceMinor: 2400,
      maxPriceMinor: 2600,
      options: [{ name: 'Colour', values: ['Sand', 'Sea', 'Moss', 'Ash'] }],
      variants: [
        { optionValues: ['Sand'], sku: 'GV-SAND-01', priceMinor: 2400, compareAtMinor: 3000, availability: { kind: 'in_stock' } },
        { optionValues: ['Sea'], sku: 'GV-SEA-01', priceMinor: 2600, compareAtMinor: null, availability: { kind: 'low_stock', left: 2 } },
        { optionValues: ['Moss'], sku: 'GV-MOSS-01', priceMinor: 2600, compareAtMinor: null, availability: { kind: 'sold_out' } },
        { optionValues: ['Ash'], sku: 'GV-ASH-01', priceMinor: 2600, compareAtMinor: null, availability: { kind: 'in_stock' } },
      ].map((variant, index) => ({
        id: vase.variants[index]!.id,
        pictureIndex: null,
        shownPriceMinor: variant.priceMinor,
        shownCompareAtMinor: variant.compareAtMinor,
        ...variant,
      })),
      shop: {
        slug: 'lumen',
        name: 'Lumen',
        tagline: '',
        logo: null,
        country: 'DE',
        shipFrom: '',
        rating: { average: 4, count: 1 },
        shippingPolicy: '',
        returnPolicy: 'Send it back.',
        returnDays: 30,
        closedUntil: null,
      },
      fewest: 1,
      most: 99,
      step: 1,
      shipping: {
        name: 'Parcel',
        priceMinor: 490,
        shownPriceMinor: 490,
        isFrom: false,
        freeFromMinor: 5000,
        minDays: 2,
        maxDays: 4,
        countries: ['AT', 'DE'],
        country: 'DE',
      },
      rating: { average: 4, count: 1, distribution: [0, 0, 0, 1, 0] },
      reviews: {
        items: [
          {
            id: expect.any(String),
            authorName: expect.any(String),
            rating: 4,
            title: 'Good',
            body: 'Stands well.',
            createdAt: expect.any(String),
          },
        ],
        nextCursor: null,
      },
      related: expect.any(Array),
      updatedAt: expect.any(String),
    })
    expect(body.related).toHaveLength(8)
    expect(body.related.map(({ slug }: { slug: string }) => slug)).not.toContain('glazed-vase')
  })

  it('counts what others have put aside', async () => {
    const { product, variants } = await make.product(lumen, { variants: [{ sku: 'HELD', priceMinor: 100, onHand: 5 }] })
    await ctx.db.update(stockLevels).set({ reserved: 4 }).where(eq(stockLevels.variantId, variants[0]!.id))
    const { body } = await get(`/api/products/${product.slug}`)
    expect(body.variants[0].availability).toEqual({ kind: 'low_stock', left: 1 })
  })

  it('answers at an address of the past with the one of today', async () => {
    await make.rename(lumen, await make.product(lumen, { title: 'Old jug' }), { title: 'New jug', slug: 'new-jug' })
    const { status, body } = await get('/api/products/old-jug')
    expect([status, body.slug, body.title]).toEqual([200, 'new-jug', 'New jug'])
  })

  it('is gone once archived or once its shop has closed, and not there for a draft', async () => {
    const closing = await make.shop()
    const [archived, ofClosed, ofSuspended] = [
      await make.product(lumen),
      await make.product(closing),
      await make.product(await make.shop()),
    ]
    const [{ product: draft }, { product: neverLive }, { product: deletedDraft }] = [
      await make.draft(lumen),
      await make.draft(lumen),
      await make.draft(lumen),
    ]
    const deleted = await make.product(lumen, { title: 'Deleted bowl' })
    await archiveProduct(ctx, lumen.owner, archived.product.id)
    await archiveProduct(ctx, lumen.owner, neverLive.id)
    await make.rename(lumen, deleted, { title: 'Deleted dish', slug: 'deleted-dish' })
    for (const id of [deleted.product.id, deletedDraft.id]) expect(await deleteOrArchiveProduct(ctx, lumen.owner, id)).toBe(true)
    await setShopStatus(ctx, systemActor, closing.row.id, 'closed')
    await setShopStatus(ctx, systemActor, ofSuspended.product.shopId, 'suspended')

    const statuses = async (path: string) => [(await get(path)).status, (await get(`${path}/reviews`)).status]
    expect(await statuses(`/api/products/${archived.product.slug}`)).toEqual([410, 410])
    expect(await statuses(`/api/products/${ofClosed.product.slug}`)).toEqual([410, 410])
    expect(await statuses(`/api/products/${ofSuspended.product.slug}`)).toEqual([404, 404])
    for (const slug of ['deleted-bowl', 'deleted-dish']) expect(await statuses(`/api/products/${slug}`)).toEqual([410, 410])
    for (const { slug } of [draft, neverLive, deletedDraft]) expect(await statuses(`/api/products/${slug}`)).toEqual([404, 404])
    expect(await statuses('/api/products/never-was')).toEqual([404, 404])
    expect(await statuses('/api/products/NOT%20A%20SLUG')).toEqual([404, 404])
  })

  it('says where there is something like it once it is gone', async () => {
    const { product } = await make.product(lumen, { categoryId: vases.id })
    await archiveProduct(ctx, lumen.owner, product.id)
    expect(await get(`/api/products/${product.slug}`)).toMatchObject({
      status: 410,
      body: { data: { code: 'catalog.product_gone', details: { category: 'home/vases' } } },
    })
  })

  it('leaves the address of what is gone to nobody else', async () => {
    const { product } = await make.product(lumen, { title: 'One of a kind' })
    await deleteOrArchiveProduct(ctx, lumen.owner, product.id)
    expect((await make.product(lumen, { title: 'One of a kind' })).product.slug).toMatch(/^one-of-a-kind-[0-9a-f]{6}$/)
  })

  it('48: says until when its shop is on holiday, while lists leave it out', async () => {
    const away = await make.shop()
    const { product } = await make.product(away, { title: 'Resting lamp' })
    const to = new Date(ctx.now.getTime() + 3_600_000)
    await planHoliday(ctx, away.owner, away.row.id, { from: new Date(ctx.now.getTime() - 1000), to })
    await ctx.queue.drain()

    expect((await get(`/api/products/${product.slug}`)).body.shop.closedUntil).toBe(to.toISOString())
    expect((await get('/api/search?q=resting')).body.products.items).toEqual([])
    ctx.travelTo(to)
    expect((await get(`/api/products/${product.slug}`)).body.shop.closedUntil).toBeNull()
    expect((await get('/api/search?q=resting')).body.products.items).toHaveLength(1)
    ctx.travelTo(null)
  })
})

describe('lists of products', () => {
  const all = async (query: string) => {
    const found: { slug: string; priceMinor: number; inStock: boolean }[] = []
    let cursor: string | null = ''
    for (let pages = 0; cursor !== null && pages < 20; pages++) {
      const { body, status }: { body: { items: typeof found; nextCursor: string | null }; status: number } = await get(
        `/api/products?category=home&limit=7&${query}${cursor ? `&cursor=${cursor}` : ''}`,
      )
      expect(status).toBe(200)
      found.push(...body.items)
      cursor = body.nextCursor
    }
    return found
  }

  it('is one query', async () => {
    expect((await get('/api/products?category=home/vases&sort=price_asc&inStock=true')).queries).toBe(1)
    expect((await get('/api/products')).queries).toBe(1)
  })

  it.each(['relevance', 'popular', 'newest', 'rating', 'price_asc', 'price_desc'])(
    'shows each product once, page after page, by %s',
    async (sort) => {
      const slugs = (await all(`sort=${sort}`)).map(({ slug }) => slug)
      expect(slugs).toHaveLength(31)
      expect(new Set(slugs).size).toBe(31)
    },
  )

  it('orders by price', async () => {
    const prices = (await all('sort=price_asc')).map(({ priceMinor }) => priceMinor)
    expect(prices).toEqual([...prices].sort((one, other) => one - other))
    expect((await all('sort=price_desc')).map(({ priceMinor }) => priceMinor)).toEqual(prices.reverse())
  })

  it('shows the newest first', async () => {
    expect((await all('sort=newest')).map(({ slug }) => slug).slice(0, 3)).toEqual(['tall-vase-29', 'tall-vase-28', 'tall-vase-27'])
  })

  it('narrows by stock, price, shop and category', async () => {
    expect((await all('inStock=true')).map(({ inStock }) => inStock)).toEqual(Array(16).fill(true))
    expect(await all('inStock=false')).toHaveLength(31)
    expect((await all('minPriceMinor=1200&maxPriceMinor=1300')).map(({ priceMinor }) => priceMinor).sort()).toEqual([
      ...Array(6).fill(1200),
      ...Array(6).fill(1300),
    ])
    expect((await all('shop=lumen')).map(({ slug }) => slug)).toEqual(['glazed-vase'])
    expect((await get('/api/products?category=home/lamps')).body).toEqual({ items: [], nextCursor: null })
    expect((await get('/api/products?shop=nobody')).body).toEqual({ items: [], nextCursor: null })
  })

  it.each([
    'limit=0',
    'limit=49',
    'limit=x',
    'sort=sold_count',
    'minPriceMinor=-1',
    'maxPriceMinor=1.5',
    'category=..%2Fetc',
    'inStock=maybe',
    'sort=newest&sort=rating',
  ])('refuses %s', async (query) => {
    expect(await get(`/api/products?${query}`)).toMatchObject({ status: 422, body: { data: { code: 'request.invalid' } } })
  })

  it('refuses a cursor of another order or one that was never given', async () => {
    const { body } = await get('/api/products?sort=newest&limit=2')
    for (const query of [
      `sort=price_asc&cursor=${body.nextCursor}`,
      'cursor=abc',
      `cursor=${Buffer.from('["popular",1e99,"x"]').toString('base64url')}`,
    ])
      expect(await get(`/api/products?${query}`)).toMatchObject({ status: 422, body: { data: { code: 'request.cursor_invalid' } } })
  })
})

describe('categories', () => {
  it('show the way down, what lies below and their products, in at most 4 queries', async () => {
    const { body, queries } = await get('/api/categories/home?limit=5')
    expect(queries).toBeLessThanOrEqual(4)
    expect(body).toMatchObject({
      path: 'home',
      name: 'Home',
      breadcrumbs: [{ path: 'home', name: 'Home' }],
      children: [{ path: 'home/vases', name: 'Vases', picture: null }],
      products: { total: 31, nextCursor: expect.any(String) },
    })
    expect(body.products.items).toHaveLength(5)
    expect((await get('/api/categories/home/vases')).body.breadcrumbs.map(({ path }: { path: string }) => path)).toEqual([
      'home',
      'home/vases',
    ])
  })

  it('make a tree', async () => {
    const { body, queries } = await get('/api/categories')
    expect(queries).toBe(1)
    expect(body.items.find(({ path }: { path: string }) => path === 'home')).toEqual({
      path: 'home',
      name: 'Home',
      picture: null,
      children: [{ path: 'home/vases', name: 'Vases' }],
    })
  })

  it('are not found when they are not there', async () => {
    for (const path of ['home/none', 'vases', '..%2f']) expect((await get(`/api/categories/${path}`)).status).toBe(404)
  })
})

describe('shops', () => {
  it('show who they are and what they sell, in at most 4 queries', async () => {
    const { body, queries } = await get('/api/shops/lumen')
    expect(queries).toBeLessThanOrEqual(4)
    expect(body).toMatchObject({
      slug: 'lumen',
      name: 'Lumen',
      about: [{ kind: 'paragraph', text: 'We blow glass.' }],
      returnDays: 30,
      shipping: [{ name: 'Express' }, { name: 'Parcel' }],
      closedUntil: null,
    })
    expect(body.products.items.map(({ shop }: { shop: { slug: string } }) => shop.slug)).toEqual(Array(body.products.total).fill('lumen'))
    expect(body.products.total).toBeGreaterThan(0)
    expect(body).not.toHaveProperty('id')
    expect((await get('/api/shops/lumen?category=home/vases')).body.products).toMatchObject({ total: 1, items: [{ slug: 'glazed-vase' }] })
    expect((await get('/api/shops/lumen?category=home/lamps')).body.products).toEqual({ items: [], nextCursor: null, total: 0 })
  })

  it('lead from an old address, are gone once closed, and hidden otherwise', async () => {
    const [moved, closed, suspended] = [await make.shop({ slug: 'before' }), await make.shop(), await make.shop()]
    await renameShop(ctx, moved.owner, moved.row.id, { name: 'After', slug: 'after' })
    await setShopStatus(ctx, systemActor, closed.row.id, 'closed')
    await setShopStatus(ctx, systemActor, suspended.row.id, 'suspended')

    expect((await get('/api/shops/before')).body.slug).toBe('after')
    expect((await get(`/api/shops/${closed.row.slug}`)).status).toBe(410)
    expect((await get(`/api/shops/${suspended.row.slug}`)).status).toBe(404)
    expect((await get('/api/shops/nobody')).status).toBe(404)
  })
})

describe('the home page', () => {
  it('has shelves, categories and shops, in at most 4 queries', async () => {
    const { body, queries } = await get('/api/home')
    expect(queries).toBeLessThanOrEqual(4)
    expect(body.rows.map(({ key }: { key: string }) => key)).toEqual(['popular', 'newest', 'on_sale', 'best_rated'])
    for (const { items } of body.rows) for (const card of items) expect(card.inStock).toBe(true)
    expect(body.rows[2].items.map(({ slug }: { slug: string }) => slug)).toContain('glazed-vase')
    expect(body.categories.length).toBeGreaterThan(0)
    expect(body.shops).toHaveLength(8)
    expect(body.shops[0].slug).toBe('lumen')
  })
})

describe('a limit', () => {
  it('counts visitors, and never what is made for the cache', async () => {
    const searches = (many: number) =>
      Promise.all(Array.from({ length: many }, () => get('/api/search?q=vase').then(({ status }) => status)))
    expect(new Set(await withScope(ownScope(), () => searches(200)))).toEqual(new Set([200]))
    expect(new Set(await searches(200))).toEqual(new Set([200, 429]))
  })
})
