import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { auditEntries, files, listings, orders, shippingMethods, shopMembers, shops } from '#db/schema'
import { closeShopWithoutOrders } from '#server/domains/orders'
import { deleteObjectsJob } from '#server/jobs/delete-objects'
import { finishRenditionsJob } from '#server/jobs/finish-renditions'
import { refreshShopListingsJob } from '#server/jobs/refresh-shop-listings'
import type { Actor } from '#server/platform/actor'
import { shippingMethodInputSchema, type ShippingMethodInput } from '#shared/contracts/shipping'
import { payoutAccountSchema } from '#shared/contracts/shop-settings'
import { DELIVERY_COUNTRIES } from '#shared/countries'
import type { ShopRole } from '#shared/lifecycles/shop'
import { MOST_MINOR } from '#shared/money'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { addParcel } from '../../../tests/support/parcels'
import { addShippingMethod } from './add-shipping-method'
import { addShippingZone } from './add-shipping-zone'
import { changeShippingMethod, removeShippingMethod } from './change-shipping-method'
import { changeShippingZone, removeShippingZone } from './change-shipping-zone'
import { getShop } from './get-shop'
import { getShopSettings } from './get-shop-settings'
import { planHoliday } from './plan-holiday'
import { putShopPicture, removeShopPicture } from './put-shop-picture'
import { renameShop } from './rename-shop'
import { setPayoutAccount } from './set-payout-account'
import { updateShop } from './update-shop'

const ctx = await testContext({}, [deleteObjectsJob, finishRenditionsJob, refreshShopListingsJob])
const { user, shop: madeShop } = make(ctx)
const catalog = makeCatalog(ctx)

const DAY = 24 * 60 * 60 * 1000
const IBAN = 'DE89370400440532013000'
const PARCEL = { name: 'Parcel', priceMinor: 490, minDays: 2, maxDays: 4 }
const steps = (...upTo: (number | null)[]) => upTo.map((upTo) => ({ upTo, priceMinor: 490 }))
const row = async (id: string) => (await ctx.db.select().from(shops).where(eq(shops.id, id)))[0]!
const picture = (background: string) =>
  sharp({ create: { width: 40, height: 40, channels: 3, background } })
    .png()
    .toBuffer()

async function stall() {
  const owner = await user()
  const shop = await madeShop({ owner })
  const join = async (role: ShopRole): Promise<Actor> => {
    const member = await user()
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: shop.id, userId: member.userId, role })
    return member
  }
  return { owner, shop, manager: await join('manager'), staff: await join('staff') }
}

describe('what a shop says of itself', () => {
  it('is changed one part at a time', async () => {
    const { shop, manager } = await stall()
    await updateShop(ctx, manager, shop.id, { version: 1, tagline: 'Bright' })
    await updateShop(ctx, manager, shop.id, { version: 2, returnDays: 30 })

    expect(await row(shop.id)).toMatchObject({ name: shop.name, tagline: 'Bright', returnDays: 30, version: 3 })
  })

  it('refuses to overwrite what somebody else has saved, also at the same time', async () => {
    const { owner, shop, manager } = await stall()
    const attempts = await Promise.allSettled([
      updateShop(ctx, owner, shop.id, { version: 1, tagline: 'Mine' }),
      updateShop(ctx, manager, shop.id, { version: 1, tagline: 'Mine too' }),
    ])
    expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(attempts.find((attempt) => attempt.status === 'rejected')?.reason).toMatchObject({
      code: 'shops.edited_elsewhere',
      details: { version: 2 },
    })
    expect((await row(shop.id)).version).toBe(2)
  })

  it('is not for staff, nor for strangers, nor for a closed shop', async () => {
    const { owner, shop, staff } = await stall()
    const change = { version: 1, name: 'Another' }
    await expect(updateShop(ctx, staff, shop.id, change)).rejects.toMatchObject({ code: 'shops.role_too_low' })
    await expect(updateShop(ctx, await user(), shop.id, change)).rejects.toMatchObject({ code: 'shops.not_found' })
    await ctx.db.update(shops).set({ status: 'closed' }).where(eq(shops.id, shop.id))
    await expect(updateShop(ctx, owner, shop.id, change)).rejects.toMatchObject({ code: 'shops.closed' })
    await expect(renameShop(ctx, owner, shop.id, { slug: 'another-address' })).rejects.toMatchObject({ code: 'shops.closed' })
    expect((await row(shop.id)).name).toBe(shop.name)
  })
})

