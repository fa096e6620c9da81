import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { products } from '#db/schema'
import { refreshListings, setCategoryAttributes, type CategoryRow } from '#server/domains/catalog'
import { jobs } from '#server/jobs'
import { systemActor } from '#server/platform/actor'
import { filtersQuerySchema, searchQuerySchema, type FiltersView } from '#shared/contracts/search'
import { testContext } from '../../../tests/support/context'
import { makeCatalog, type MadeShop } from '../../../tests/support/make-catalog'
import { addParcel } from '../../../tests/support/parcels'
import { countFilters } from './count-filters'
import { countTerms } from './count-terms'
import { searchProducts } from './search-products'

const ctx = await testContext({}, jobs)
const make = makeCatalog(ctx)

beforeAll(async () => {
  const [north, south] = [await make.shop({ name: 'North' }), await make.shop({ name: 'South' })]
  const table = await make.category('Table')
  const [mugs, bowls] = [await make.category('Mugs', table), await make.category('Bowls', table)]
  await setCategoryAttributes(ctx, systemActor, table.id, {
    attributes: [
      { key: 'material', name: 'Material', kind: 'choice', choices: ['Oak', 'Stoneware', 'Glass'], required: false, filter: true },
      { key: 'handmade', name: 'Handmade', kind: 'yes_no', required: false, filter: true },
      { key: 'note', name: 'Note', kind: 'text', required: false, filter: false },
    ],
  })
  await sell(north, mugs, 'Blue mug', 1500, 'Stoneware', { stars: 5 })
  await sell(north, mugs, 'Red mug', 1900, 'Stoneware', { stars: 3 })
  await sell(south, mugs, 'Glass mug', 3000, 'Glass', { onHand: 0 })
  await sell(south, bowls, 'Mug bowl', 6000, 'Oak', { stars: 5 })
  await sell(south, bowls, 'Salad bowl', 7000, 'Oak', {})
  const parcel = { name: 'Parcel', priceMinor: 500, freeFromMinor: null, minDays: 1, maxDays: 2 }
  await addParcel(ctx, north.owner, north.row.id, { ...parcel, countries: ['DE', 'FR'] })
  await addParcel(ctx, south.owner, south.row.id, { ...parcel, countries: ['DE'] })
  await ctx.queue.drain()
  await countTerms(ctx)
})

async function sell(
  shop: MadeShop,
  category: CategoryRow,
  title: string,
  priceMinor: number,
  material: string,
  { stars, onHand = 5 }: { stars?: number; onHand?: number },
): Promise<void> {
  const { product } = await make.product(shop, {
    title,
    categoryId: category.id,
    attributeValues: { material, handmade: title === 'Blue mug', note: 'said' },
    variants: [{ sku: title, priceMinor, onHand }],
  })
  if (stars === undefined) return
  await ctx.db.update(products).set({ ratingSum: stars, ratingCount: 1 }).where(eq(products.id, product.id))
  await refreshListings(ctx, [product.id])
}

const filters = (query: Record<string, unknown>): Promise<FiltersView> => countFilters(ctx, filtersQuerySchema.parse(query))
/** What a filter says, as `value count`, with a star where it is chosen. */
async function options(query: Record<string, unknown>, name: string, key: string | null = null): Promise<string[]> {
  const found = (await filters(query)).filters.find((filter) => filter.name === name && filter.key === key)
  return (found?.options ?? []).map(({ value, count, chosen }) => `${value} ${count}${chosen ? ' *' : ''}`)
}
const found = async (query: Record<string, unknown>) =>
  (await searchProducts(ctx, searchQuerySchema.parse(query))).products.items.map(({ title }) => title).sort()

