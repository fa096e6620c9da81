import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { cartLines, carts, products, shops, stockLevels, variants } from '#db/schema'
import { visitor } from '#server/platform/actor'
import { testContext } from '../../../tests/support/context'
import { make, type MadeProduct } from '../../../tests/support/make'
import { addToCart } from './add-to-cart'
import { changeCartLine } from './change-cart-line'
import { countPieces } from './count-pieces'
import { deleteAbandonedCarts } from './delete-abandoned-carts'
import { mergeCarts } from './merge-carts'
import { readCart } from './read-cart'
import { removeBoughtLines } from './remove-bought-lines'
import { removeCartLine } from './remove-cart-line'
import { putBackIntoCart, saveForLater } from './save-for-later'

const ctx = await testContext()
const guest = () => visitor({ guestKey: ctx.newId() })
const add = (who: ReturnType<typeof guest>, made: MadeProduct, quantity = 1) =>
  addToCart(ctx, who, { variantId: made.variant.id, quantity })
const storedLines = () => ctx.db.select().from(cartLines)

beforeEach(async () => {
  await ctx.db.delete(carts)
})

describe('putting something into the cart', () => {
  it('makes a cart for a guest, and more of the same is one line', async () => {
    const bowl = await make(ctx).product({ title: 'Bowl', priceMinor: 2400 })
    const who = guest()

    expect(await add(who, bowl, 2)).toMatchObject({ quantity: 2, pieceCount: 2 })
    expect(await add(who, bowl, 3)).toMatchObject({ quantity: 5, pieceCount: 5 })
    expect(await readCart(ctx, who)).toMatchObject([
      { title: 'Bowl', quantity: 5, unitPriceMinor: 2400, unitPriceSeenMinor: 2400, problem: null, shop: { id: bowl.shop.id } },
    ])
    expect(await countPieces(ctx, who)).toBe(5)
  })

  it('makes one cart however many requests come at once', async () => {
    const [bowl, cup] = [await make(ctx).product(), await make(ctx).product()]
    const who = guest()
    await Promise.all(Array.from({ length: 8 }, (_, index) => add(who, index % 2 ? bowl : cup)))

    expect((await storedLines()).map(({ quantity }) => quantity)).toEqual([4, 4])
    expect(await ctx.db.select().from(carts)).toHaveLength(1)
  })

  it('refuses more than there are and says how many that is', async () => {
    const bowl = await make(ctx).product({ stock: 3 })
    const who = guest()
    await add(who, bowl, 2)

    await expect(add(who, bowl, 2)).rejects.toMatchObject({ code: 'cart.not_enough', details: { left: 3, inCart: 2 } })
    expect(await storedLines()).toMatchObject([{ quantity: 2 }])
  })

  it.each([
    [
      'a draft',
      'cart.not_for_sale',
      (made: MadeProduct) => ctx.db.update(products).set({ status: 'draft' }).where(eq(products.id, made.id)),
    ],
    [
      'of a suspended shop',
      'cart.not_for_sale',
      (made: MadeProduct) => ctx.db.update(shops).set({ status: 'suspended' }).where(eq(shops.id, made.shop.id)),
    ],
    [
      'of a shop on holiday',
      'cart.shop_closed',
      (made: MadeProduct) =>
        ctx.db
          .update(shops)
          .set({ closedFrom: new Date(ctx.now.getTime() - 1000), closedTo: new Date(ctx.now.getTime() + 60_000) })
          .where(eq(shops.id, made.shop.id)),
    ],
    [
      'sold out',
      'cart.sold_out',
      (made: MadeProduct) => ctx.db.update(stockLevels).set({ reserved: 10 }).where(eq(stockLevels.variantId, made.variant.id)),
    ],
  ])('refuses what is %s', async (_, code, spoil) => {
    const bowl = await make(ctx).product()
    await spoil(bowl)

    await expect(add(guest(), bowl)).rejects.toMatchObject({ code })
    expect(await ctx.db.select().from(carts)).toEqual([])
  })

  it('refuses to sell a shop its own things', async () => {
    const keeper = await make(ctx).user()
    const bowl = await make(ctx).product({ shop: await make(ctx).shop({ owner: keeper }) })

    await expect(addToCart(ctx, keeper, { variantId: bowl.variant.id, quantity: 1 })).rejects.toMatchObject({ code: 'cart.own_shop' })
    expect(await ctx.db.select().from(carts)).toEqual([])
  })

  it('refuses what does not exist', async () => {
    await expect(addToCart(ctx, guest(), { variantId: ctx.newId(), quantity: 1 })).rejects.toMatchObject({ code: 'cart.not_for_sale' })
  })
})

