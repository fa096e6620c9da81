import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { products, stockLevels } from '#db/schema'
import { visitor } from '#server/platform/actor'
import { ownProductPageSchema, ownProductQuerySchema } from '#shared/contracts/product-lifecycle'
import { testContext } from '../../../tests/support/context'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { archiveProduct } from './archive-product'
import { listOwnProducts } from './list-own-products'

const ctx = await testContext()
const make = makeCatalog(ctx)
const query = (over: Record<string, string> = {}) => ownProductQuerySchema.parse(over)

describe("a seller's products", () => {
  it('are all of the shop, in every state, with what is left of them', async () => {
    const shop = await make.shop()
    const { product: draft } = await make.draft(shop, { title: 'Draft', variants: [{ sku: 'D', priceMinor: 500, tracked: false }] })
    const { product: live, variants } = await make.product(shop, {
      title: 'Live',
      options: [{ name: 'Size', values: ['S', 'L'] }],
      variants: [
        { optionValues: ['S'], sku: 'L-S', priceMinor: 700, onHand: 3 },
        { optionValues: ['L'], sku: 'L-L', priceMinor: 900, onHand: 4 },
      ],
    })
    const { product: archived } = await make.product(shop, { title: 'Archived' })
    await archiveProduct(ctx, shop.owner, archived.id)
    await ctx.db.update(stockLevels).set({ reserved: 2 }).where(eq(stockLevels.variantId, variants[0]!.id))
    await make.product(await make.shop())

    const { items, nextCursor } = ownProductPageSchema.parse(await listOwnProducts(ctx, shop.owner, shop.row.id, query()))

    expect(nextCursor).toBeNull()
    expect(items).toMatchObject([
      { id: archived.id, status: 'archived' },
      { id: live.id, status: 'live', minPriceMinor: 700, maxPriceMinor: 900, variantCount: 2, left: 5, picture: null },
      { id: draft.id, status: 'draft', left: null },
    ])
    expect((await listOwnProducts(ctx, shop.owner, shop.row.id, query({ status: 'live' }))).items.map(({ id }) => id)).toEqual([live.id])
  })

  it('come page after page', async () => {
    const shop = await make.shop()
    for (let n = 0; n < 5; n++) await make.draft(shop)
    const found: string[] = []
    let cursor: string | null = null
    do {
      const page = await listOwnProducts(ctx, shop.owner, shop.row.id, query({ limit: '2', ...(cursor ? { cursor } : {}) }))
      found.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    const all = await ctx.db.select({ id: products.id }).from(products).where(eq(products.shopId, shop.row.id))
    expect(found).toEqual(
      all
        .map(({ id }) => id)
        .sort()
        .reverse(),
    )
  })

  it('are found by title and SKU, by category and by stock, and counted by status', async () => {
    const shop = await make.shop()
    const home = await make.category()
    const vases = await make.category(undefined, home)
    const { product: vase } = await make.product(shop, {
      title: '100% vase',
      categoryId: vases.id,
      variants: [{ sku: 'VASE_1', priceMinor: 1, onHand: 0 }],
    })
    const { product: bowl } = await make.draft(shop, { title: 'Bowl', variants: [{ sku: 'BOWL', priceMinor: 1, onHand: 2 }] })
    const found = async (over: Record<string, string>) =>
      (await listOwnProducts(ctx, shop.owner, shop.row.id, query(over))).items.map(({ id }) => id)

    expect(await found({ q: '100% V' })).toEqual([vase.id])
    expect(await found({ q: '%' })).toEqual([vase.id])
    expect(await found({ q: 'e_1' })).toEqual([vase.id])
    expect(await found({ q: 'bow' })).toEqual([bowl.id])
    expect(await found({ categoryId: home.id })).toEqual([vase.id])
    expect(await found({ stock: 'out' })).toEqual([vase.id])
    expect(await found({ stock: 'low' })).toEqual([bowl.id, vase.id])
    const { counts } = await listOwnProducts(ctx, shop.owner, shop.row.id, query({ status: 'live' }))
    expect(counts).toEqual({ draft: 1, in_review: 0, live: 1, rejected: 0, archived: 0 })
  })

  it.each(['newest', 'title', 'stock', 'price', 'sold'] as const)('come page after page by %s, each once', async (sort) => {
    const shop = await make.shop()
    const made = []
    for (const [title, priceMinor, onHand] of [
      ['b', 300, 5],
      ['A', 200, 5],
      ['c', 200, 1],
      ['a', 900, 9],
    ] as const)
      made.push(
        (await make.draft(shop, { title: `${title} thing`, variants: [{ sku: `${title}${priceMinor}`, priceMinor, onHand }] })).product.id,
      )
    await ctx.db.update(products).set({ soldCount: 7 }).where(eq(products.id, made[1]!))
    const [b, a1, c, a2] = made as [string, string, string, string]
    const expected = {
      newest: [a2, c, a1, b],
      title: [a1, a2, b, c],
      stock: [c, b, a1, a2],
      price: [a1, c, b, a2],
      sold: [a1, a2, c, b],
    }[sort]

    const found: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await listOwnProducts(ctx, shop.owner, shop.row.id, query({ sort, limit: '1', ...(cursor && { cursor }) }))
      found.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(found).toEqual(expected)
  })

  it('are for its members alone', async () => {
    const shop = await make.shop()
    for (const actor of [await make.person(), (await make.shop()).owner, visitor()])
      await expect(listOwnProducts(ctx, actor, shop.row.id, query())).rejects.toMatchObject({ code: 'shops.not_found' })
  })
})
