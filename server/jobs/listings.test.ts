import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { listings, orderGroups, orderLines, orders, products } from '#db/schema'
import { changeStock, setProductImages } from '#server/domains/catalog'
import { storePicture } from '#server/domains/files'
import { addReview } from '#server/domains/reviews'
import { planHoliday, renameShop, setShopStatus } from '#server/domains/shops'
import { systemActor } from '#server/platform/actor'
import { testContext } from '../../tests/support/context'
import { makeCatalog } from '../../tests/support/make-catalog'
import { jobs } from '.'

const ctx = await testContext({}, jobs)
const make = makeCatalog(ctx)
const seller = await make.shop()
const listing = async (id: string) => (await ctx.db.select().from(listings).where(eq(listings.productId, id)))[0]

describe('listings', () => {
  it('follow a price, a delivery and a review once the jobs have run', async () => {
    const { product, variants } = await make.product(seller, {
      variants: [{ sku: 'FOLLOW', priceMinor: 1000, compareAtMinor: 1200, onHand: 0 }],
    })
    const id = variants[0]!.id
    await ctx.queue.drain()
    expect(await listing(product.id)).toMatchObject({ inStock: false, minPriceMinor: 1000 })

    await changeStock(ctx, seller.owner, seller.row.id, id, { kind: 'receive', quantity: 2 })
    await make.reprice(seller, product.id, 800)
    const buyer = await make.person()
    const orderLineId = await make.purchase(buyer, { product, variants }, { shippedQuantity: 1 })
    await addReview(ctx, buyer, { orderLineId, rating: 4, title: '', body: 'Good.' })
    expect(await listing(product.id)).toMatchObject({ inStock: false, minPriceMinor: 1000, ratingCount: 0 })

    await ctx.queue.drain()
    expect(await listing(product.id)).toMatchObject({
      inStock: true,
      minPriceMinor: 800,
      compareAtMinor: 1200,
      ratingSum: 4,
      ratingCount: 1,
    })
  })

  it('refresh once for many changes that wait', async () => {
    const { product } = await make.product(seller)
    await ctx.queue.drain()
    for (let n = 1; n <= 10; n++) await make.reprice(seller, product.id, 1000 + n)

    const { done } = await ctx.queue.drain()
    expect(done).toBeLessThanOrEqual(10 + 2)
    expect(await listing(product.id)).toMatchObject({ minPriceMinor: 1010 })
  })

  it("follow a shop's name, holiday and status, all of its products", async () => {
    const shop = await make.shop()
    const ids: string[] = []
    for (let n = 0; n < 3; n++) ids.push((await make.product(shop)).product.id)
    const each = async () => Promise.all(ids.map(listing))

    await renameShop(ctx, shop.owner, shop.row.id, { name: 'New name', slug: 'new-name' })
    const holiday = { from: new Date('2027-08-01'), to: new Date('2027-08-15') }
    await planHoliday(ctx, shop.owner, shop.row.id, holiday)
    await ctx.queue.drain()
    expect(await each()).toMatchObject(
      ids.map(() => ({ shopName: 'New name', shopSlug: 'new-name', closedFrom: holiday.from, closedTo: holiday.to })),
    )

    await setShopStatus(ctx, systemActor, shop.row.id, 'suspended')
    await ctx.queue.drain()
    expect(await each()).toEqual(ids.map(() => undefined))
  })

  it('show every size of a picture once it is made', async () => {
    const { product } = await make.product(seller)
    const bytes = await sharp({ create: { width: 800, height: 800, channels: 3, background: '#3a7' } })
      .png()
      .toBuffer()
    const file = await storePicture(ctx, seller.owner, { bytes, purpose: 'product_image', ownerId: seller.row.id })
    await setProductImages(ctx, seller.owner, product.id, [{ fileId: file.id, alt: 'Green' }])
    expect((await listing(product.id))!.images[0]!.renditions.map(({ width }) => width)).toEqual([640])

    await ctx.queue.drain()
    expect((await listing(product.id))!.images[0]!.renditions.map(({ width }) => width)).toEqual([320, 640])
  })

  it('count what was sold, however often they are told', async () => {
    const bought = await make.product(seller)
    const lineId = await make.purchase(await make.person(), bought, { quantity: 3 })
    await make.purchase(await make.person(), bought, { quantity: 2 })
    const [line] = await ctx.db
      .select({ groupId: orders.groupId })
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
      .where(eq(orderLines.id, lineId))

    for (let n = 0; n < 3; n++) {
      await ctx.queue.publish(ctx.db, 'order.placed', { groupId: line!.groupId })
      await ctx.queue.drain()
    }
    expect(await ctx.db.select().from(products).where(eq(products.id, bought.product.id))).toMatchObject([{ soldCount: 5 }])
    expect(await listing(bought.product.id)).toMatchObject({ soldCount: 5 })
  })
})
