import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { products, reviews, shops } from '#db/schema'
import { addShopMember } from '#server/domains/shops'
import { visitor } from '#server/platform/actor'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { testContext } from '../../../tests/support/context'
import { addReview, shownName } from './add-review'
import { listReviews } from './list-reviews'
import { summariseReviews } from './summarise-reviews'

const ctx = await testContext()
const make = makeCatalog(ctx)
const seller = await make.shop()
const kind = { rating: 5, title: 'Lovely', body: 'Just as shown.' }

const everythingOf = async (productId: string) => [
  await ctx.db.select().from(reviews).where(eq(reviews.productId, productId)),
  await ctx.db.select().from(products).where(eq(products.id, productId)),
  await ctx.db.select().from(shops).where(eq(shops.id, seller.row.id)),
]

describe('adding a review', () => {
  it('counts on the product and its shop', async () => {
    const own = await make.shop()
    const bought = await make.product(own)
    for (const rating of [5, 2]) {
      const buyer = await make.person()
      await addReview(ctx, buyer, { ...kind, rating, orderLineId: await make.purchase(buyer, bought, { shippedQuantity: 1 }) })
    }

    const [product] = await ctx.db.select().from(products).where(eq(products.id, bought.product.id))
    const [shop] = await ctx.db.select().from(shops).where(eq(shops.id, own.row.id))
    expect(product).toMatchObject({ ratingSum: 7, ratingCount: 2 })
    expect(shop).toMatchObject({ ratingSum: 7, ratingCount: 2 })
  })

  it('is for the buyer alone: for others there is no such purchase', async () => {
    const bought = await make.product(seller)
    const orderLineId = await make.purchase(await make.person(), bought, { shippedQuantity: 1 })
    const guests = await make.purchase(visitor(), bought, { shippedQuantity: 1 })
    const before = await everythingOf(bought.product.id)

    for (const line of [orderLineId, guests, ctx.newId()])
      await expect(addReview(ctx, await make.person(), { ...kind, orderLineId: line })).rejects.toMatchObject({
        code: 'reviews.purchase_not_found',
      })
    await expect(addReview(ctx, visitor(), { ...kind, orderLineId })).rejects.toMatchObject({ code: 'reviews.not_signed_in' })
    expect(await everythingOf(bought.product.id)).toEqual(before)
  })

  it('waits until something has been sent', async () => {
    const [bought, buyer] = [await make.product(seller), await make.person()]
    const orderLineId = await make.purchase(buyer, bought, { quantity: 2 })
    const before = await everythingOf(bought.product.id)

    await expect(addReview(ctx, buyer, { ...kind, orderLineId })).rejects.toMatchObject({ code: 'reviews.not_yet_arrived' })
    expect(await everythingOf(bought.product.id)).toEqual(before)
    const partly = await make.purchase(buyer, bought, { quantity: 2, shippedQuantity: 1 })
    expect(await addReview(ctx, buyer, { ...kind, orderLineId: partly })).toMatchObject({ rating: 5 })
  })

  it('waits until the buyer’s address is verified', async () => {
    const [bought, buyer] = [await make.product(seller), await make.person()]
    const orderLineId = await make.purchase(buyer, bought, { shippedQuantity: 1 })
    const before = await everythingOf(bought.product.id)

    await expect(addReview(ctx, { ...buyer, emailVerified: false }, { ...kind, orderLineId })).rejects.toMatchObject({
      code: 'accounts.address_not_verified',
    })
    expect(await everythingOf(bought.product.id)).toEqual(before)
  })

  it('happens once a purchase, also when sent ten times at once', async () => {
    const [bought, buyer] = [await make.product(seller), await make.person()]
    const orderLineId = await make.purchase(buyer, bought, { shippedQuantity: 1 })

    const all = await Promise.allSettled(Array.from({ length: 10 }, () => addReview(ctx, buyer, { ...kind, orderLineId })))

    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of all) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'reviews.already_reviewed' })
    expect(await ctx.db.select().from(products).where(eq(products.id, bought.product.id))).toMatchObject([{ ratingSum: 5, ratingCount: 1 }])
  })

  it('is not for members of the shop', async () => {
    const [bought, member] = [await make.product(seller), await make.person()]
    const orderLineId = await make.purchase(member, bought, { shippedQuantity: 1 })
    await addShopMember(ctx, seller.owner, seller.row.id, { userId: member.userId, role: 'staff' })
    const before = await everythingOf(bought.product.id)

    await expect(addReview(ctx, member, { ...kind, orderLineId })).rejects.toMatchObject({ code: 'reviews.own_shop' })
    expect(await everythingOf(bought.product.id)).toEqual(before)
  })

  it.each([
    ['Ada Lovelace', 'Ada L.'],
    ['  Anne  van Dyck ', 'Anne D.'],
    ['Cher', 'Cher'],
  ])('signs %j as %j', (name, shown) => {
    expect(shownName(name)).toBe(shown)
  })
})

describe('reading reviews', async () => {
  const bought = await make.product(seller)
  for (const [index, rating] of [5, 5, 4, 1, 3, 5, 2].entries()) {
    const buyer = await make.person()
    const orderLineId = await make.purchase(buyer, bought, { shippedQuantity: 1 })
    await addReview(ctx, buyer, { rating, title: '', body: `Review ${index}`, orderLineId })
  }
  const id = bought.product.id

  it('shows the newest first, page after page, each once', async () => {
    const bodies: string[] = []
    let cursor: string | undefined
    do {
      const page = await listReviews(ctx, id, { cursor, limit: 3 })
      bodies.push(...page.items.map(({ body }) => body))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(bodies).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `Review ${n}`))
  })

  it('sums up in one query what the pages show', async () => {
    const { rating, reviews: first } = await summariseReviews(ctx, id)
    expect(rating).toEqual({ average: 3.6, count: 7, distribution: [1, 1, 1, 1, 3] })
    expect(first).toEqual(await listReviews(ctx, id, { limit: 5 }))
  })

  it('leaves out what is held or removed', async () => {
    const one = await make.product(seller)
    const buyer = await make.person()
    const review = await addReview(ctx, buyer, { ...kind, orderLineId: await make.purchase(buyer, one, { shippedQuantity: 1 }) })
    await ctx.db.update(reviews).set({ status: 'held' }).where(eq(reviews.id, review.id))

    expect(await listReviews(ctx, one.product.id, { limit: 5 })).toEqual({ items: [], nextCursor: null })
    expect(await summariseReviews(ctx, one.product.id)).toMatchObject({
      rating: { average: null, count: 0, distribution: [0, 0, 0, 0, 0] },
    })
  })

  it('refuses a cursor that was never given', async () => {
    await expect(listReviews(ctx, id, { cursor: 'nonsense', limit: 3 })).rejects.toMatchObject({ code: 'request.cursor_invalid' })
  })
})
