import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { searchQueries } from '#db/schema'
import { testContext } from '../../../tests/support/context'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { countTerms } from './count-terms'
import { suggest } from './suggest'

const ctx = await testContext()
const make = makeCatalog(ctx)

beforeAll(async () => {
  const shop = await make.shop({ name: 'Ceramica Vera' })
  const category = await make.category('Ceramics & glass')
  for (const title of [
    'Ceramic bowl',
    'Ceramic vase',
    'Céramique plate',
    'Blue cedar box',
    'Blue mug',
    'Cedar bench',
    'Cellar lamp',
    'Celery pot',
  ])
    await make.product(shop, { title, categoryId: category.id })
  await countTerms(ctx)
  const day = ctx.now.toISOString().slice(0, 10)
  await ctx.db.insert(searchQueries).values([
    { day, query: 'ceramic vase blue', searches: 9 },
    { day, query: 'ceramic rare', searches: 2 },
    { day, query: 'ceramic nothing', searches: 9, empty: 9 },
  ])
})

const kinds = async (q: string) =>
  (await suggest(ctx, q)).items.map((item) => `${item.kind} ${'query' in item ? item.query : 'name' in item ? item.name : item.title}`)

describe('suggestions', () => {
  it('are queries that many have typed, words, categories, shops and products', async () => {
    expect(await kinds('cera')).toEqual([
      'query ceramic vase blue',
      'query ceramics',
      'query ceramic',
      'query ceramique',
      'category Ceramics & glass',
      'shop Ceramica Vera',
      'product Céramique plate',
      'product Ceramic vase',
      'product Ceramic bowl',
      'product Celery pot',
    ])
  })

  it('go on from the words before', async () => {
    expect(await kinds('blue ced')).toContain('query blue cedar')
    expect((await kinds('blue ced')).filter((item) => item.startsWith('product'))).toEqual(['product Blue cedar box'])
  })

  it('are found without accents and by SKU letters in no way that breaks', async () => {
    expect(await kinds('céramiq')).toContain('query ceramique')
    for (const q of ['', '   ', "'; --", '%', '_', '\\', '🙂', 'x'.repeat(100)])
      expect((await suggest(ctx, q)).items.length).toBeLessThanOrEqual(10)
  })

  it('name no place to those who write with other letters', async () => {
    for (const q of ['花瓶', 'ваза', 'مزهرية']) expect(await kinds(q)).toEqual([])
  })

  it('tell nobody what few have typed, nor what finds nothing', async () => {
    expect(await kinds('ceramic')).not.toContain('query ceramic rare')
    expect(await kinds('ceramic')).not.toContain('query ceramic nothing')
  })

  it('leave out shops that are closed', async () => {
    await ctx.db.execute(sql`update shops set status = 'suspended'`)
    expect((await kinds('cera')).filter((item) => item.startsWith('shop'))).toEqual([])
    await ctx.db.execute(sql`update shops set status = 'active'`)
  })
})
