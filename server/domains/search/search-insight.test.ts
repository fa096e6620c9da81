import { asc, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { searchClicks, searchQueries } from '#db/schema'
import { systemActor, visitor } from '#server/platform/actor'
import { searchQuerySchema } from '#shared/contracts/search'
import { testContext } from '../../../tests/support/context'
import { makeCatalog, type MadeShop } from '../../../tests/support/make-catalog'
import { countTerms } from './count-terms'
import { countedAs, noteClick, noteSearch, writeSearches } from './note-searches'
import { forgetSearches, getSearchInsight, getShopSearchInsight } from './search-insight'
import { searchProducts } from './search-products'
import { suggest } from './suggest'

const ctx = await testContext()
const make = makeCatalog(ctx)
const admin = { ...systemActor, role: 'admin' as const }

let shop: MadeShop
let slug: string
let productId: string

beforeAll(async () => {
  shop = await make.shop()
  const { product } = await make.product(shop, { title: 'Blue vase' })
  ;({ slug, id: productId } = product)
  await countTerms(ctx)
})

let visitors = 0
/** Each time by somebody else. */
async function search(q: string, times = 1, over: Record<string, string> = {}): Promise<void> {
  for (let time = 0; time < times; time++) await searchProducts(ctx, searchQuerySchema.parse({ q, ...over }), `visitor ${++visitors}`)
  await writeSearches(ctx)
}
const counted = () => ctx.db.select().from(searchQueries).orderBy(asc(searchQueries.query), asc(searchQueries.day))

describe('search insight', () => {
  it('counts searches and what was not found by the day', async () => {
    await search('Blue  VASE', 3)
    await search('xylophone', 4)
    const day = ctx.now.toISOString().slice(0, 10)
    expect(await counted()).toEqual([
      { day, query: 'blue vase', searches: 3, empty: 0, clicks: 0 },
      { day, query: 'xylophone', searches: 4, empty: 4, clicks: 0 },
    ])
    expect(await getSearchInsight(ctx, admin, { days: 30 })).toEqual({
      popular: [
        { query: 'xylophone', searches: 4, empty: 4, clicks: 0 },
        { query: 'blue vase', searches: 3, empty: 0, clicks: 0 },
      ],
      empty: [{ query: 'xylophone', searches: 4, empty: 4, clicks: 0 }],
    })
  })

  it('counts what was typed once, not how it is narrowed and ordered', async () => {
    const before = await counted()
    await search('blue vase', 1, { rating: '5' })
    await search('blue vase', 1, { maxPriceMinor: '0' })
    await search('blue vase', 1, { sort: 'newest' })
    expect(await counted()).toEqual(before)
  })

  it('counts each visitor once an hour', async () => {
    const query = searchQuerySchema.parse({ q: 'red vase' })
    for (let time = 0; time < 3; time++) await searchProducts(ctx, query, 'the same visitor')
    await searchProducts(ctx, query, 'another visitor')
    await writeSearches(ctx)
    expect((await counted()).find(({ query }) => query === 'red vase')).toMatchObject({ searches: 2 })
    for (let time = 0; time < 2; time++) await noteClick(ctx, 'the same visitor', { q: 'red vase', product: slug })
    expect((await counted()).find(({ query }) => query === 'red vase')).toMatchObject({ clicks: 1 })
    await ctx.db.delete(searchQueries).where(eq(searchQueries.query, 'red vase'))
    await ctx.db.delete(searchClicks).where(eq(searchClicks.query, 'red vase'))
  })

  it('counts as not found what no product has all of, so that it is suggested to nobody', async () => {
    await search('blue swindle', 3)
    expect((await counted())[0]).toMatchObject({ query: 'blue swindle', searches: 3, empty: 3 })
    expect((await suggest(ctx, 'blue s')).items).not.toContainEqual({ kind: 'query', query: 'blue swindle' })
    await ctx.db.delete(searchQueries).where(eq(searchQueries.query, 'blue swindle'))
  })

  it.each([
    ...['ada@example.org', 'ada＠example.org', 'ada﹫example.org', 'ada (at) example.org', 'ada[AT]example.org'],
    ...['+49 170 1234567', '(030) 12345', '+49 (171) 23 45', '01 - 23 - 45', '12\u200B34\u200B56', '０３０１２３', '٠١٢٣٤٥', '1,2,3,4,5,6'],
    ...['4242 4242 4242 4242', '"42" "42" "42"', 'x'.repeat(61), '!!!'],
  ])('keeps nothing of %j', (typed) => {
    expect(countedAs(typed)).toBeNull()
  })

  it.each(['vase 20 x 30 cm', 'lamp e27 60w', 'lego 10294', 'hat (blue)'])('counts %j, in which nobody can be found', (typed) => {
    expect(countedAs(typed)).toBe(typed.replace(/[()]/g, ''))
  })

  it('counts clicks on what exists, of what was searched', async () => {
    for (let time = 0; time < 3; time++) await noteClick(ctx, `visitor ${time}`, { q: 'blue vase', product: slug })
    await noteClick(ctx, 'somebody', { q: 'never searched', product: slug })
    await noteClick(ctx, 'somebody', { q: 'blue vase', product: 'no-such-product' })

    expect(
      await ctx.db.select({ query: searchClicks.query, productId: searchClicks.productId, clicks: searchClicks.clicks }).from(searchClicks),
    ).toEqual([{ query: 'blue vase', productId, clicks: 3 }])
    expect((await counted())[0]).toMatchObject({ query: 'blue vase', clicks: 3 })
    expect(await getShopSearchInsight(ctx, shop.owner, shop.row.id, { days: 30 })).toEqual({ queries: [{ query: 'blue vase', clicks: 3 }] })
  })

  it('is written some seconds later where nobody else searches', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    await noteSearch(ctx, 'somebody', 'lonely lamp', { found: true })
    vi.advanceTimersByTime(5000)
    vi.useRealTimers()
    await vi.waitFor(async () => expect((await counted()).map(({ query }) => query)).toContain('lonely lamp'), 2000)
  })

  it('tells nobody what hardly anybody typed, and strangers nothing', async () => {
    await search('my own name', 2)
    expect((await getSearchInsight(ctx, admin, { days: 30 })).popular.map(({ query }) => query)).not.toContain('my own name')
    await expect(getSearchInsight(ctx, visitor(), { days: 30 })).rejects.toMatchObject({ code: 'search.not_allowed' })
    await expect(getShopSearchInsight(ctx, await make.person(), shop.row.id, { days: 30 })).rejects.toMatchObject({ kind: 'not_found' })
  })

  it('forgets what few typed after a week, and everything in the end', async () => {
    const start = ctx.now
    ctx.travelTo(new Date(start.getTime() + 8 * 86_400_000))
    await forgetSearches(ctx)
    expect((await counted()).map(({ query }) => query)).toEqual(['blue vase', 'xylophone'])
    ctx.travelTo(new Date(start.getTime() + 401 * 86_400_000))
    await forgetSearches(ctx)
    expect(await counted()).toEqual([])
    expect(await ctx.db.select().from(searchClicks)).toEqual([])
  })
})
