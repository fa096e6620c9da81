import { expect, it } from 'vitest'
import { testContext } from '../../../tests/support/context'
import { makeCatalog, type MadeShop } from '../../../tests/support/make-catalog'
import { addParcel } from '../../../tests/support/parcels'
import { getProduct } from './get-product'

const ctx = await testContext()
const catalog = makeCatalog(ctx)

const place = { name: 'Clay', street: 'Yard 1', postalCode: '20457', city: 'Hamburg', country: 'DE' }
const estimateOf = async (shop: MadeShop, weights: number[] = [900]) => {
  const options = weights.length > 1 ? [{ name: 'Size', values: weights.map(String) }] : []
  const variants = weights.map((weightGrams, index) => ({
    sku: `W-${ctx.newId()}`,
    priceMinor: 1000 + index,
    weightGrams,
    optionValues: weights.length > 1 ? [String(weightGrams)] : [],
  }))
  const { product } = await catalog.product(shop, { options, variants })
  return (await getProduct(ctx, product.slug)).shipping
}

it('is for one of the cheapest, by its weight, to the country of the marketplace', async () => {
  const shop = await catalog.shop({ country: 'AT' })
  const tiers = [
    { upTo: 1000, priceMinor: 390 },
    { upTo: null, priceMinor: 690 },
  ]
  await addParcel(ctx, shop.owner, shop.row.id, { countries: ['AT', 'DE'], name: 'Post', rule: 'by_weight', priceMinor: 0, tiers })
  await addParcel(ctx, shop.owner, shop.row.id, { countries: [], name: 'By sea', priceMinor: 100 })

  expect(await estimateOf(shop, [900, 2000])).toMatchObject({
    name: 'Post',
    priceMinor: 390,
    isFrom: true,
    country: 'DE',
    countries: ['AT', 'DE'],
  })
  expect(await estimateOf(shop, [1001])).toMatchObject({ priceMinor: 690 })
})

it("is for the shop's own country, or wherever it goes, where it does not go there, and there is none where nothing is sent", async () => {
  const shop = await catalog.shop({ country: 'AT' })
  expect(await estimateOf(shop)).toBeNull()
  const pickup = { address: place, hours: 'Mornings' }
  await addParcel(ctx, shop.owner, shop.row.id, { countries: ['DE'], name: 'At the yard', priceMinor: 0, pickup })
  expect(await estimateOf(shop)).toBeNull()
  await addParcel(ctx, shop.owner, shop.row.id, { countries: ['FR'], name: 'Colis' })
  expect(await estimateOf(shop)).toMatchObject({ country: 'FR', name: 'Colis', isFrom: false })
  await addParcel(ctx, shop.owner, shop.row.id, { countries: ['AT', 'CH'], name: 'Post' })
  expect(await estimateOf(shop)).toMatchObject({ country: 'AT', name: 'Post', countries: ['AT', 'CH'] })
})
