import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { orderGroups, orderLines, orders, products } from '#db/schema'
import homeRoute from '#server/api/home/index.get'
import cardsRoute from '#server/api/product-cards/index.get'
import productRoute from '#server/api/products/[slug]/index.get'
import { archiveProduct, refreshListings, type CategoryRow, type CreatedProduct } from '#server/domains/catalog'
import { changeSettings } from '#server/domains/settings'
import { planHoliday } from '#server/domains/shops'
import { jobs } from '#server/jobs'
import { systemActor } from '#server/platform/actor'
import { testContext } from '../../tests/support/context'
import { makeCatalog, type MadeShop } from '../../tests/support/make-catalog'
import { countingMetrics, routeClient } from '../../tests/support/route-client'

const metrics = countingMetrics()
const ctx = await testContext({ metrics }, jobs)
const make = makeCatalog(ctx)
const get = routeClient(
  { ...ctx, metrics },
  { '/api/home': homeRoute, '/api/product-cards': cardsRoute, '/api/products/:slug': productRoute },
)
let seller: MadeShop
let vases: CategoryRow

const vase = (title: string, over: object = {}): Promise<CreatedProduct> => make.product(seller, { title, categoryId: vases.id, ...over })
const slugsOf = (cards: { slug: string }[]) => cards.map(({ slug }) => slug)

beforeAll(async () => {
  seller = await make.shop({ name: 'Lumen' })
  vases = await make.category('Vases')
  for (let n = 0; n < 9; n++) {
    const { product } = await vase(`Vase ${n}`)
    await ctx.db
      .update(products)
      .set({ soldCount: 100 - n })
      .where(eq(products.id, product.id))
    await refreshListings(ctx, [product.id])
  }
  await ctx.queue.drain()
})

describe('products by their addresses', () => {
  const cards = async (slugs: string) => (await get(`/api/product-cards?slugs=${slugs}`)).body.items as { slug: string }[]

  it('come in the order that was asked for, each once, also by an address of the past', async () => {
    const before = await vase('Before')
    await make.rename(seller, before, { title: 'After', slug: 'after' })
    await ctx.queue.drain()
    expect(slugsOf(await cards('vase-3,before,vase-1,after,vase-3'))).toEqual(['vase-3', 'after', 'vase-1'])
  })

  it('leave out what is not for sale and what never was', async () => {
    const { product } = await vase('Archived')
    const { product: draft } = await make.draft(seller, { title: 'Draft' })
    await archiveProduct(ctx, seller.owner, product.id)
    await ctx.queue.drain()
    expect(slugsOf(await cards(`archived,${draft.slug},vase-1,never-was`))).toEqual(['vase-1'])
  })

  it('are at most 24, and addresses', async () => {
    for (const slugs of ['', 'NOT A SLUG', "'", Array.from({ length: 25 }, (_, n) => `vase-${n}`).join(',')])
      expect(await get(`/api/product-cards?slugs=${encodeURIComponent(slugs)}`)).toMatchObject({ status: 422 })
    expect((await get('/api/product-cards')).status).toBe(422)
  })
})