describe('the cart as it is today', () => {
  it('shows the price of today beside the one that was seen', async () => {
    const bowl = await make(ctx).product({ priceMinor: 2000 })
    const who = guest()
    const { lineId } = await add(who, bowl)
    await ctx.db.update(variants).set({ priceMinor: 2500 }).where(eq(variants.id, bowl.variant.id))

    expect(await readCart(ctx, who)).toMatchObject([{ unitPriceMinor: 2500, unitPriceSeenMinor: 2000 }])
    await changeCartLine(ctx, who, lineId, { quantity: 1 })
    expect(await readCart(ctx, who)).toMatchObject([{ unitPriceMinor: 2500, unitPriceSeenMinor: 2500 }])
  })

  it('keeps what cannot be bought any more and says why', async () => {
    const [bowl, cup] = [await make(ctx).product({ stock: 4 }), await make(ctx).product()]
    const who = guest()
    await add(who, bowl, 3)
    await add(who, cup)
    await ctx.db.update(stockLevels).set({ reserved: 2 }).where(eq(stockLevels.variantId, bowl.variant.id))
    await ctx.db.update(products).set({ status: 'archived' }).where(eq(products.id, cup.id))

    expect((await readCart(ctx, who)).map(({ problem, left }) => [problem, left])).toEqual([
      ['not_enough', 2],
      ['not_for_sale', 10],
    ])
  })

  it('is nobody else’s', async () => {
    const bowl = await make(ctx).product()
    const [mine, yours] = [guest(), guest()]
    const { lineId } = await add(mine, bowl)

    expect(await readCart(ctx, yours)).toEqual([])
    expect(await readCart(ctx, visitor())).toEqual([])
    await expect(changeCartLine(ctx, yours, lineId, { quantity: 9 })).rejects.toMatchObject({ code: 'cart.line_not_found' })
    await removeCartLine(ctx, yours, lineId)
    await removeCartLine(ctx, visitor(), lineId)
    expect(await storedLines()).toMatchObject([{ id: lineId, quantity: 1 }])
  })
})

describe('changing the cart', () => {
  it('refuses more than there are, but lets the buyer take fewer', async () => {
    const bowl = await make(ctx).product({ stock: 5 })
    const who = guest()
    const { lineId } = await add(who, bowl, 4)
    await ctx.db.update(stockLevels).set({ reserved: 4 }).where(eq(stockLevels.variantId, bowl.variant.id))

    await expect(changeCartLine(ctx, who, lineId, { quantity: 5 })).rejects.toMatchObject({ code: 'cart.not_enough', details: { left: 1 } })
    await changeCartLine(ctx, who, lineId, { quantity: 2 })
    expect(await storedLines()).toMatchObject([{ quantity: 2 }])
  })

  it('takes a line out', async () => {
    const who = guest()
    const { lineId } = await add(who, await make(ctx).product())
    await removeCartLine(ctx, who, lineId)

    expect(await storedLines()).toEqual([])
  })

  it('takes out what was bought and keeps what came on top', async () => {
    const [bowl, cup] = [await make(ctx).product(), await make(ctx).product()]
    const who = guest()
    const first = await add(who, bowl, 3)
    const second = await add(who, cup, 1)
    await removeBoughtLines(ctx, [
      { cartLineId: first.lineId, quantity: 2 },
      { cartLineId: second.lineId, quantity: 1 },
    ])

    expect(await storedLines()).toMatchObject([{ id: first.lineId, quantity: 1 }])
  })
})

