import { asc, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { files, shippingMethods, shopMembers, shops, slugHistory } from '#db/schema'
import { systemActor, visitor } from '#server/platform/actor'
import { SHOP_MOVES, SHOP_STATUSES } from '#shared/lifecycles/shop'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { addParcel } from '../../../tests/support/parcels'
import { testContext } from '../../../tests/support/context'
import { addShippingMethod } from './add-shipping-method'
import { addShopMember } from './add-shop-member'
import { createShop } from './create-shop'
import { planHoliday } from './plan-holiday'
import { renameShop } from './rename-shop'
import { setShopPictures } from './set-shop-pictures'
import { setShopStatus } from './set-shop-status'

const ctx = await testContext()
const make = makeCatalog(ctx)
const DAY = 24 * 60 * 60 * 1000
const row = async (id: string) => (await ctx.db.select().from(shops).where(eq(shops.id, id)))[0]!

describe('opening a shop', () => {
  it('makes a pending shop with an address of its name and its opener as owner', async () => {
    const owner = await make.person()
    const shop = await createShop(ctx, owner, owner.userId, { name: 'Café Lumière', country: 'FR' })

    expect(shop).toMatchObject({ slug: 'cafe-lumiere', status: 'pending', returnDays: 14, country: 'FR' })
    expect(await ctx.db.select().from(shopMembers).where(eq(shopMembers.shopId, shop.id))).toMatchObject([
      { userId: owner.userId, role: 'owner' },
    ])
  })

  it('finds another address when the name is taken, also at once', async () => {
    const owner = await make.person()
    const opened = await Promise.all([1, 2, 3].map(() => createShop(ctx, owner, owner.userId, { name: 'Twins', country: 'DE' })))
    const slugs = opened.map(({ slug }) => slug).sort()

    expect(slugs[0]).toBe('twins')
    expect(slugs.slice(1)).toEqual([expect.stringMatching(/^twins-[0-9a-f]{6}$/), expect.stringMatching(/^twins-[0-9a-f]{6}$/)])
  })

  it('refuses a wished address that is or was taken', async () => {
    const { row: taken, owner } = await make.shop({ slug: 'wished' })
    await renameShop(ctx, owner, taken.id, { name: 'Moved', slug: 'moved-on' })
    const before = await ctx.db.$count(shops)

    for (const slug of ['wished', 'moved-on'])
      await expect(createShop(ctx, owner, owner.userId, { name: 'New', slug, country: 'DE' })).rejects.toMatchObject({
        code: 'shops.slug_taken',
      })
    expect(await ctx.db.$count(shops)).toBe(before)
  })

  it('lets the marketplace open a shop for somebody, and nobody else', async () => {
    const owner = await make.person()
    const opened = await createShop(ctx, systemActor, owner.userId, { name: 'For you', country: 'DE' })
    expect(opened.name).toBe('For you')

    const before = await ctx.db.$count(shops)
    for (const actor of [await make.person(), visitor()])
      await expect(createShop(ctx, actor, owner.userId, { name: 'Not mine', country: 'DE' })).rejects.toMatchObject({
        code: 'shops.not_allowed',
      })
    expect(await ctx.db.$count(shops)).toBe(before)
  })
})

describe("a shop's life", () => {
  const moves = SHOP_STATUSES.flatMap((from) => SHOP_STATUSES.filter((to) => to !== from).map((to) => ({ from, to })))
  it.each(moves)('from $from to $to is as the lifecycle says', async ({ from, to }) => {
    const { row: shop } = await make.shop()
    await ctx.db.update(shops).set({ status: from }).where(eq(shops.id, shop.id))
    const moving = setShopStatus(ctx, systemActor, shop.id, to)

    if (SHOP_MOVES[from].includes(to)) expect((await moving).status).toBe(to)
    else {
      await expect(moving).rejects.toMatchObject({ code: 'shops.status_conflict', details: { from, to } })
      expect((await row(shop.id)).status).toBe(from)
    }
  })

  it('is not for its owner to decide', async () => {
    const { row: shop, owner } = await make.shop()
    await expect(setShopStatus(ctx, owner, shop.id, 'suspended')).rejects.toMatchObject({ code: 'shops.not_allowed' })
    expect((await row(shop.id)).status).toBe('active')
  })
})

describe('what members may do', () => {
  it('lets owners add members and change their role, and nobody else', async () => {
    const { row: shop, owner } = await make.shop()
    const [manager, friend] = [await make.person(), await make.person()]
    await addShopMember(ctx, owner, shop.id, { userId: manager.userId, role: 'staff' })
    await addShopMember(ctx, owner, shop.id, { userId: manager.userId, role: 'manager' })

    await expect(addShopMember(ctx, manager, shop.id, { userId: friend.userId, role: 'staff' })).rejects.toMatchObject({
      code: 'shops.role_too_low',
    })
    await expect(addShopMember(ctx, friend, shop.id, { userId: friend.userId, role: 'owner' })).rejects.toMatchObject({
      code: 'shops.not_found',
    })
    const members = await ctx.db.select().from(shopMembers).where(eq(shopMembers.shopId, shop.id)).orderBy(asc(shopMembers.role))
    expect(members.map(({ userId, role }) => [userId, role])).toEqual([
      [manager.userId, 'manager'],
      [owner.userId, 'owner'],
    ])
  })

  it('adds shipping methods one after another', async () => {
    const { row: shop, owner } = await make.shop()
    const { zoneId } = await addParcel(ctx, owner, shop.id)
    const express = { zoneId, name: 'Express', priceMinor: 990, minDays: 1, maxDays: 1 }
    await addShippingMethod(ctx, owner, shop.id, express)

    const methods = await ctx.db.select().from(shippingMethods).where(eq(shippingMethods.shopId, shop.id)).orderBy(shippingMethods.position)
    expect(methods.map(({ name, position }) => [name, position])).toEqual([
      ['Parcel', 0],
      ['Express', 1],
    ])
    await expect(addShippingMethod(ctx, await make.person(), shop.id, express)).rejects.toMatchObject({ code: 'shops.not_found' })
    expect(await ctx.db.$count(shippingMethods, eq(shippingMethods.shopId, shop.id))).toBe(2)
  })

  it('takes pictures of the shop itself only, each for its purpose', async () => {
    const [own, other] = [await make.shop(), await make.shop()]
    const file = async (ownerId: string, purpose: 'shop_logo' | 'shop_banner') => {
      const id = ctx.newId()
      await ctx.db.insert(files).values({ id, ownerId, purpose, key: id, contentType: 'image/webp', sizeBytes: 1, sha256: id })
      return id
    }
    const logoFileId = await file(own.row.id, 'shop_logo')
    const foreign = await file(other.row.id, 'shop_banner')

    for (const bannerFileId of [foreign, logoFileId, ctx.newId()])
      await expect(setShopPictures(ctx, own.owner, own.row.id, { logoFileId, bannerFileId })).rejects.toMatchObject({
        code: 'shops.picture_not_found',
      })
    expect(await row(own.row.id)).toMatchObject({ logoFileId: null, bannerFileId: null })

    await setShopPictures(ctx, own.owner, own.row.id, { logoFileId, bannerFileId: null })
    expect(await row(own.row.id)).toMatchObject({ logoFileId, bannerFileId: null })
  })

  it('plans a holiday and opens again', async () => {
    const { row: shop, owner } = await make.shop()
    const holiday = { from: new Date(ctx.now.getTime() + DAY), to: new Date(ctx.now.getTime() + 15 * DAY) }
    expect(await planHoliday(ctx, owner, shop.id, holiday)).toMatchObject({ closedFrom: holiday.from, closedTo: holiday.to })
    expect(await planHoliday(ctx, owner, shop.id, null)).toMatchObject({ closedFrom: null, closedTo: null })
  })
})

describe('renaming a shop', () => {
  it('remembers the old address, and gives it back to the same shop', async () => {
    const { row: shop, owner } = await make.shop({ slug: 'first-name' })
    await renameShop(ctx, owner, shop.id, { name: 'Second', slug: 'second-name' })
    await renameShop(ctx, owner, shop.id, { name: 'First', slug: 'first-name' })

    expect((await row(shop.id)).slug).toBe('first-name')
    expect(await ctx.db.select().from(slugHistory).where(eq(slugHistory.targetId, shop.id))).toMatchObject([{ slug: 'second-name' }])
  })

  it("refuses an address that is another shop's", async () => {
    const [one, other] = [await make.shop(), await make.shop()]
    await expect(renameShop(ctx, one.owner, one.row.id, { name: 'X', slug: other.row.slug })).rejects.toMatchObject({
      code: 'shops.slug_taken',
    })
    expect((await row(one.row.id)).slug).toBe(one.row.slug)
  })
})
