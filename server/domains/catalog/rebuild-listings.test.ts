import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { listings, products, searchTerms } from '#db/schema'
import { jobs } from '#server/jobs'
import { testContext } from '../../../tests/support/context'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { inspectCatalog } from './inspect-catalog'
import { rebuildListings, repairListings } from './rebuild-listings'
import { refreshListings } from './refresh-listings'

const ctx = await testContext({}, jobs)
const make = makeCatalog(ctx)

let ids: string[]

beforeEach(async () => {
  const shop = await make.shop()
  ids = []
  for (const title of ['Oak bench', 'Oak stool', 'Oak tray']) ids.push((await make.product(shop, { title })).product.id)
  await ctx.queue.drain()
})

const problems = async () => (await inspectCatalog(ctx)).filter(({ ok }) => !ok).map(({ invariant, rows }) => `${invariant}: ${rows}`)
const wordsOf = async (id: string) =>
  (await ctx.db.execute<{ words: string[] }>(sql`select tsvector_to_array(words) as words from listings where product_id = ${id}`))[0]
    ?.words

describe('the read model', () => {
  it('is repaired where a row is missing, stale or left over', async () => {
    await ctx.db.delete(listings).where(eq(listings.productId, ids[0]!))
    await ctx.db.update(listings).set({ title: 'Ash stool' }).where(eq(listings.productId, ids[1]!))
    await ctx.db.update(products).set({ status: 'archived' }).where(eq(products.id, ids[2]!))
    expect(await problems()).toEqual([
      'every live product of an open shop is in the read model, and nothing else: 2',
      'what the read model says of a product is true: 1',
    ])

    expect(await repairListings(ctx)).toBe(3)
    expect(await problems()).toEqual([])
    expect(await repairListings(ctx)).toBe(0)
  })

  it('is stale when a text changed that no card shows', async () => {
    await ctx.db
      .update(products)
      .set({ tags: ['garden'] })
      .where(eq(products.id, ids[0]!))
    expect(await problems()).toEqual(['what the read model says of a product is true: 1'])
    await repairListings(ctx)
    expect(await wordsOf(ids[0]!)).toContain('garden')
  })

  it('is made anew even where nothing seems to have changed, and can be read meanwhile', async () => {
    await ctx.db.execute(sql`update listings set words = ''`)
    expect(await problems()).toEqual([])

    let done = false
    const rebuilt = rebuildListings(ctx).finally(() => (done = true))
    const seen: number[] = []
    do seen.push(await ctx.db.$count(listings))
    while (!done)
    await rebuilt

    expect(new Set(seen)).toEqual(new Set([await ctx.db.$count(listings)]))
    for (const id of ids) expect(await wordsOf(id)).toContain('oak')
  })

  it('keeps the texts of a product whose stock changed, and finds what is new by its words at once', async () => {
    await ctx.db.execute(sql`update listings set words = 'kept' where product_id = ${ids[0]!}`)
    await ctx.db.update(products).set({ soldCount: 9 }).where(eq(products.id, ids[0]!))
    await refreshListings(ctx, [ids[0]!])
    expect(await wordsOf(ids[0]!)).toEqual(['kept'])

    await ctx.db.update(products).set({ title: 'Zebrano bench' }).where(eq(products.id, ids[0]!))
    await refreshListings(ctx, [ids[0]!])
    expect(await wordsOf(ids[0]!)).toContain('zebrano')
    expect(await ctx.db.$count(searchTerms, eq(searchTerms.term, 'zebrano'))).toBe(0)
    await ctx.queue.drain()
    expect(await ctx.db.$count(searchTerms, eq(searchTerms.term, 'zebrano'))).toBe(1)
  })
})
