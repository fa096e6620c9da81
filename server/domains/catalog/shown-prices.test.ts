import { beforeEach, describe, expect, it } from 'vitest'
import { countFilters, searchProducts, suggest } from '#server/domains/search'
import { setTaxRate } from '#server/domains/pricing'
import { changeSettings } from '#server/domains/settings'
import { getShop } from '#server/domains/shops'
import { jobs } from '#server/jobs'
import { systemActor } from '#server/platform/actor'
import { PAGE_CACHE_CHANNEL, type PagePurge } from '#server/platform/cache/page-tags'
import { filtersQuerySchema, searchQuerySchema } from '#shared/contracts/search'
import { includedTax } from '#shared/money'
import type { PricesShown } from '#shared/prices-shown'
import { testContext } from '../../../tests/support/context'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { addParcel } from '../../../tests/support/parcels'
import { countTerms } from '../search/count-terms'
import { cardsOf } from './cards-of'
import { filterOfQuery } from './filter-of-query'
import { getProduct } from './get-product'
import { homeShelves } from './home-shelves'
import { listProducts } from './list-products'

const ctx = await testContext({}, jobs)
const make = makeCatalog(ctx)
const shop = await make.shop()
await addParcel(ctx, shop.owner, shop.row.id, {
  name: 'Parcel',
  priceMinor: 500,
  freeFromMinor: 5000,
  minDays: 1,
  maxDays: 2,
  countries: ['DE'],
})
const [goods, books] = [await make.category('Goods'), await make.category('Books')]
const comics = await make.category('Comics', books)
const sell = async (title: string, categoryId: string, priceMinor: number, compareAtMinor: number | null = null) =>
  (await make.product(shop, { title, categoryId, variants: [{ sku: title, priceMinor, compareAtMinor, onHand: 5 }] })).product
const lamp = await sell('Lamp thing', goods.id, 1190, 2380)
const novel = await sell('Novel thing', books.id, 1190)
const manga = await sell('Manga thing', comics.id, 1190)
await setTaxRate(ctx, systemActor, { country: 'DE', categoryId: books.id, rateBps: 700 })
await setTaxRate(ctx, systemActor, { country: 'FR', categoryId: goods.id, rateBps: 0 })
await ctx.queue.drain()
await countTerms(ctx)

const show = (pricesShown: PricesShown) => changeSettings(ctx, systemActor, { pricesShown })
const tagsPurged = async (work: () => Promise<unknown>) => {
  const tags: string[] = []
  const stop = ctx.bus.subscribe(PAGE_CACHE_CHANNEL, (message) => tags.push(...(message as PagePurge).tags))
  await work()
  await new Promise((resolve) => setTimeout(resolve, 20))
  stop()
  return tags
}

beforeEach(() => show('withoutTax'))