describe('what is related', () => {
  const related = async (slug: string) => slugsOf((await get(`/api/products/${slug}`)).body.related)

  it('is what sells best in the category, where nothing else is known', async () => {
    expect(await related('vase-0')).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `vase-${n}`))
  })

  it('is first what shares the most with it and can be bought', async () => {
    const blue = {
      brand: 'Hearth',
      attributes: [
        { name: 'Colour', value: 'Blue' },
        { name: 'Glaze', value: 'Matt' },
      ],
    }
    await vase('Blue and matt', blue)
    await vase('Blue', { attributes: [{ name: 'Colour', value: 'Blue' }] })
    await vase('Blue and matt and sold out', { ...blue, variants: [{ sku: 'OUT', priceMinor: 100, onHand: 0 }] })
    await vase('Green', { attributes: [{ name: 'Colour', value: 'Green' }] })
    await vase('Blue one', blue)
    await ctx.queue.drain()
    expect((await related('blue-one')).slice(0, 3)).toEqual(['blue-and-matt', 'blue', 'vase-0'])
    expect(await related('blue-one')).not.toContain('blue-and-matt-and-sold-out')
  })

  describe('by what was bought', () => {
    /** People who bought both in one order. */
    async function buyBoth(one: CreatedProduct, other: CreatedProduct, emails: string[], placedAt = ctx.now): Promise<void> {
      for (const email of emails) {
        const buyer = await make.person()
        const [first, second] = [await make.purchase(buyer, one), await make.purchase(buyer, other)]
        const orderOf = async (lineId: string) =>
          (
            await ctx.db
              .select({ id: orders.id, groupId: orders.groupId })
              .from(orderLines)
              .innerJoin(orders, eq(orders.id, orderLines.orderId))
              .where(eq(orderLines.id, lineId))
          )[0]!
        const [kept, joined] = [await orderOf(first), await orderOf(second)]
        await ctx.db.update(orderLines).set({ orderId: kept.id, position: 1 }).where(eq(orderLines.id, second))
        await ctx.db.update(orders).set({ placedAt }).where(eq(orders.id, kept.id))
        await ctx.db.update(orderGroups).set({ email }).where(eq(orderGroups.id, kept.groupId))
        await ctx.db.delete(orders).where(eq(orders.id, joined.id))
      }
    }
    const people = (count: number, name = 'p') => Array.from({ length: count }, (_, n) => `${name}${n}@example.org`)
    let lamp: CreatedProduct
    beforeAll(async () => {
      lamp = await make.product(seller, { title: 'Lamp' })
      await ctx.queue.drain()
    })

    it('begins with what at least five people bought with it', async () => {
      const [often, most] = [await make.product(seller, { title: 'Shade' }), await make.product(seller, { title: 'Bulb' })]
      await buyBoth(lamp, often, people(5))
      await buyBoth(lamp, most, people(6))
      await ctx.queue.drain()
      expect(await related('lamp')).toEqual(['bulb', 'shade'])
      expect((await related('shade'))[0]).toBe('lamp')
    })

    it('tells nothing that fewer people bought, however often one of them did', async () => {
      const rare = await make.product(seller, { title: 'Rare' })
      await buyBoth(lamp, rare, [...people(4), 'P0@example.org', 'p0@EXAMPLE.org', 'p1@example.org'])
      await ctx.queue.drain()
      expect(await related('lamp')).not.toContain('rare')
      expect(await related('rare')).not.toContain('lamp')
    })

    it('tells nothing of more than a year ago, or of what cannot be bought now', async () => {
      const closing = await make.shop()
      const [old, away] = [await make.product(seller, { title: 'Old' }), await make.product(closing, { title: 'Away' })]
      const out = await make.product(seller, { title: 'Out', variants: [{ sku: 'GONE', priceMinor: 100, onHand: 0 }] })
      await buyBoth(lamp, old, people(6), new Date(ctx.now.getTime() - 366 * 86_400_000))
      for (const other of [away, out]) await buyBoth(lamp, other, people(6))
      const from = new Date(ctx.now.getTime() - 1000)
      await planHoliday(ctx, closing.owner, closing.row.id, { from, to: new Date(from.getTime() + 3_600_000) })
      await ctx.queue.drain()
      expect(await related('lamp')).toEqual(['bulb', 'shade'])
    })
  })
})

describe('the home page', () => {
  const row = async (key: string) => slugsOf((await get('/api/home')).body.rows.find((shelf: { key: string }) => shelf.key === key).items)
  const pin = (input: { pinnedPopular?: string[]; pinnedNewest?: string[] }) => changeSettings(ctx, systemActor, input)

  it('begins its rows with what an admin has pinned, in that order, and goes on by itself', async () => {
    const before = await row('popular')
    expect(before.slice(0, 3)).toEqual(['vase-0', 'vase-1', 'vase-2'])
    await pin({ pinnedPopular: ['vase-8', 'vase-1'], pinnedNewest: ['vase-0'] })

    const popular = await row('popular')
    expect(popular.slice(0, 4)).toEqual(['vase-8', 'vase-1', 'vase-0', 'vase-2'])
    expect(popular).toHaveLength(8)
    expect((await row('newest'))[0]).toBe('vase-0')
    expect((await get('/api/home')).queries).toBeLessThanOrEqual(4)
  })

  it('leaves out what is pinned and cannot be bought, or is not there', async () => {
    await vase('Empty', { variants: [{ sku: 'EMPTY', priceMinor: 100, onHand: 0 }] })
    await ctx.queue.drain()
    await pin({ pinnedPopular: ['empty', 'never-was', 'vase-5'], pinnedNewest: [] })
    expect((await row('popular')).slice(0, 2)).toEqual(['vase-5', 'vase-0'])
  })
})