describe('signing in', () => {
  it('brings the guest’s cart along', async () => {
    const user = await make(ctx).user()
    const who = guest()
    const { lineId } = await add(who, await make(ctx).product(), 2)
    await mergeCarts(ctx, user.userId, who.guestKey!)

    expect(await readCart(ctx, user)).toMatchObject([{ id: lineId, quantity: 2 }])
    expect(await readCart(ctx, who)).toEqual([])
  })

  it('joins it with the cart that is there: the larger number of each thing', async () => {
    const user = await make(ctx).user()
    const who = guest()
    const [bowl, cup, vase] = [await make(ctx).product(), await make(ctx).product(), await make(ctx).product()]
    await add(user, bowl, 1)
    await add(user, cup, 3)
    await add(who, bowl, 2)
    await add(who, cup, 1)
    const { lineId } = await add(who, vase, 1)

    await mergeCarts(ctx, user.userId, who.guestKey!)
    await mergeCarts(ctx, user.userId, who.guestKey!)

    const merged = await readCart(ctx, user)
    expect(merged.map(({ productId, quantity }) => [productId, quantity])).toEqual([
      [bowl.id, 2],
      [cup.id, 3],
      [vase.id, 1],
    ])
    expect(merged[2]!.id).toBe(lineId)
    expect(await ctx.db.select().from(carts)).toHaveLength(1)
  })
})

it('clears away the carts of guests whose cookie has ended, and no others', async () => {
  const [old, recent, user] = [guest(), guest(), await make(ctx).user()]
  for (const who of [old, recent, user]) await add(who, await make(ctx).product())
  const longAgo = new Date(ctx.now.getTime() - 31 * 24 * 60 * 60 * 1000)
  await ctx.db.update(carts).set({ updatedAt: longAgo }).where(eq(carts.guestKey, old.guestKey!))
  await ctx.db.update(carts).set({ updatedAt: longAgo }).where(eq(carts.userId, user.userId))

  await deleteAbandonedCarts(ctx)

  expect([await countPieces(ctx, old), await countPieces(ctx, recent), await countPieces(ctx, user)]).toEqual([0, 1, 1])
})

describe('what is saved for later', () => {
  const placesOf = async (who: ReturnType<typeof guest>) =>
    (await readCart(ctx, who)).map(({ productId, quantity, isSaved }) => [productId, quantity, isSaved])

  it('is neither counted nor bought, and comes back as it was', async () => {
    const [bowl, cup] = [await make(ctx).product({ priceMinor: 1000 }), await make(ctx).product()]
    const who = guest()
    const { lineId } = await add(who, bowl, 3)
    await add(who, cup)
    await saveForLater(ctx, who, lineId)
    await saveForLater(ctx, who, lineId)

    expect(await countPieces(ctx, who)).toBe(1)
    expect(await placesOf(who)).toEqual([
      [bowl.id, 3, true],
      [cup.id, 1, false],
    ])
    await expect(changeCartLine(ctx, who, lineId, { quantity: 1 })).rejects.toMatchObject({ code: 'cart.line_not_found' })

    await ctx.db.update(variants).set({ priceMinor: 1200 }).where(eq(variants.id, bowl.variant.id))
    await putBackIntoCart(ctx, who, lineId)
    expect((await readCart(ctx, who))[0]).toMatchObject({ quantity: 3, isSaved: false, unitPriceMinor: 1200, unitPriceSeenMinor: 1200 })
  })

  it('is in the cart again once somebody puts it in, as many as they put in', async () => {
    const bowl = await make(ctx).product({ stock: 4 })
    const who = guest()
    const { lineId } = await add(who, bowl, 3)
    await saveForLater(ctx, who, lineId)

    expect(await add(who, bowl, 2)).toEqual({ lineId, quantity: 2, pieceCount: 2 })
    expect(await placesOf(who)).toEqual([[bowl.id, 2, false]])
  })

  it('is found after signing in, where nothing that is in a cart is saved', async () => {
    const [bowl, cup, jug, tray] = await Promise.all([1, 2, 3, 4].map(() => make(ctx).product()))
    const [who, user] = [guest(), await make(ctx).user()]
    const keep = async (person: ReturnType<typeof guest>, made: MadeProduct, quantity: number) =>
      saveForLater(ctx, person, (await add(person, made, quantity)).lineId)
    await keep(user, bowl!, 2)
    await keep(user, cup!, 2)
    await add(user, jug!, 2)
    await add(who, bowl!, 1)
    await keep(who, cup!, 3)
    await keep(who, jug!, 4)
    await keep(who, tray!, 5)
    await mergeCarts(ctx, user.userId!, who.guestKey!)

    expect(await placesOf(user)).toEqual([
      [bowl!.id, 1, false],
      [cup!.id, 3, true],
      [jug!.id, 2, false],
      [tray!.id, 5, true],
    ])
  })

  it('has an end, and takes no room in the cart', async () => {
    const things = await Promise.all(Array.from({ length: 4 }, () => make(ctx).product()))
    const who = guest()
    const { lineId } = await add(who, things[0]!)
    const [cart] = await ctx.db.select().from(carts)
    const others = await Promise.all(Array.from({ length: 60 }, () => make(ctx).product()))
    await ctx.db.insert(cartLines).values(
      others.map(({ variant }) => ({
        id: ctx.newId(),
        cartId: cart!.id,
        variantId: variant.id,
        quantity: 1,
        unitPriceSeenMinor: 1,
        savedAt: ctx.now,
      })),
    )

    await expect(saveForLater(ctx, who, lineId)).rejects.toMatchObject({ code: 'cart.saved_full', details: { max: 60 } })
    await add(who, things[1]!)
    expect(await countPieces(ctx, who)).toBe(2)
  })

  it("of another's cart is not found", async () => {
    const [who, other] = [guest(), guest()]
    const { lineId } = await add(who, await make(ctx).product())
    await add(other, await make(ctx).product())

    await expect(saveForLater(ctx, other, lineId)).rejects.toMatchObject({ code: 'cart.line_not_found' })
    await expect(putBackIntoCart(ctx, visitor(), lineId)).rejects.toMatchObject({ code: 'cart.line_not_found' })
    expect((await readCart(ctx, who)).map(({ isSaved }) => isSaved)).toEqual([false])
  })
})

