import { beforeAll, describe, expect, it } from 'vitest'
import { auditEntries, searchSynonyms } from '#db/schema'
import { systemActor, visitor } from '#server/platform/actor'
import { searchQuerySchema } from '#shared/contracts/search'
import { testContext } from '../../../tests/support/context'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { countTerms } from './count-terms'
import { searchProducts } from './search-products'
import { addSynonyms, changeSynonyms, listSynonyms, removeSynonyms } from './synonyms'

const ctx = await testContext()
const make = makeCatalog(ctx)
const admin = { ...systemActor, role: 'admin' as const }

beforeAll(async () => {
  const shop = await make.shop()
  const category = await make.category('Things')
  for (const title of ['Grey sofa', 'Vacuum flask', 'Oak bench']) await make.product(shop, { title, categoryId: category.id })
  await countTerms(ctx)
})

const titles = async (q: string) => (await searchProducts(ctx, searchQuerySchema.parse({ q }))).products.items.map(({ title }) => title)

describe('synonyms', () => {
  it('find what is called otherwise, in both directions and as phrases', async () => {
    await addSynonyms(ctx, admin, { words: ['Sofa', 'couch', 'COUCH'] })
    await addSynonyms(ctx, admin, { words: ['thermos bottle', 'vacuum flask'] })

    expect((await listSynonyms(ctx, admin)).items.map(({ words }) => words)).toEqual([
      ['thermos bottle', 'vacuum flask'],
      ['Sofa', 'couch'],
    ])
    expect(await titles('grey couch')).toEqual(['Grey sofa'])
    expect(await titles('thermos bottle')).toEqual(['Vacuum flask'])
    expect((await searchProducts(ctx, searchQuerySchema.parse({ q: 'couch' }))).match).toBe('words')
  })

  it('can be changed and taken back, and the audit knows by whom', async () => {
    const { id } = (await listSynonyms(ctx, admin)).items[1]!
    await changeSynonyms(ctx, admin, id, { words: ['bench', 'settle'] })
    expect(await titles('settle')).toEqual(['Oak bench'])
    await removeSynonyms(ctx, admin, id)
    expect(await titles('settle')).toEqual([])
    expect((await ctx.db.select().from(auditEntries)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['search.synonyms_added', 'search.synonyms_changed', 'search.synonyms_removed']),
    )
  })

  it('need two words that differ', async () => {
    const before = await ctx.db.$count(searchSynonyms)
    expect(() => addSynonyms(ctx, admin, { words: ['Größe', 'GROSSE'] })).toThrow(
      expect.objectContaining({ code: 'search.synonyms_not_several' }),
    )
    expect(() => addSynonyms(ctx, admin, { words: ['!!!', 'word'] })).toThrow(
      expect.objectContaining({ code: 'search.synonyms_not_several' }),
    )
    expect(await ctx.db.$count(searchSynonyms)).toBe(before)
  })

  it('are for admins alone', async () => {
    const before = await ctx.db.select().from(searchSynonyms)
    await expect(addSynonyms(ctx, visitor(), { words: ['a', 'b'] })).rejects.toMatchObject({ code: 'search.not_allowed' })
    await expect(changeSynonyms(ctx, visitor(), before[0]!.id, { words: ['a', 'b'] })).rejects.toMatchObject({ code: 'search.not_allowed' })
    await expect(removeSynonyms(ctx, visitor(), before[0]!.id)).rejects.toMatchObject({ code: 'search.not_allowed' })
    await expect(listSynonyms(ctx, visitor())).rejects.toMatchObject({ code: 'search.not_allowed' })
    await expect(removeSynonyms(ctx, admin, crypto.randomUUID())).rejects.toMatchObject({ code: 'search.synonyms_not_found' })
    expect(await ctx.db.select().from(searchSynonyms)).toEqual(before)
  })

  it('may have small words in them', async () => {
    await addSynonyms(ctx, admin, { words: ['seat for two', 'bench'] })
    expect(await titles('seat for two')).toEqual(['Oak bench'])
    expect(await titles('oak seat for two')).toEqual(['Oak bench'])
  })
})
