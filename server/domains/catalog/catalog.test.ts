import { asc, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import {
  files,
  listings,
  priceHistory,
  productImages,
  products,
  shops,
  slugHistory,
  stockLevels,
  stockMovements,
  variants,
} from '#db/schema'
import { setShopStatus } from '#server/domains/shops'
import { systemActor, visitor } from '#server/platform/actor'
import { PAGE_CACHE_CHANNEL, type PagePurge } from '#server/platform/cache/page-tags'
import { PRODUCT_MOVES, PRODUCT_STATUSES } from '#shared/lifecycles/product'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { testContext } from '../../../tests/support/context'
import { archiveProduct } from './archive-product'
import { changeStock } from './change-stock'
import { createCategory } from './create-category'
import { createProduct } from './create-product'
import { deleteOrArchiveProduct } from './delete-product'
import { publishProduct } from './publish-product'
import { refreshListings } from './refresh-listings'
import { saveProduct } from './save-product'
import { setProductImages } from './set-product-images'

const ctx = await testContext()
const make = makeCatalog(ctx)
const seller = await make.shop({ name: 'Lumen' })
const home = await make.category('Home')
const vases = await make.category('Vases', home)

const productRow = async (id: string) => (await ctx.db.select().from(products).where(eq(products.id, id)))[0]!
const listing = async (id: string) => (await ctx.db.select().from(listings).where(eq(listings.productId, id)))[0]
/** Everything a refusal could have changed about a product. */
const everythingOf = async (id: string) => [
  await productRow(id),
  await listing(id),
  await ctx.db.select().from(variants).where(eq(variants.productId, id)).orderBy(variants.position),
  await ctx.db.select().from(productImages).where(eq(productImages.productId, id)).orderBy(productImages.position),
]
const tagsAnnounced = async (work: () => Promise<unknown>) => {
  const tags: string[] = []
  const stop = ctx.bus.subscribe(PAGE_CACHE_CHANNEL, (message) => tags.push(...(message as PagePurge).tags))
  await work()
  await new Promise((resolve) => setTimeout(resolve, 20))
  stop()
  return tags.sort()
}
/** Sorted: the tags of the pages on which a product of `seller` is to be seen. */
const everythingThatShows = ({ id, slug }: { id: string; slug: string }, categoryPaths: string[]) =>
  [
    'home',
    'products',
    `product:${id}`,
    `card:${slug}`,
    `shop-products:${seller.row.id}`,
    ...categoryPaths.map((path) => `category:${path}`),
  ].sort()

describe('categories', () => {
  it('have a path of the slugs above them', () => {
    expect(vases).toMatchObject({ path: 'home/vases', slug: 'vases', parentId: home.id })
  })

  it('are for admins to make, each at an address of its own', async () => {
    const before = await ctx.db.$count(products)
    await expect(createCategory(ctx, seller.owner, { name: 'Mine' })).rejects.toMatchObject({ code: 'catalog.not_allowed' })
    await expect(createCategory(ctx, systemActor, { name: 'vases', parentId: home.id })).rejects.toMatchObject({
      code: 'catalog.category_path_taken',
      details: { path: 'home/vases' },
    })
    await expect(createCategory(ctx, systemActor, { name: 'Lost', parentId: ctx.newId() })).rejects.toMatchObject({
      code: 'catalog.category_not_found',
    })
    expect(await ctx.db.$count(products)).toBe(before)
  })
})

describe('creating a product', () => {
  it('makes a draft with options, variants, prices and first stock', async () => {
    const { product, variants: made } = await createProduct(ctx, seller.owner, seller.row.id, {
      title: 'Glazed Vase',
      options: [{ name: 'Colour', values: ['Sand', 'Sea'] }],
      variants: [
        { optionValues: ['Sand'], sku: 'V-SAND', priceMinor: 2400, compareAtMinor: 3000, onHand: 4 },
        { optionValues: ['Sea'], sku: 'V-SEA', priceMinor: 2600, tracked: false },
      ],
    })

    expect(product).toMatchObject({ slug: 'glazed-vase', status: 'draft', publishedAt: null })
    expect(made).toMatchObject([
      { optionKey: 'Sand', sku: 'V-SAND', priceMinor: 2400, compareAtMinor: 3000, currency: 'EUR', position: 0 },
      { optionKey: 'Sea', sku: 'V-SEA', priceMinor: 2600, compareAtMinor: null, currency: 'EUR', position: 1 },
    ])
    const [sand, sea] = made.map(({ id }) => id) as [string, string]
    expect(await ctx.db.select().from(stockLevels).where(eq(stockLevels.variantId, sand))).toMatchObject([{ onHand: 4, reserved: 0 }])
    expect(await ctx.db.select().from(stockMovements).where(eq(stockMovements.variantId, sand))).toMatchObject([
      { kind: 'received', quantity: 4, onHandDelta: 4, reservedDelta: 0, userId: seller.owner.userId },
    ])
    expect(await ctx.db.select().from(stockMovements).where(eq(stockMovements.variantId, sea))).toEqual([])
    expect(await ctx.db.select().from(priceHistory).where(eq(priceHistory.variantId, sand))).toMatchObject([
      { priceMinor: 2400, compareAtMinor: 3000 },
    ])
    expect(await listing(product.id)).toBeUndefined()
  })

  it('finds another address when the title is taken, also at once', async () => {
    const made = await Promise.all(
      [1, 2, 3].map((n) => make.draft(seller, { title: 'Same', variants: [{ sku: `S-${n}`, priceMinor: 1 }] })),
    )
    const slugs = made.map(({ product }) => product.slug).sort()
    expect(slugs[0]).toBe('same')
    expect(new Set(slugs).size).toBe(3)
  })

  it('refuses a SKU that the shop has, and leaves nothing behind', async () => {
    await make.draft(seller, { variants: [{ sku: 'TWICE', priceMinor: 100 }] })
    const before = await ctx.db.$count(products)

    await expect(make.draft(seller, { variants: [{ sku: 'TWICE', priceMinor: 100 }] })).rejects.toMatchObject({ code: 'catalog.sku_taken' })
    expect(await ctx.db.$count(products)).toBe(before)
    await make.draft(await make.shop(), { variants: [{ sku: 'TWICE', priceMinor: 100 }] })
  })

  it.each([
    [
      'a value that is no option',
      { options: [{ name: 'Size', values: ['S'] }], variants: [{ optionValues: ['M'], sku: 'A', priceMinor: 1 }] },
    ],
    ['no variant', { variants: [] }],
    ['two variants of one choice', { variants: ['A', 'B'].map((sku) => ({ sku, priceMinor: 1 })) }],
    ['an earlier price below the price', { variants: [{ sku: 'A', priceMinor: 10, compareAtMinor: 9 }] }],
    ['a price below nothing', { variants: [{ sku: 'A', priceMinor: -1 }] }],
    ['a price of half a cent', { variants: [{ sku: 'A', priceMinor: 10.5 }] }],
  ])('refuses %s', async (_name, over) => {
    await expect((async () => make.draft(seller, over))()).rejects.toThrow()
  })

  it('is for managers of the shop: to others there is no such shop', async () => {
    const before = await ctx.db.$count(products)
    for (const actor of [await make.person(), visitor()])
      await expect(
        createProduct(ctx, actor, seller.row.id, { title: 'Not mine', variants: [{ sku: 'N', priceMinor: 1 }] }),
      ).rejects.toMatchObject({
        code: 'shops.not_found',
      })
    expect(await ctx.db.$count(products)).toBe(before)
  })
})

describe("a product's life", () => {
  it('is listed in the transaction that makes it live', async () => {
    const { product } = await make.draft(seller, {
      title: 'Round Vase',
      brand: 'Hearth',
      categoryId: vases.id,
      options: [{ name: 'Size', values: ['S', 'L'] }],
      variants: [
        { optionValues: ['S'], sku: 'R-S', priceMinor: 1500, compareAtMinor: 2000, onHand: 0 },
        { optionValues: ['L'], sku: 'R-L', priceMinor: 2500, onHand: 1 },
      ],
    })
    const tags = await tagsAnnounced(() => publishProduct(ctx, systemActor, product.id))

    expect(await listing(product.id)).toMatchObject({
      slug: 'round-vase',
      title: 'Round Vase',
      shopName: 'Lumen',
      shopSlug: seller.row.slug,
      categoryPaths: ['home', 'home/vases'],
      minPriceMinor: 1500,
      maxPriceMinor: 2500,
      compareAtMinor: 2000,
      currency: 'EUR',
      inStock: true,
      variantCount: 2,
      images: [],
      ratingScore: 4000,
    })
    expect(tags).toEqual(everythingThatShows(product, ['home', 'home/vases']))
  })

  it('needs a category before it goes live', async () => {
    const { product } = await make.draft(seller)
    await expect(publishProduct(ctx, systemActor, product.id)).rejects.toMatchObject({
      code: 'catalog.product_incomplete',
      details: { missing: ['category'] },
    })
    expect((await productRow(product.id)).status).toBe('draft')
  })

  it.each(PRODUCT_STATUSES)('archives from %s as the lifecycle says', async (from) => {
    const { product } = await make.product(seller, { categoryId: vases.id })
    await ctx.db.update(products).set({ status: from }).where(eq(products.id, product.id))
    expect(PRODUCT_MOVES[from].includes('archived') || from === 'archived').toBe(true)

    expect((await archiveProduct(ctx, seller.owner, product.id)).status).toBe('archived')
    if (from !== 'archived') expect(await listing(product.id)).toBeUndefined()
  })

  it.each(PRODUCT_STATUSES.filter((status) => !PRODUCT_MOVES[status].includes('live') && status !== 'live'))(
    'cannot go live from %s',
    async (from) => {
      const { product } = await make.draft(seller, { categoryId: vases.id })
      await ctx.db.update(products).set({ status: from }).where(eq(products.id, product.id))
      const before = await everythingOf(product.id)

      await expect(publishProduct(ctx, systemActor, product.id)).rejects.toMatchObject({ code: 'catalog.status_conflict' })
      expect(await everythingOf(product.id)).toEqual(before)
    },
  )

  it('goes live without a review for the marketplace itself alone', async () => {
    const { product } = await make.draft(seller, { categoryId: vases.id })
    for (const actor of [seller.owner, await make.person(), visitor({ role: 'admin' })])
      await expect(publishProduct(ctx, actor, product.id)).rejects.toMatchObject({ code: 'catalog.review_not_allowed' })
    expect((await productRow(product.id)).status).toBe('draft')
  })

  it('keeps the day it was first published', async () => {
    const { product } = await make.product(seller)
    await ctx.db.update(products).set({ status: 'draft' }).where(eq(products.id, product.id))
    const again = await publishProduct(ctx, systemActor, product.id)
    expect(again.publishedAt).toEqual(product.publishedAt)
  })

  it('is hidden from strangers: nothing they try changes it', async () => {
    const { product, variants: made } = await make.product(seller)
    const stranger = await make.person()
    const before = await everythingOf(product.id)

    const tries = [
      () => archiveProduct(ctx, stranger, product.id),
      () => saveProduct(ctx, stranger, product.id, { title: 'Hacked', slug: 'hacked', variants: [{ sku: 'HACKED', priceMinor: 1 }] }),
      () => setProductImages(ctx, stranger, product.id, []),
    ]
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: 'catalog.product_not_found' })
    const delivery = changeStock(ctx, stranger, seller.row.id, made[0]!.id, { kind: 'receive', quantity: 1 })
    await expect(delivery).rejects.toMatchObject({ code: 'catalog.variant_not_found' })
    expect(await everythingOf(product.id)).toEqual(before)
  })
})