describe('where the money goes', () => {
  it('is told and changed by owners, and shown to them by its end alone', async () => {
    const { owner, shop, manager } = await stall()
    await setPayoutAccount(ctx, owner, shop.id, { holder: 'Olga', iban: IBAN })
    await expect(setPayoutAccount(ctx, manager, shop.id, { holder: 'Manager', iban: 'GB82WEST12345698765432' })).rejects.toMatchObject({
      code: 'shops.role_too_low',
    })

    expect((await getShopSettings(ctx, owner, shop.id)).payout).toEqual({ holder: 'Olga', maskedIban: 'DE•• •••• 3000', provider: null })
    expect((await getShopSettings(ctx, manager, shop.id)).payout).toBeNull()
    expect(await row(shop.id)).toMatchObject({ payoutHolder: 'Olga', payoutIban: IBAN })
    const entries = await ctx.db.select().from(auditEntries).where(eq(auditEntries.shopId, shop.id))
    expect(entries.map(({ action, details }) => [action, details])).toEqual([['shops.payout_changed', { from: '', to: 'DE•• •••• 3000' }]])
  })

  it('can be told by the owners of a closed shop, which is still owed what it earned', async () => {
    const { owner, shop, manager } = await stall()
    await ctx.db.update(shops).set({ status: 'closed' }).where(eq(shops.id, shop.id))
    await setPayoutAccount(ctx, owner, shop.id, { holder: 'Olga', iban: IBAN })
    await expect(setPayoutAccount(ctx, manager, shop.id, { holder: 'Manager', iban: IBAN })).rejects.toMatchObject({
      code: 'shops.role_too_low',
    })
    expect(await row(shop.id)).toMatchObject({ status: 'closed', payoutHolder: 'Olga', payoutIban: IBAN })
  })

  it('takes an IBAN as it is printed, and no other number', () => {
    expect(payoutAccountSchema.parse({ holder: 'Olga', iban: 'de89 3704 0044 0532 0130 00' }).iban).toBe(IBAN)
    expect(payoutAccountSchema.safeParse({ holder: 'Olga', iban: 'DE88 3704 0044 0532 0130 00' }).success).toBe(false)
  })
})