describe('prices without tax', () => {
  it('are shown by cards, each by the rate of its category or the nearest above it, and what is charged stays beside them', async () => {
    const cards = await cardsOf(ctx, [lamp.slug, novel.slug, manga.slug])
    expect(cards).toMatchObject([
      { priceMinor: 1190, compareAtMinor: 2380, shownPriceMinor: 1000, shownCompareAtMinor: 2000 },
      { priceMinor: 1190, shownPriceMinor: 1112, shownCompareAtMinor: null },
      { priceMinor: 1190, shownPriceMinor: 1112 },
    ])
    const { rows } = await homeShelves(ctx)
    expect(rows.find(({ key }) => key === 'on_sale')!.items).toMatchObject([{ shownPriceMinor: 1000, shownCompareAtMinor: 2000 }])

    await show('withTax')
    expect(await cardsOf(ctx, [lamp.slug, novel.slug])).toMatchObject([
      { shownPriceMinor: 1190, shownCompareAtMinor: 2380 },
      { shownPriceMinor: 1190 },
    ])
  })

  it('are the same in lists, found products and suggestions', async () => {
    const search = await searchProducts(ctx, searchQuerySchema.parse({ q: 'novel' }))
    expect(search.products.items).toMatchObject([{ slug: novel.slug, shownPriceMinor: 1112 }])
    const { items } = await listProducts(ctx, { categoryPath: books.path }, { sort: 'popular', limit: 5 })
    expect(items.map(({ shownPriceMinor }) => shownPriceMinor)).toEqual([1112, 1112])
    expect((await suggest(ctx, 'lam')).items).toContainEqual(
      expect.objectContaining({ kind: 'product', priceMinor: 1190, shownPriceMinor: 1000 }),
    )
  })

  it('are those of a product and its variants; sending goes by the rate of the country', async () => {
    expect(await getProduct(ctx, novel.slug)).toMatchObject({
      pricesShown: 'withoutTax',
      minPriceMinor: 1190,
      variants: [{ priceMinor: 1190, shownPriceMinor: 1112 }],
      shipping: { priceMinor: 500, shownPriceMinor: 420, freeFromMinor: 5000 },
    })
    expect((await getShop(ctx, shop.row.slug)).shipping).toMatchObject([{ priceMinor: 500, shownPriceMinor: 420 }])

    await show('withTax')
    expect(await getProduct(ctx, lamp.slug)).toMatchObject({
      pricesShown: 'withTax',
      variants: [{ shownPriceMinor: 1190, shownCompareAtMinor: 2380 }],
      shipping: { shownPriceMinor: 500 },
    })
  })

  it('are what the filter of prices means, to the cent and by each rate', async () => {
    const found = async (query: object) => {
      const filter = await filterOfQuery(ctx, searchQuerySchema.parse({ q: '', ...query }))
      const { items } = await listProducts(ctx, filter, { sort: 'popular', limit: 20 })
      return items.map(({ slug }) => slug).sort()
    }
    expect(await found({ minPriceMinor: 1000, maxPriceMinor: 1000 })).toEqual([lamp.slug])
    expect(await found({ maxPriceMinor: 999 })).toEqual([])
    expect(await found({ minPriceMinor: 1001 })).toEqual([manga.slug, novel.slug].sort())
    expect(await found({ minPriceMinor: 1112, maxPriceMinor: 1112 })).toEqual([manga.slug, novel.slug].sort())
    expect(await found({ minPriceMinor: 1113 })).toEqual([])

    const prices = async () =>
      (await countFilters(ctx, filtersQuerySchema.parse({ q: 'thing' }))).filters.find(({ name }) => name === 'price')?.options ?? []
    await sell('Cheap thing', goods.id, 1189)
    await ctx.queue.drain()
    expect((await prices()).map(({ value, count }) => [value, count])).toEqual([
      ['0-999', 1],
      ['1000-2499', 3],
    ])
    await show('withTax')
    expect(await prices()).toEqual([])
    expect(await found({ minPriceMinor: 1190, maxPriceMinor: 1190 })).toEqual([lamp.slug, manga.slug, novel.slug].sort())
  })

  it('follow a rate on the day on which it begins', async () => {
    const validFrom = new Date(ctx.now.getTime() + 60_000)
    await setTaxRate(ctx, systemActor, { country: 'DE', categoryId: comics.id, rateBps: 1000, validFrom: validFrom.toISOString() })
    const shown = async () => (await cardsOf(ctx, [manga.slug, novel.slug])).map(({ shownPriceMinor }) => shownPriceMinor)
    expect(await shown()).toEqual([1112, 1112])
    const now = ctx.now
    ctx.travelTo(validFrom)
    expect(await shown()).toEqual([1190 - includedTax(1190, 1000), 1112])
    ctx.travelTo(now)
  })
})

it('every kept page with prices is made anew when they are shown in another way, or by another rate', async () => {
  expect(await tagsPurged(() => show('withTax'))).toEqual(['prices'])
  expect(await tagsPurged(() => show('withTax'))).toEqual([])
  expect(await tagsPurged(() => changeSettings(ctx, systemActor, { payoutWeekday: 3 }))).toEqual([])
  expect(await tagsPurged(() => setTaxRate(ctx, systemActor, { country: 'DE', rateBps: 1600 }))).toEqual(['prices'])
})