describe('a thing that is sold in certain numbers', () => {
  const inSixes = { orderMin: 6, orderMax: 20, orderStep: 6 }

  it.each([
    [1, false],
    [6, true],
    [7, false],
    [12, true],
    [18, true],
    [19, false],
    [24, false],
  ])('is put into the cart %i at once: %s', async (quantity, isSold) => {
    const eggs = await make(ctx).product({ stock: 100, ...inSixes })
    const who = guest()
    const adding = add(who, eggs, quantity)
    if (isSold) expect(await adding).toMatchObject({ quantity })
    else {
      await expect(adding).rejects.toMatchObject({ code: 'cart.wrong_quantity', details: { fewest: 6, most: 18, step: 6, inCart: 0 } })
      expect(await storedLines()).toEqual([])
    }
  })

  it('keeps to it on top of what is there, and when it is changed', async () => {
    const eggs = await make(ctx).product({ stock: 100, ...inSixes })
    const who = guest()
    const { lineId } = await add(who, eggs, 6)
    await add(who, eggs, 6)
    await expect(add(who, eggs, 12)).rejects.toMatchObject({ code: 'cart.wrong_quantity', details: { inCart: 12 } })
    await expect(changeCartLine(ctx, who, lineId, { quantity: 5 })).rejects.toMatchObject({ code: 'cart.wrong_quantity' })
    await changeCartLine(ctx, who, lineId, { quantity: 18 })
    expect(await storedLines()).toMatchObject([{ quantity: 18 }])
  })

  it('has as many left as the rule makes of its stock, and none where that is too few', async () => {
    const [eggs, few] = [await make(ctx).product({ stock: 15, ...inSixes }), await make(ctx).product({ stock: 5, ...inSixes })]
    const who = guest()

    await expect(add(who, eggs, 18)).rejects.toMatchObject({ code: 'cart.not_enough', details: { left: 12 } })
    await expect(add(who, few, 6)).rejects.toMatchObject({ code: 'cart.sold_out' })
  })

  it('cannot be bought in a number that its shop has ruled out since', async () => {
    const bowl = await make(ctx).product({ stock: 100 })
    const who = guest()
    await add(who, bowl, 5)
    await ctx.db.update(products).set(inSixes).where(eq(products.id, bowl.id))

    expect(await readCart(ctx, who)).toMatchObject([{ problem: 'wrong_quantity', rule: inSixes, left: 18 }])
  })
})
