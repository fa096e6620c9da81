import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { products } from '#db/schema'
import { refreshListings, type CategoryRow } from '#server/domains/catalog'
import { searchQuerySchema, type SearchView } from '#shared/contracts/search'
import { testContext } from '../../../tests/support/context'
import { makeCatalog, type MadeShop } from '../../../tests/support/make-catalog'
import { countingMetrics } from '../../../tests/support/route-client'
import { countTerms } from './count-terms'
import { searchProducts } from './search-products'

const metrics = countingMetrics()
const ctx = await testContext({ metrics })
const make = makeCatalog(ctx)

let seller: MadeShop
let vases: CategoryRow

beforeAll(async () => {
  seller = await make.shop({ name: 'Lumen Ateliers' })
  vases = await make.category('Vases')
  const offer = (sku: string, priceMinor = 1000, onHand = 5) => [{ sku, priceMinor, onHand }]
  await make.product(seller, { title: 'Blue ceramic vase', categoryId: vases.id, variants: offer('BCV-0123-L') })
  await make.product(seller, {
    title: 'Ceramic bowl',
    categoryId: vases.id,
    description: 'Goes with a blue vase.',
    variants: offer('CB-7', 3000, 0),
  })
  await make.product(seller, { title: 'Crème brûlée dish', categoryId: vases.id, variants: offer('CBD-1') })
  await make.product(seller, { title: 'Running shoes', brand: 'Fleet', categoryId: vases.id, variants: offer('RUN-1') })
  await make.product(seller, {
    title: 'Linen shirt',
    attributes: [{ name: 'Fabric', value: 'Flax' }],
    categoryId: vases.id,
    variants: offer('LS-1'),
  })
  await countTerms(ctx)
})

const search = (q: string, over: Record<string, string> = {}): Promise<SearchView> =>
  searchProducts(ctx, searchQuerySchema.parse({ q, ...over }))
const titles = async (q: string, over: Record<string, string> = {}) => (await search(q, over)).products.items.map(({ title }) => title)