describe('renaming', () => {
  it('lists the new title and remembers each old address', async () => {
    const jug = await make.product(seller, { title: 'Jug one' })
    const { product } = jug
    await make.rename(seller, jug, { title: 'Jug two', slug: 'jug-two' })
    await make.rename(seller, jug, { title: 'Jug three', slug: 'jug-three' })

    expect(await listing(product.id)).toMatchObject({ title: 'Jug three', slug: 'jug-three' })
    const history = await ctx.db.select().from(slugHistory).where(eq(slugHistory.targetId, product.id)).orderBy(asc(slugHistory.slug))
    expect(history.map(({ slug }) => slug)).toEqual(['jug-one', 'jug-two'])

    await make.rename(seller, jug, { title: 'Jug one', slug: 'jug-one' })
    expect((await productRow(product.id)).slug).toBe('jug-one')
  })

  it("refuses another product's address, also one of the past", async () => {
    const [one, another] = [await make.product(seller), await make.product(seller)]
    const [{ product }, { product: other }] = [one, another]
    await make.rename(seller, another, { title: 'Other', slug: 'other-now' })
    const before = await everythingOf(product.id)

    for (const slug of [other.slug, 'other-now'])
      await expect(make.rename(seller, one, { title: 'Mine', slug })).rejects.toMatchObject({
        code: 'catalog.slug_taken',
      })
    expect(await everythingOf(product.id)).toEqual(before)
  })
})