describe('filters', () => {
  it('count what a search finds', async () => {
    expect(await filters({ q: 'mug' })).toMatchObject({ total: 4, isCapped: false })
    expect(await options({ q: 'mug' }, 'category')).toEqual(['table 4'])
    expect(await options({ q: 'mug' }, 'seller')).toEqual(['north 2', 'south 2'])
    expect(await options({ q: 'mug' }, 'price')).toEqual(['1000-2499 2', '2500-4999 1', '5000-9999 1'])
    expect(await options({ q: 'mug' }, 'rating')).toEqual(['4 2', '3 3', '2 3', '1 3'])
    expect(await options({ q: 'mug' }, 'inStock')).toEqual(['true 3'])
    expect(await options({ q: 'mug' }, 'shipsTo')).toEqual(['DE 4', 'FR 2'])
    expect(await options({ q: 'mug' }, 'attribute', 'material')).toEqual(['material=Oak 1', 'material=Stoneware 2', 'material=Glass 1'])
    expect(await options({ q: 'mug' }, 'attribute', 'handmade')).toEqual(['handmade=true 1'])
  })

  it('leave out what shoppers cannot filter by', async () => {
    expect(await options({ q: 'mug' }, 'attribute', 'note')).toEqual([])
  })

  it('ignore in a filter its own choice, and heed all others', async () => {
    const chosen = { q: 'mug', seller: 'north', attribute: ['material=Stoneware'] }
    expect(await filters(chosen)).toMatchObject({ total: 2 })
    expect(await options(chosen, 'seller')).toEqual(['north 2 *'])
    expect(await options(chosen, 'attribute', 'material')).toEqual(['material=Stoneware 2 *'])
    expect(await options({ q: 'mug', seller: 'south' }, 'seller')).toEqual(['north 2', 'south 2 *'])
    expect(await options({ q: 'mug', seller: 'south' }, 'attribute', 'material')).toEqual(['material=Oak 1', 'material=Glass 1'])
  })

  it('mean any of what is chosen in one filter and all of several', async () => {
    expect(await found({ q: 'mug', attribute: ['material=Stoneware', 'material=Glass'] })).toEqual(['Blue mug', 'Glass mug', 'Red mug'])
    expect(await found({ q: 'mug', attribute: ['material=Stoneware', 'handmade=true'] })).toEqual(['Blue mug'])
    expect(await found({ q: 'mug', seller: ['north', 'south'], rating: '4' })).toEqual(['Blue mug', 'Mug bowl'])
    expect(await found({ q: 'mug', shipsTo: 'FR', inStock: 'true' })).toEqual(['Blue mug', 'Red mug'])
    expect(await filters({ q: 'mug', attribute: ['material=Stoneware', 'material=Glass'] })).toMatchObject({ total: 3 })
  })

  it('go down the categories, and beside at the bottom', async () => {
    expect(await options({ q: 'mug', category: 'table' }, 'category')).toEqual(['table 4 *', 'table/mugs 3', 'table/bowls 1'])
    expect(await options({ q: 'mug', category: 'table/bowls' }, 'category')).toEqual(['table/mugs 3', 'table/bowls 1 *'])
  })

  it('are those of a category page and of a shop as well', async () => {
    expect(await filters({ category: 'table/bowls' })).toMatchObject({ total: 2 })
    expect(await options({ category: 'table' }, 'category')).toEqual(['table 5 *', 'table/mugs 3', 'table/bowls 2'])
    expect(await filters({ shop: 'south', category: 'table/bowls' })).toMatchObject({ total: 2 })
    expect(await options({ shop: 'south', category: 'table/bowls' }, 'category')).toEqual(['table/bowls 2 *', 'table/mugs 1'])
    expect(await options({ shop: 'south' }, 'attribute', 'material')).toEqual(['material=Oak 2', 'material=Glass 1'])
  })

  it('count for what was meant', async () => {
    expect(await filters({ q: 'mugg' })).toMatchObject({ total: 4 })
    expect(await filters({ q: 'qqqqzzz' })).toEqual({ filters: [], total: 0, isCapped: false })
  })

  it('keep what is chosen among the options, whatever is left of it', async () => {
    const chosen = { q: 'mug', seller: ['north', 'south'], rating: '5', attribute: ['material=Oak'], maxPriceMinor: '5999' }
    expect(await filters(chosen)).toMatchObject({ total: 0 })
    expect((await filters(chosen)).filters.find(({ name }) => name === 'seller')?.options).toContainEqual({
      value: 'north',
      label: 'North',
      count: 0,
      chosen: true,
    })
    expect(await options(chosen, 'rating')).toContain('5 0 *')
    expect(await options(chosen, 'price')).toContain('0-5999 0 *')
    expect(await options({ ...chosen, seller: 'north' }, 'attribute', 'material')).toContain('material=Oak 0 *')
    expect(await options({ q: 'mug', shipsTo: 'US' }, 'shipsTo')).toContain('US 0 *')
    expect(await options({ q: 'mug', inStock: 'true', category: 'table/none' }, 'category')).toContain('table/none 0 *')
  })

  it('show the price that was chosen', async () => {
    expect(await options({ q: 'mug', minPriceMinor: '1000', maxPriceMinor: '2499' }, 'price')).toEqual([
      '1000-2499 2 *',
      '2500-4999 1',
      '5000-9999 1',
    ])
  })
})
