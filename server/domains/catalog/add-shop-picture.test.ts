import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { files, shopMembers } from '#db/schema'
import { finishRenditionsJob } from '#server/jobs/finish-renditions'
import { UNUSED_PICTURES_A_SHOP } from '#shared/contracts/pictures'
import { testContext } from '../../../tests/support/context'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { addShopPicture } from './add-shop-picture'
import { setProductImages } from './set-product-images'

const ctx = await testContext({}, [finishRenditionsJob])
const make = makeCatalog(ctx)
const picture = (background = '#258') =>
  sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .png()
    .toBuffer()
const filesOf = (shopId: string) => ctx.db.select().from(files).where(eq(files.ownerId, shopId))

describe('a picture for the products of a shop', () => {
  it('is taken in by a manager, and a product can show it', async () => {
    const shop = await make.shop()
    const manager = (await make.shop()).owner
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: shop.row.id, userId: manager.userId, role: 'manager' })
    const { product } = await make.draft(shop)

    const added = await addShopPicture(ctx, manager, shop.row.id, await picture())
    await setProductImages(ctx, shop.owner, product.id, [{ fileId: added.fileId, alt: 'A lamp' }])

    expect(added.picture.renditions.map(({ width }) => width)).toEqual([40])
    expect(await filesOf(shop.row.id)).toMatchObject([{ id: added.fileId, purpose: 'product_image', width: 40, height: 30 }])
  })

  it('is refused from staff, and to strangers there is no shop', async () => {
    const shop = await make.shop()
    const staff = (await make.shop()).owner
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: shop.row.id, userId: staff.userId, role: 'staff' })

    const bytes = await picture()
    await expect(addShopPicture(ctx, staff, shop.row.id, bytes)).rejects.toMatchObject({ code: 'shops.role_too_low' })
    await expect(addShopPicture(ctx, (await make.shop()).owner, shop.row.id, bytes)).rejects.toMatchObject({ code: 'shops.not_found' })
    expect(await filesOf(shop.row.id)).toEqual([])
  })

  it('is refused once hundreds wait for a product, and taken again when one of them is shown', async () => {
    const shop = await make.shop()
    const waiting = Array.from({ length: UNUSED_PICTURES_A_SHOP }, (_, number) => ({
      id: ctx.newId(),
      ownerId: shop.row.id,
      purpose: 'product_image' as const,
      key: `pictures/${shop.row.id}-${number}/source.webp`,
      contentType: 'image/webp',
      sizeBytes: 1,
      sha256: 'none',
    }))
    await ctx.db.insert(files).values(waiting)

    const bytes = await picture('#999')
    await expect(addShopPicture(ctx, shop.owner, shop.row.id, bytes)).rejects.toMatchObject({ code: 'catalog.too_many_pictures' })
    expect(await filesOf(shop.row.id)).toHaveLength(UNUSED_PICTURES_A_SHOP)

    const { product } = await make.draft(shop)
    await setProductImages(ctx, shop.owner, product.id, [{ fileId: waiting[0]!.id }])
    await addShopPicture(ctx, shop.owner, shop.row.id, bytes)
    expect(await filesOf(shop.row.id)).toHaveLength(UNUSED_PICTURES_A_SHOP + 1)
  })
})