describe('search', () => {
  it('puts what is called so before what speaks of it', async () => {
    expect(await titles('blue vase')).toEqual(['Blue ceramic vase', 'Ceramic bowl'])
    expect((await search('blue vase')).match).toBe('words')
  })

  it.each([
    ['another form of the word', 'vases', 'Blue ceramic vase'],
    ['another case', 'CERAMIC BOWL', 'Ceramic bowl'],
    ['no accents', 'creme brulee', 'Crème brûlée dish'],
    ['accents', 'crème brûlée', 'Crème brûlée dish'],
    ['the beginning of the last word', 'running sho', 'Running shoes'],
    ['the brand', 'fleet', 'Running shoes'],
    ['an attribute', 'flax shirt', 'Linen shirt'],
    ['a SKU', 'BCV-0123-L', 'Blue ceramic vase'],
    ['a SKU in small letters', 'bcv-0123-l', 'Blue ceramic vase'],
    ['the beginning of a SKU', 'bcv-0123', 'Blue ceramic vase'],
    ['a word and signs around it', '“bowl”!?', 'Ceramic bowl'],
  ])('finds by %s', async (_name, q, title) => {
    expect((await titles(q))[0]).toBe(title)
    expect((await search(q)).match).toBe('words')
  })

  it.each([
    ['ceramc bowl', 'Ceramic bowl'],
    ['runing shoos', 'Running shoes'],
    ['linnen shirt', 'Linen shirt'],
    ['vaze', 'Blue ceramic vase'],
  ])('helps when %j is misspelt', async (q, title) => {
    const { match, products: found } = await search(q)
    expect(match).toBe('similar')
    expect(found.items[0]!.title).toBe(title)
  })

  it.each([
    ['a phrase', '"ceramic bowl"', ['Ceramic bowl']],
    ['a word that must not be there', 'ceramic -bowl', ['Blue ceramic vase']],
    ['two words that are one', 'run ning shoes', ['Running shoes']],
    ['one word that is two', 'linenshirt', ['Linen shirt']],
    ['small words around', 'a shirt with the linen', ['Linen shirt']],
    ['German small words', 'das Linen für mich', ['Linen shirt']],
  ])('understands %s', async (_name, q, expected) => {
    expect(await titles(q)).toEqual(expected)
  })

  it('says what it corrected and what it left out', async () => {
    expect(await search('ceramc bowl')).toMatchObject({ corrected: 'ceramic bowl', leftOut: [] })
    expect(await search('linen bowl')).toMatchObject({ match: 'similar', corrected: null, leftOut: ['linen'] })
    expect(await search('blue vase')).toMatchObject({ match: 'words', corrected: null, leftOut: [] })
  })

  it('takes a word that only descriptions say as it is', async () => {
    expect(await search('goes')).toMatchObject({ match: 'words', corrected: null })
    expect(await titles('goes')).toEqual(['Ceramic bowl'])
  })

  it.each(['qqqqzzz', '!!!', '& | ! ( ) :* <->'])('shows ways on when nothing is found for %j', async (q) => {
    const found = await search(q)
    expect(found).toMatchObject({ query: q.trim(), match: 'none', products: { items: [], nextCursor: null, total: 0 } })
    expect(found.suggestions!.categories).toContainEqual({ path: 'vases', name: 'Vases' })
    expect(found.suggestions!.popular).toHaveLength(5)
  })

  it.each(["'; drop table listings; --", "vase' & 'bowl", 'vase:*', '-vase', '<vase>', 'vase\\', 'va\u0000se', '"vase'])(
    'takes %j as mere words',
    async (q) => {
      expect((await search(q)).query).toBe(q.trim())
      expect(await ctx.db.$count(products)).toBe(5)
    },
  )

  it('lists everything while nothing is typed', async () => {
    expect(await search('  ', { sort: 'price_desc' })).toMatchObject({
      query: '',
      match: 'words',
      products: { total: 5 },
      suggestions: null,
    })
    expect((await titles('', { sort: 'price_desc' }))[0]).toBe('Ceramic bowl')
  })

  it('filters and sorts what it found', async () => {
    expect(await titles('ceramic', { inStock: 'true' })).toEqual(['Blue ceramic vase'])
    expect(await titles('ceramic', { minPriceMinor: '2000' })).toEqual(['Ceramic bowl'])
    expect(await titles('ceramic', { sort: 'price_desc' })).toEqual(['Ceramic bowl', 'Blue ceramic vase'])
    expect(await titles('ceramic', { category: 'vases' })).toHaveLength(2)
  })

  it('looks for nothing else where what was asked for is only narrowed away', async () => {
    const nothing = { match: 'words', leftOut: [], suggestions: null, products: { items: [], nextCursor: null, total: 0 } }
    expect(await search('ceramic', { category: 'elsewhere' })).toMatchObject(nothing)
    expect(await search('ceramic bowl', { inStock: 'true' })).toMatchObject(nothing)
    expect(await search('ceramic bowl', { inStock: 'true', sort: 'newest' })).toMatchObject(nothing)
    expect(await search('linen bowl', { maxPriceMinor: '1' })).toMatchObject({ ...nothing, match: 'similar', leftOut: ['linen'] })
    expect((await search('qqqqzzz', { inStock: 'true' })).match).toBe('none')
  })

  it('prefers what sells among what matches alike, and shows each once, page after page', async () => {
    const made: string[] = []
    for (let n = 0; n < 9; n++) {
      const { product } = await make.product(seller, {
        title: `Candle ${n}`,
        categoryId: vases.id,
        variants: [{ sku: `CA-${n}`, priceMinor: 500 }],
      })
      await ctx.db
        .update(products)
        .set({ soldCount: n * 3 })
        .where(eq(products.id, product.id))
      made.push(product.id)
    }
    await refreshListings(ctx, made)

    const found: string[] = []
    let cursor: string | null = null
    do {
      const page: SearchView = await search('candle', { limit: '4', ...(cursor ? { cursor } : {}) })
      expect(page.products.total).toBe(9)
      found.push(...page.products.items.map(({ title }) => title))
      cursor = page.products.nextCursor
    } while (cursor)
    expect(found).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0].map((n) => `Candle ${n}`))
  })

  it('asks the vocabulary once and the listings once when it finds something', async () => {
    const before = metrics.queries()
    await search('ceramic')
    expect(metrics.queries() - before).toBe(2)
  })
})
