import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditEntries, categories, products, taxRates } from '#db/schema'
import { addAddress } from '#server/domains/accounts'
import { addToCart } from '#server/domains/cart'
import { systemActor, visitor } from '#server/platform/actor'
import { cartViewSchema } from '#shared/contracts/cart'
import { someAddress } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { insertParcel } from '../../../tests/support/parcels'
import { presentCart } from './present-cart'
import { quoteCart } from './quote-cart'
import { listTaxRates } from './list-tax-rates'
import { removeTaxRate, setTaxRate } from './set-tax-rate'

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
      shops: [{ options: [], shippingProblem: 'not_there', shipsTo: ['AT', 'DE'] }],
    })
  })

  it('takes the way of sending that was chosen', async () => {
    const { bowl, who } = await filled()
    const { id: methodId } = await insertParcel(ctx, bowl.shop.id, { name: 'Express', priceMinor: 1290, minDays: 1, maxDays: 1 })

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

it('is for the country of the address that its buyer keeps, until they say another', async () => {
  const buyer = await make(ctx).user()
  const bowl = await make(ctx).product({ priceMinor: 11900 })
  await addToCart(ctx, buyer, { variantId: bowl.variant.id, quantity: 1 })
  await addAddress(ctx, buyer, { address: someAddress({ country: 'AT', city: 'Wien' }), isDefault: false })

  expect(await quoteCart(ctx, buyer, {})).toMatchObject({ country: 'AT', taxMinor: 1983 + 82 })
  expect(await quoteCart(ctx, buyer, { country: 'DE' })).toMatchObject({ country: 'DE', taxMinor: 1900 + 78 })
})

describe('tax rates', () => {
  const taxOf = async (country: string) => {
    const { who, bowl } = await filled()
    await insertParcel(ctx, bowl.shop.id, { countries: [country], priceMinor: 0 })
    return (await quoteCart(ctx, who, { country })).shops[0]!.lines[0]!.taxRateBps
  }
  const nextYear = () => new Date(ctx.now.getTime() + 365 * 24 * 60 * 60 * 1000)

  it('are those that Souk knows, until an admin sets others', async () => {
    expect(await taxOf('FI')).toBe(2550)
    expect(await taxOf('US')).toBe(0)
    const admin = await make(ctx).user({ role: 'admin' })
    await setTaxRate(ctx, admin, { country: 'FI', rateBps: 2400 })
    expect(await taxOf('FI')).toBe(2400)
    const { builtIn, rates } = await listTaxRates(ctx, admin)
    expect(builtIn).toContainEqual({ country: 'FI', rateBps: 2550 })
    expect(rates.filter(({ country }) => country === 'FI')).toMatchObject([{ category: null, rateBps: 2400, state: 'current' }])
  })

  it('begin on their day, can be taken back until then, and are written down', async () => {
    const admin = await make(ctx).user({ role: 'admin' })
    const validFrom = nextYear().toISOString()
    await setTaxRate(ctx, admin, { country: 'SE', rateBps: 2000, validFrom })
    await setTaxRate(ctx, admin, { country: 'SE', rateBps: 2100, validFrom })
    await setTaxRate(ctx, admin, { country: 'SE', rateBps: 2600, validFrom: new Date(0).toISOString() })
    const ofSweden = async () => (await listTaxRates(ctx, admin)).rates.filter(({ country }) => country === 'SE')
    expect(await ofSweden()).toMatchObject([
      { rateBps: 2100, state: 'later', validFrom },
      { rateBps: 2600, state: 'current' },
    ])
    expect(await taxOf('SE')).toBe(2600)

    const [later, current] = await ofSweden()
    await expect(removeTaxRate(ctx, admin, current!.id)).rejects.toMatchObject({ code: 'pricing.rate_in_force' })
    await removeTaxRate(ctx, admin, later!.id)
    await expect(removeTaxRate(ctx, admin, later!.id)).rejects.toMatchObject({ code: 'pricing.rate_not_found' })
    expect(await ofSweden()).toMatchObject([{ rateBps: 2600 }])

    const entries = await ctx.db.select().from(auditEntries).where(eq(auditEntries.actorId, admin.userId!)).orderBy(auditEntries.position)
    expect(entries.map(({ action, details }) => [action, details.rateBps])).toEqual([
      ['pricing.tax_rate_set', 2000],
      ['pricing.tax_rate_set', 2100],
      ['pricing.tax_rate_set', 2600],
      ['pricing.tax_rate_removed', 2100],
    ])
  })

  it('change for what is bought once their day has come', async () => {
    const admin = await make(ctx).user({ role: 'admin' })
    await setTaxRate(ctx, admin, { country: 'DK', rateBps: 2000, validFrom: nextYear().toISOString() })
    expect(await taxOf('DK')).toBe(2500)
    const now = ctx.now
    ctx.travelTo(new Date(nextYear().getTime() + 1000))
    expect(await taxOf('DK')).toBe(2000)
    ctx.travelTo(now)
  })

  it('are for admins to see and to set', async () => {
    const moderator = await make(ctx).user({ role: 'moderator' })
    const notYours = { code: 'pricing.not_allowed' }
    const before = await ctx.db.select().from(taxRates)
    await expect(setTaxRate(ctx, moderator, { country: 'DE', rateBps: 0 })).rejects.toMatchObject(notYours)
    await expect(listTaxRates(ctx, moderator)).rejects.toMatchObject(notYours)
    await expect(removeTaxRate(ctx, moderator, before[0]!.id)).rejects.toMatchObject(notYours)
    await expect(setTaxRate(ctx, systemActor, { country: 'DE', categoryId: ctx.newId(), rateBps: 0 })).rejects.toMatchObject({
      code: 'pricing.category_not_found',
    })
    expect(await ctx.db.select().from(taxRates)).toEqual(before)
  })
})