describe('prices', () => {
  it('remember every change, and none that changes nothing', async () => {
    const { product, variants: made } = await make.product(seller)
    const id = made[0]!.id
    await make.reprice(seller, product.id, 900)
    await make.reprice(seller, product.id, 900)

    const history = await ctx.db.select().from(priceHistory).where(eq(priceHistory.variantId, id)).orderBy(priceHistory.since)
    expect(history.map(({ priceMinor, compareAtMinor }) => [priceMinor, compareAtMinor])).toEqual([
      [1000, null],
      [900, null],
    ])
  })
})

describe('pictures', () => {
  async function picture(ownerId: string, purpose: 'product_image' | 'shop_logo' = 'product_image') {
    const id = ctx.newId()
    const renditions = [320, 640, 960].map((width) => ({
      key: `pictures/${id}/${width}.webp`,
      width,
      height: width,
      type: 'image/webp' as const,
    }))
    const base = { id, ownerId, purpose, key: id, contentType: 'image/webp', sizeBytes: 1, sha256: id, width: 960, height: 960 }
    await ctx.db.insert(files).values({ ...base, placeholder: 'data:image/webp;base64,AA', renditions, status: 'ready' })
    return id
  }

  it('show their first two on the card', async () => {
    const { product } = await make.product(seller, { title: 'Seen' })
    const ids = [await picture(seller.row.id), await picture(seller.row.id), await picture(seller.row.id)]
    await setProductImages(ctx, seller.owner, product.id, [{ fileId: ids[0]!, alt: 'Front' }, { fileId: ids[1]! }, { fileId: ids[2]! }])

    const addresses = (id: string) => [320, 640].map((width) => ({ url: `/files/p/${id}/${width}.webp`, width }))
    expect((await listing(product.id))!.images).toEqual([
      { alt: 'Front', placeholder: 'data:image/webp;base64,AA', renditions: addresses(ids[0]!) },
      { alt: 'Seen', placeholder: null, renditions: addresses(ids[1]!) },
    ])
  })

  it('refuses pictures of another shop or for another purpose', async () => {
    const { product } = await make.product(seller)
    const own = await picture(seller.row.id)
    await setProductImages(ctx, seller.owner, product.id, [{ fileId: own }])
    const before = await everythingOf(product.id)

    for (const fileId of [await picture((await make.shop()).row.id), await picture(seller.row.id, 'shop_logo'), ctx.newId()])
      await expect(setProductImages(ctx, seller.owner, product.id, [{ fileId: own }, { fileId }])).rejects.toMatchObject({
        code: 'catalog.picture_not_found',
      })
    expect(await everythingOf(product.id)).toEqual(before)
  })
})

