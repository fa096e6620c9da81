import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { categories, products, shippingMethods } from '#db/schema'
import { addToCart } from '#server/domains/cart'
import { systemActor, visitor } from '#server/platform/actor'
import { cartViewSchema } from '#shared/contracts/cart'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { presentCart } from './present-cart'
import { quoteCart } from './quote-cart'
import { setTaxRate } from './set-tax-rate'

const ctx = await testContext()

beforeAll(async () => {
  await setTaxRate(ctx, systemActor, { country: 'DE', categoryId: null, rateBps: 1900 })
  await setTaxRate(ctx, systemActor, { country: 'AT', categoryId: null, rateBps: 2000 })
})

const filled = async () => {
  const bowl = await make(ctx).product({ priceMinor: 11900 })
  const who = visitor({ guestKey: ctx.newId() })
  await addToCart(ctx, who, { variantId: bowl.variant.id, quantity: 1 })
  return { bowl, who }
}

describe('a quote', () => {
  it('is for the country it is sent to', async () => {
    const { who } = await filled()

    expect(await quoteCart(ctx, who, {})).toMatchObject({ country: 'DE', currency: 'EUR', totalMinor: 12390, taxMinor: 1900 + 78 })
    expect(await quoteCart(ctx, who, { country: 'AT' })).toMatchObject({ country: 'AT', totalMinor: 12390, taxMinor: 1983 + 82 })
    expect(await quoteCart(ctx, who, { country: 'FR' })).toMatchObject({
      country: 'FR',
      canBeBought: false,
      shippingMinor: 0,
      shops: [{ options: [] }],
    })
  })

  it('takes the way of sending that was chosen', async () => {
    const { bowl, who } = await filled()
    const methodId = ctx.newId()
    await ctx.db
      .insert(shippingMethods)
      .values({ id: methodId, shopId: bowl.shop.id, name: 'Express', countries: ['DE'], priceMinor: 1290, minDays: 1, maxDays: 1 })

    expect(await quoteCart(ctx, who, { shipping: [{ shopId: bowl.shop.id, methodId }] })).toMatchObject({ shippingMinor: 1290 })
    expect(await quoteCart(ctx, who, {})).toMatchObject({ shippingMinor: 490 })
  })

  it('knows the rate of the nearest category above', async () => {
    const { bowl, who } = await filled()
    const [books, children] = [ctx.newId(), ctx.newId()]
    await ctx.db.insert(categories).values([
      { id: books, slug: 'books', path: 'books', name: 'Books' },
      { id: children, parentId: books, slug: 'children', path: 'books/children', name: 'For children' },
    ])
    await ctx.db.update(products).set({ categoryId: children }).where(eq(products.id, bowl.id))
    await setTaxRate(ctx, systemActor, { country: 'DE', categoryId: books, rateBps: 700 })

    expect((await quoteCart(ctx, who, {})).shops[0]!.lines).toMatchObject([{ taxRateBps: 700, taxMinor: 779 }])
  })

  it('fits its contract, also when it is empty', async () => {
    const { who } = await filled()

    expect(cartViewSchema.parse(presentCart(await quoteCart(ctx, who, {})))).toMatchObject({ lineCount: 1, canBeBought: true })
    expect(cartViewSchema.parse(presentCart(await quoteCart(ctx, visitor(), {})))).toMatchObject({
      shops: [],
      totalMinor: 0,
      currency: 'EUR',
    })
  })
})

it('lets only admins set tax rates', async () => {
  await expect(setTaxRate(ctx, visitor(), { country: 'DE', categoryId: null, rateBps: 0 })).rejects.toMatchObject({
    code: 'pricing.not_allowed',
  })
  const { who } = await filled()
  expect((await quoteCart(ctx, who, {})).taxMinor).toBe(1978)
})
