import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { products, stockLevels } from '#db/schema'
import { visitor } from '#server/platform/actor'
import { ownProductPageSchema, ownProductQuerySchema } from '#shared/contracts/catalog'
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

  it('are for its members alone', async () => {
    const shop = await make.shop()
    for (const actor of [await make.person(), (await make.shop()).owner, visitor()])
      await expect(listOwnProducts(ctx, actor, shop.row.id, query())).rejects.toMatchObject({ code: 'shops.not_found' })
  })
})