describe('ways of sending', () => {
  it('cost no more than can be counted exactly, and no fractions', () => {
    const costs = (priceMinor: number, over: object = {}) =>
      shippingMethodInputSchema.safeParse({ ...PARCEL, zoneId: crypto.randomUUID(), priceMinor, ...over }).success
    const tiers = (priceMinor: number) => ({ rule: 'by_weight', tiers: [{ upTo: null, priceMinor }] })

    expect([costs(MOST_MINOR), costs(0, tiers(MOST_MINOR))]).toEqual([true, true])
    for (const wrong of [MOST_MINOR + 1, Number.MAX_SAFE_INTEGER, -1, 0.5])
      expect([costs(wrong), costs(0, tiers(wrong))]).toEqual([false, false])
  })

  it('are changed and removed, and the last one of a shop that sells stays', async () => {
    const { shop, manager } = await stall()
    const [first] = await ctx.db.select().from(shippingMethods).where(eq(shippingMethods.shopId, shop.id))
    const parcel = { ...PARCEL, zoneId: first!.zoneId }
    const added = await addShippingMethod(ctx, manager, shop.id, parcel)
    const tiers = [
      { upTo: 1000, priceMinor: 490 },
      { upTo: null, priceMinor: 990 },
    ]
    const heavy = { name: 'By weight', rule: 'by_weight', tiers, freeFromMinor: 5000 } as const
    await changeShippingMethod(ctx, manager, shop.id, added.id, { ...parcel, ...heavy })
    await removeShippingMethod(ctx, manager, shop.id, first!.id)

    expect((await getShopSettings(ctx, manager, shop.id)).shippingZones).toMatchObject([{ countries: ['DE', 'AT'], methods: [heavy] }])
    await expect(removeShippingMethod(ctx, manager, shop.id, added.id)).rejects.toMatchObject({ code: 'shops.last_shipping_method' })
    await expect(removeShippingZone(ctx, manager, shop.id, first!.zoneId)).rejects.toMatchObject({ code: 'shops.last_shipping_method' })
    expect(await ctx.db.$count(shippingMethods, eq(shippingMethods.shopId, shop.id))).toBe(1)
  })

  it('of another shop, and their zones, are not found', async () => {
    const [own, other] = [await stall(), await stall()]
    const methodOf = async ({ shop }: typeof own) =>
      (await ctx.db.select().from(shippingMethods).where(eq(shippingMethods.shopId, shop.id)))[0]!
    const [mine, foreign] = [await methodOf(own), await methodOf(other)]
    const parcel = { ...PARCEL, zoneId: mine.zoneId }
    const notFound = { code: 'shops.shipping_method_not_found' }
    const zoneNotFound = { code: 'shops.shipping_zone_not_found' }
    const france = { countries: ['FR'] }

    await expect(changeShippingMethod(ctx, own.owner, own.shop.id, foreign.id, parcel)).rejects.toMatchObject(notFound)
    await expect(removeShippingMethod(ctx, own.owner, own.shop.id, foreign.id)).rejects.toMatchObject(notFound)
    await expect(changeShippingMethod(ctx, own.staff, own.shop.id, foreign.id, parcel)).rejects.toMatchObject({
      code: 'shops.role_too_low',
    })
    const theirs = { ...PARCEL, zoneId: foreign.zoneId }
    await expect(addShippingMethod(ctx, own.owner, own.shop.id, theirs)).rejects.toMatchObject(zoneNotFound)
    await expect(changeShippingMethod(ctx, own.owner, own.shop.id, mine.id, theirs)).rejects.toMatchObject(zoneNotFound)
    await expect(changeShippingZone(ctx, own.owner, own.shop.id, foreign.zoneId, france)).rejects.toMatchObject(zoneNotFound)
    await expect(removeShippingZone(ctx, own.owner, own.shop.id, foreign.zoneId)).rejects.toMatchObject(zoneNotFound)
    expect([await methodOf(own), await methodOf(other)]).toEqual([mine, foreign])
    expect((await getShopSettings(ctx, other.owner, other.shop.id)).shippingZones).toMatchObject([{ countries: ['DE', 'AT'] }])
  })

  it('are at most twenty', async () => {
    const { owner, shop } = await stall()
    const [first] = await ctx.db.select().from(shippingMethods).where(eq(shippingMethods.shopId, shop.id))
    const parcel = { ...PARCEL, zoneId: first!.zoneId }
    for (let number = 1; number < 20; number++) await addShippingMethod(ctx, owner, shop.id, parcel)
    await expect(addShippingMethod(ctx, owner, shop.id, parcel)).rejects.toMatchObject({ code: 'shops.too_many_shipping_methods' })
    expect(await ctx.db.$count(shippingMethods, eq(shippingMethods.shopId, shop.id))).toBe(20)
  })

  it('go everywhere else from one zone at most, and listings know where to', async () => {
    const { row: shop, owner } = await catalog.shop()
    const { product } = await catalog.product({ row: shop, owner })
    await addParcel(ctx, owner, shop.id, { countries: ['DE'] })
    await addShippingZone(ctx, owner, shop.id, { name: 'Not there', countries: ['US'] })
    const { zoneId } = await addParcel(ctx, owner, shop.id, { countries: [], name: 'By sea' })

    await expect(addShippingZone(ctx, owner, shop.id, { countries: [], isElsewhere: true })).rejects.toMatchObject({
      code: 'shops.elsewhere_taken',
    })
    await changeShippingZone(ctx, owner, shop.id, zoneId, { name: 'The world', countries: [], isElsewhere: true })
    await ctx.queue.drain()
    const shipsTo = async () => (await ctx.db.select().from(listings).where(eq(listings.productId, product.id)))[0]!.shipsTo
    expect(await shipsTo()).toEqual([...DELIVERY_COUNTRIES].filter((country) => country !== 'US').sort())
    expect((await getShop(ctx, shop.slug)).shipping).toMatchObject([{ countries: ['DE'] }, { name: 'By sea' }])

    await removeShippingZone(ctx, owner, shop.id, zoneId)
    await ctx.queue.drain()
    expect(await shipsTo()).toEqual(['DE'])
  })

  it('take the days that a shop needs before into their times, and buyers read them', async () => {
    const { row: shop, owner } = await catalog.shop()
    await addParcel(ctx, owner, shop.id, { minDays: 1, maxDays: 2 })
    await updateShop(ctx, owner, shop.id, { version: shop.version, handlingDays: 5 })

    expect((await getShop(ctx, shop.slug)).shipping).toMatchObject([{ minDays: 6, maxDays: 7 }])
    expect((await getShopSettings(ctx, owner, shop.id)).shippingZones).toMatchObject([{ methods: [{ minDays: 1, maxDays: 2 }] }])
  })

  it.each<[string, Partial<ShippingMethodInput>]>([
    ['has no steps', { rule: 'by_weight' }],
    ['goes downwards', { rule: 'by_total', tiers: steps(200, 100) }],
    ['stands still', { rule: 'by_total', tiers: steps(200, 200) }],
    ['ends before it is over', { rule: 'by_weight', tiers: steps(null, 100) }],
    ['is no list at all', { rule: 'flat', tiers: steps(100) }],
    ['costs less than nothing', { rule: 'by_weight', tiers: [{ upTo: null, priceMinor: -1 }] }],
    ['begins at nothing', { rule: 'by_weight', tiers: steps(0) }],
  ])('refuse a price list that %s', (_, over) => {
    expect(shippingMethodInputSchema.safeParse({ ...PARCEL, zoneId: ctx.newId(), ...over }).success).toBe(false)
  })
})