describe('refreshing listings', () => {
  it('follows stock, price, rating and the shop', async () => {
    const own = await make.shop({ name: 'Own' })
    const { product, variants: made } = await make.product(own)
    const change = async (work: Promise<unknown>) => {
      await work
      await refreshListings(ctx, [product.id])
      return listing(product.id)
    }

    expect(await change(ctx.db.update(stockLevels).set({ reserved: 10 }).where(eq(stockLevels.variantId, made[0]!.id)))).toMatchObject({
      inStock: false,
    })
    expect(await change(ctx.db.update(stockLevels).set({ backorder: true }).where(eq(stockLevels.variantId, made[0]!.id)))).toMatchObject({
      inStock: true,
    })
    expect(await change(make.reprice(own, product.id, 700))).toMatchObject({ minPriceMinor: 700 })
    expect(await change(ctx.db.update(products).set({ ratingSum: 9, ratingCount: 2 }).where(eq(products.id, product.id)))).toMatchObject({
      ratingScore: 4142,
    })
    expect(await change(ctx.db.update(shops).set({ name: 'Renamed' }).where(eq(shops.id, own.row.id)))).toMatchObject({
      shopName: 'Renamed',
    })
    expect(await change(setShopStatus(ctx, systemActor, own.row.id, 'suspended'))).toBeUndefined()
    expect(await change(setShopStatus(ctx, systemActor, own.row.id, 'active'))).toMatchObject({ slug: product.slug })
  })

  it("announces the product's page always, and lists only when what they show has changed", async () => {
    const { product, variants: made } = await make.product(seller, { categoryId: vases.id })
    await ctx.db.update(stockLevels).set({ reserved: 3 }).where(eq(stockLevels.variantId, made[0]!.id))
    expect(await tagsAnnounced(() => refreshListings(ctx, [product.id]))).toEqual([`product:${product.id}`])

    await ctx.db.update(stockLevels).set({ reserved: 10 }).where(eq(stockLevels.variantId, made[0]!.id))
    expect(await tagsAnnounced(() => refreshListings(ctx, [product.id]))).toEqual(everythingThatShows(product, ['home', 'home/vases']))
  })

  it('announces also where the product was before', async () => {
    const elsewhere = await make.category('Elsewhere')
    const { product } = await make.product(seller, { categoryId: vases.id, slug: 'before' })
    const tags = await tagsAnnounced(async () => {
      await ctx.db.update(products).set({ categoryId: elsewhere.id, slug: 'after' }).where(eq(products.id, product.id))
      await refreshListings(ctx, [product.id])
    })
    expect(tags).toEqual([...everythingThatShows({ ...product, slug: 'after' }, ['home', 'home/vases', 'elsewhere']), 'card:before'].sort())
  })

  it('announces a product that is deleted', async () => {
    const { product } = await make.product(seller, { categoryId: vases.id })
    expect(await tagsAnnounced(() => deleteOrArchiveProduct(ctx, seller.owner, product.id))).toEqual(
      everythingThatShows(product, ['home', 'home/vases']),
    )
    expect(await ctx.db.$count(products, eq(products.id, product.id))).toBe(0)
  })

  it('ends with what is true when many refresh at once', async () => {
    const { product, variants: made } = await make.product(seller)
    await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        await ctx.db
          .update(variants)
          .set({ priceMinor: 1000 + n })
          .where(eq(variants.id, made[0]!.id))
        await refreshListings(ctx, [product.id])
      }),
    )
    const [variant] = await ctx.db.select().from(variants).where(eq(variants.id, made[0]!.id))
    expect((await listing(product.id))!.minPriceMinor).toBe(variant!.priceMinor)
  })
})
