import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { files } from '#db/schema'
import { finishRenditionsJob } from '#server/jobs/finish-renditions'
import { createS3Storage } from '#server/platform/object-storage/s3-storage'
import { testContext } from '../../../tests/support/context'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { startS3 } from '../../../tests/support/s3-server'
import { finishShopPicture, openShopPicture } from './direct-shop-picture'

const s3 = await startS3()
const storage = createS3Storage(s3.settings)
afterAll(async () => {
  await storage.close()
  await s3.close()
})
const ctx = await testContext({ storage }, [finishRenditionsJob])
const make = makeCatalog(ctx)
const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#258' } })
  .png()
  .toBuffer()

const filesOf = (shopId: string) => ctx.db.select().from(files).where(eq(files.ownerId, shopId))
const waiting = () => Array.fromAsync(ctx.storage.list('uploads/'))

async function sent(body: Uint8Array, shop = make.shop()) {
  const { row, owner } = await shop
  const upload = (await openShopPicture(ctx, owner, row.id, { contentType: 'image/png', sizeBytes: body.byteLength }))!
  const headers = { 'content-type': 'image/png' }
  expect((await fetch(upload.url, { method: 'PUT', headers, body: new Uint8Array(body) })).status).toBe(200)
  return { shopId: row.id, owner, upload }
}

describe('a picture that is sent straight to the storage', () => {
  it('is kept as any other, and what was sent is deleted', async () => {
    const { shopId, owner, upload } = await sent(png)
    expect(await waiting()).toEqual([`uploads/${shopId}/${upload.id}`])

    const { fileId, picture } = await finishShopPicture(ctx, owner, shopId, upload.id)

    expect(picture.renditions.map(({ width }) => width)).toEqual([40])
    expect(await filesOf(shopId)).toMatchObject([{ id: fileId, purpose: 'product_image', contentType: 'image/webp' }])
    expect(await waiting()).toEqual([])
    await expect(finishShopPicture(ctx, owner, shopId, upload.id)).rejects.toMatchObject({ code: 'files.upload_not_found' })
  })

  it('is deleted when it is none, and nothing is kept', async () => {
    const { shopId, owner, upload } = await sent(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
    await expect(finishShopPicture(ctx, owner, shopId, upload.id)).rejects.toMatchObject({ code: 'files.unsupported' })
    expect([await filesOf(shopId), await waiting()]).toEqual([[], []])
  })

  it('is not read when it is too large, whatever was announced', async () => {
    const { row, owner } = await make.shop()
    const uploadId = ctx.newId()
    await ctx.storage.put(`uploads/${row.id}/${uploadId}`, new Uint8Array(20 * 1024 * 1024 + 1), { contentType: 'image/png' })
    await expect(finishShopPicture(ctx, owner, row.id, uploadId)).rejects.toMatchObject({ code: 'files.too_large' })
    expect([await filesOf(row.id), await waiting()]).toEqual([[], []])
  })

  it("is not for another shop's manager to finish, and stays", async () => {
    const { shopId, upload } = await sent(png)
    const other = await make.shop()
    await expect(finishShopPicture(ctx, other.owner, shopId, upload.id)).rejects.toMatchObject({ code: 'shops.not_found' })
    await expect(finishShopPicture(ctx, other.owner, other.row.id, upload.id)).rejects.toMatchObject({ code: 'files.upload_not_found' })
    expect(await waiting()).toEqual([`uploads/${shopId}/${upload.id}`])
  })

  it('has nowhere to go where files are kept in a folder', async () => {
    const { row, owner } = await make.shop()
    const folder = { ...ctx, storage: { ...ctx.storage, signedWriteUrl: async () => null } }
    expect(await openShopPicture(folder, owner, row.id, { contentType: 'image/png', sizeBytes: 9 })).toBeNull()
  })
})
