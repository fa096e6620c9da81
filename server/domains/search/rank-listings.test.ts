import { beforeAll, describe, expect, it } from 'vitest'
import { products, stockLevels, variants } from '#db/schema'
import { refreshListings, type ListingFilter } from '#server/domains/catalog'
import { encodeCursor } from '#server/platform/database/keyset'
import type { CountedProductPage } from '#shared/contracts/catalog'
import { testContext } from '../../../tests/support/context'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { rankListings, type RankedQuery } from './rank-listings'

const ctx = await testContext()
const CANDLES = 300
/** Prices are shown with tax. */
const rates = { standardBps: 0, categories: [] }

beforeAll(async () => {
  const make = makeCatalog(ctx)
  const { row: shop } = await make.shop()
  const category = await make.category('Candles')
  const rows = Array.from({ length: CANDLES }, (_, n) => ({
    ...{ id: ctx.newId(), shopId: shop.id, slug: `candle-${n}`, title: n % 2 ? `Candle ${n}` : `Wax ${n}`, tags: ['candle'] },
    ...{ categoryId: category.id, status: 'live' as const, publishedAt: ctx.now, soldCount: n % 50 },
  }))
  await ctx.db.insert(products).values(rows)
  const offers = rows.map(({ id, slug }, n) => ({
    id: ctx.newId(),
    productId: id,
    shopId: shop.id,
    sku: slug,
    priceMinor: 1000 + n,
    currency: 'EUR',
  }))
  await ctx.db.insert(variants).values(offers)
  await ctx.db.insert(stockLevels).values(offers.map(({ id }) => ({ variantId: id, onHand: 1 })))
  await refreshListings(
    ctx,
    rows.map(({ id }) => id),
  )
})

const candle = (over: Partial<RankedQuery> = {}): RankedQuery => ({
  ...{ typed: 'candle', matching: `'candl'`, exact: `'candl'`, broad: `'candl'`, titled: `'candl':A`, sku: '' },
  ...{ share: 0.0001, listings: CANDLES, ...over },
})

/** All pages from the first to the last. */
async function pages(query: RankedQuery, filter: ListingFilter = {}): Promise<CountedProductPage[]> {
  const read: CountedProductPage[] = []
  do read.push(await rankListings(ctx, query, filter, { limit: 48, cursor: read.at(-1)?.nextCursor ?? undefined }))
  while (read.at(-1)!.nextCursor)
  return read
}
const slugs = (read: CountedProductPage[]) => read.flatMap(({ items }) => items.map(({ slug }) => slug))

describe('ranking', () => {
  it.each([
    ['few have', candle()],
    ['many have', candle({ share: 1, listings: 100_000 })],
  ])('shows everything once and says how many there are, of what %s', async (_, query) => {
    const read = await pages(query)
    expect(slugs(read)).toHaveLength(CANDLES)
    expect(new Set(slugs(read)).size).toBe(CANDLES)
    expect(read[0]!.items.every(({ title }) => title.startsWith('Candle'))).toBe(true)
  })

  it.each([
    ['few', { price: { to: 1099, rates } }, 100],
    ['nearly all', { price: { from: 1001, rates } }, CANDLES - 1],
  ])('goes on to the end where filters leave %s of what many have', async (_, filter, left) => {
    for (const listings of [CANDLES * 20, 10_000_000]) {
      const read = await pages(candle({ share: 1, listings }), filter)
      expect(new Set(slugs(read)).size).toBe(left)
      expect(slugs(read)).toHaveLength(left)
    }
  })

  it('counts what it has found', async () => {
    expect((await pages(candle()))[0]!.total).toBe(CANDLES)
    expect((await pages(candle({ share: 1, listings: 100_000, matching: `'candl' & 'wax'` })))[0]!.total).toBe(CANDLES / 2)
    expect((await pages(candle(), { price: { to: 1009, rates } }))[0]!.total).toBe(10)
  })

  it('counts no further than the cap what the vocabulary says very many have', async () => {
    expect((await pages(candle({ share: 1, listings: 100_000 })))[0]!.total).toBe(1001)
  })

  it('says how many there are also where nothing follows any more', async () => {
    const cursor = encodeCursor(['beyond', 0, ctx.newId()])
    expect(await rankListings(ctx, candle(), {}, { limit: 5, cursor })).toEqual({ items: [], nextCursor: null, total: CANDLES })
  })

  it('goes on from no cursor but its own', async () => {
    await expect(rankListings(ctx, candle(), {}, { limit: 5, cursor: 'bm90aGluZw' })).rejects.toMatchObject({
      code: 'request.cursor_invalid',
    })
  })
})