describe('a holiday', () => {
  it('is announced while it lasts, and ends early', async () => {
    const { owner, shop } = await stall()
    const holiday = { from: new Date(ctx.now.getTime() - DAY), to: new Date(ctx.now.getTime() + DAY) }
    await planHoliday(ctx, owner, shop.id, holiday)
    expect((await getShop(ctx, shop.slug)).closedUntil).toBe(holiday.to.toISOString())

    await planHoliday(ctx, owner, shop.id, null)
    expect((await getShop(ctx, shop.slug)).closedUntil).toBeNull()
  })

  it('is neither over already nor longer than a year', async () => {
    const { owner, shop } = await stall()
    const plan = (from: number, to: number) =>
      planHoliday(ctx, owner, shop.id, { from: new Date(ctx.now.getTime() + from * DAY), to: new Date(ctx.now.getTime() + to * DAY) })
    await expect(plan(3, 2)).rejects.toMatchObject({ code: 'shops.holiday_backwards' })
    await expect(plan(-9, -2)).rejects.toMatchObject({ code: 'shops.holiday_over' })
    await expect(plan(1, 400)).rejects.toMatchObject({ code: 'shops.holiday_too_long' })
    expect(await row(shop.id)).toMatchObject({ closedFrom: null, closedTo: null })
  })
})

describe("a shop's pictures", () => {
  it('take the place of those before, which go', async () => {
    const { shop, manager } = await stall()
    await putShopPicture(ctx, manager, shop.id, 'logo', await picture('#258'))
    await putShopPicture(ctx, manager, shop.id, 'logo', await picture('#852'))
    await putShopPicture(ctx, manager, shop.id, 'banner', await picture('#285'))

    const kept = await ctx.db.select().from(files).where(eq(files.ownerId, shop.id))
    expect(kept.map(({ purpose }) => purpose).sort()).toEqual(['shop_banner', 'shop_logo'])
    expect((await getShopSettings(ctx, manager, shop.id)).logo?.alt).toBe(shop.name)

    await removeShopPicture(ctx, manager, shop.id, 'logo')
    expect(await row(shop.id)).toMatchObject({ logoFileId: null })
    expect(await ctx.db.$count(files, eq(files.ownerId, shop.id))).toBe(1)
  })

  it('are not for staff', async () => {
    const { shop, staff } = await stall()
    await expect(putShopPicture(ctx, staff, shop.id, 'logo', await picture('#258'))).rejects.toMatchObject({ code: 'shops.role_too_low' })
    expect(await ctx.db.$count(files, eq(files.ownerId, shop.id))).toBe(0)
  })
})

describe('closing a shop', () => {
  it('is refused while somebody waits for a parcel, and for good afterwards', async () => {
    const seller = await catalog.shop()
    await catalog.purchase(await catalog.person(), await catalog.product(seller))
    const close = () => closeShopWithoutOrders(ctx, seller.owner, seller.row.id)

    await expect(close()).rejects.toMatchObject({ code: 'orders.shop_has_open_orders' })
    expect((await row(seller.row.id)).status).toBe('active')

    await ctx.db.update(orders).set({ status: 'completed' }).where(eq(orders.shopId, seller.row.id))
    expect((await close()).status).toBe('closed')
    await expect(getShop(ctx, seller.row.slug)).rejects.toMatchObject({ code: 'shops.gone' })
  })

  it('is for owners', async () => {
    const { shop, manager } = await stall()
    await expect(closeShopWithoutOrders(ctx, manager, shop.id)).rejects.toMatchObject({ code: 'shops.role_too_low' })
    await expect(closeShopWithoutOrders(ctx, await user(), shop.id)).rejects.toMatchObject({ code: 'shops.not_found' })
    expect((await row(shop.id)).status).toBe('active')
  })
})
