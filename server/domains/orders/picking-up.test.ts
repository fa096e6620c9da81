import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { checkouts, orders, shippingMethods } from '#db/schema'
import { startCheckout } from '#server/domains/checkout'
import { jobs } from '#server/jobs'
import type { PickupPlace } from '#shared/contracts/shipping'
import { buying, someAddress } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { insertParcel } from '../../../tests/support/parcels'
import { mailsWith, smallShop } from '../../../tests/support/small-shop'
import { getShopOrder } from './get-shop-order'
import { shipOrder } from './ship-order'
import { trackParcel } from './track-parcel'

const ctx = await testContext({}, jobs)
const { guest, fill, form, start, pay } = buying(ctx)
const { keeper, shopId, cup } = await smallShop(ctx)

const yard: PickupPlace = {
  address: { name: 'Clay & Co', street: 'Yard Lane 7', postalCode: '20457', city: 'Hamburg', country: 'DE' },
  hours: 'Monday to Friday, 10 to 18',
}
const { id: pickupId } = await insertParcel(ctx, shopId, { name: 'At the yard', priceMinor: 100, pickup: yard, minDays: 0, maxDays: 1 })
const atTheYard = [{ shopId, methodId: pickupId }]
/** Who comes for it says who they are, and no more. */
const nobodysStreet = someAddress({ name: 'Grace Hopper', street: '', postalCode: '', city: '' })

it('says where and when, asks for no address, and mails when it is ready', async () => {
  const buyer = guest()
  await fill(buyer, cup)
  const { checkout } = await start(buyer, { shipping: atTheYard, shippingAddress: nobodysStreet, expectedTotalMinor: 1000 })
  const paid = await pay(buyer, checkout.id)
  await ctx.queue.drain()
  const number = `${paid.groupNumber}-1`

  const placed = await getShopOrder(ctx, keeper, shopId, number)
  expect(placed).toMatchObject({ pickup: yard, shippingMethod: 'At the yard', shippingMinor: 100, shippingAddress: nobodysStreet })
  const [confirmed] = mailsWith(ctx, `Your order ${paid.groupNumber}`)
  expect(confirmed).toContain('Yard Lane 7')
  expect(confirmed).toContain('Monday to Friday, 10 to 18')
  expect(confirmed).not.toContain('Sent to')

  // What was said stays, whatever the shop changes.
  await ctx.db
    .update(shippingMethods)
    .set({ pickup: { ...yard, hours: 'Sundays' } })
    .where(eq(shippingMethods.id, pickupId))
  await shipOrder(ctx, keeper, shopId, number, { carrier: 'DHL', trackingNumber: '00340434161094042557', trackingUrl: null })
  await ctx.queue.drain()
  const [ready] = mailsWith(ctx, 'It is ready for you')
  expect(ready).toContain('Yard Lane 7')
  expect(ready).toContain('Monday to Friday, 10 to 18')

  const { shipments } = await getShopOrder(ctx, keeper, shopId, number)
  expect(shipments).toMatchObject([{ carrier: '', trackingNumber: '', trackingUrl: null }])
  await trackParcel(ctx, keeper, shopId, number, shipments[0]!.id, { kind: 'delivered' })
  expect(await getShopOrder(ctx, keeper, shopId, number)).toMatchObject({ fulfilmentStatus: 'delivered', pickup: yard })
})

it.each([
  ['what is sent', []],
  ['one of two shops that is sent', atTheYard],
])('needs an address for %s, and nothing has changed', async (what, shipping) => {
  const buyer = guest()
  await fill(buyer, cup)
  if (what !== 'what is sent') await fill(buyer, await make(ctx).product())
  const { expectedTotalMinor } = await form(buyer)
  const before = [await ctx.db.$count(checkouts), await ctx.db.$count(orders)]

  const input = await form(buyer, { shipping, shippingAddress: nobodysStreet, expectedTotalMinor })
  await expect(startCheckout(ctx, buyer, crypto.randomUUID(), input)).rejects.toMatchObject({
    code: 'checkout.address_missing',
    details: { issues: [{ path: 'shippingAddress.street' }, { path: 'shippingAddress.postalCode' }, { path: 'shippingAddress.city' }] },
  })
  expect([await ctx.db.$count(checkouts), await ctx.db.$count(orders)]).toEqual(before)
})
