import { eq, sql } from 'drizzle-orm'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { categories, files, productImports, productImportItems, shops, users } from '#db/schema'
import { deleteObjectsJob } from '#server/jobs/delete-objects'
import { finishRenditionsJob } from '#server/jobs/finish-renditions'
import { systemActor } from '#server/platform/actor'
import type { FilePurpose } from '#shared/lifecycles/file'
import { testContext } from '../../../tests/support/context'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { setProductImages } from '../catalog/set-product-images'
import { inspectFiles } from './inspect-files'
import { folderOf } from './picture-keys'
import { storePicture } from './store-picture'
import { SHOWN_BY, sweepPictures } from './sweep-pictures'

const ctx = await testContext({}, [finishRenditionsJob, deleteObjectsJob])
const make = makeCatalog(ctx)
let made = 0

async function picture(purpose: FilePurpose, ownerId: string | null, isOld = true) {
  const bytes = await sharp({ create: { width: 20 + ++made, height: 20, channels: 3, background: '#258' } })
    .png()
    .toBuffer()
  const file = await storePicture(ctx, systemActor, { bytes, purpose, ownerId })
  await ctx.queue.drain()
  if (isOld) await ctx.db.execute(sql`update files set created_at = now() - interval '25 hours' where id = ${file.id}`)
  return file
}
const isThere = async (id: string) => (await ctx.db.$count(files, eq(files.id, id))) === 1
const objectsOf = (key: string) => Array.fromAsync(ctx.storage.list(folderOf(key)))

async function sweep() {
  await sweepPictures(ctx)
  expect(await ctx.queue.drain()).toMatchObject({ failed: 0 })
}

describe('the sweep of pictures', () => {
  it('knows every column that shows a picture', async () => {
    const rows = await ctx.db.execute(sql`
      select kcu.table_name as "table", kcu.column_name as "column" from information_schema.referential_constraints rc
      join information_schema.key_column_usage kcu on kcu.constraint_name = rc.constraint_name
      join information_schema.constraint_column_usage ccu on ccu.constraint_name = rc.constraint_name
      where ccu.table_name = 'files' order by 1, 2`)
    const sorted = SHOWN_BY.map(({ table, column }) => `${table}.${column}`).sort()
    expect(rows.map(({ table, column }) => `${String(table)}.${String(column)}`)).toEqual(sorted)
  })

  it('deletes what nothing has shown for a day, with all of its bytes', async () => {
    const shop = await make.shop()
    const old = await picture('product_image', shop.row.id)
    const fresh = await picture('product_image', shop.row.id, false)
    expect((await objectsOf(old.key)).length).toBeGreaterThan(1)

    await sweep()

    expect([await isThere(old.id), await isThere(fresh.id)]).toEqual([false, true])
    expect(await objectsOf(old.key)).toEqual([])
    expect(await inspectFiles(ctx)).toMatchObject([{ ok: true }])
  })

  it('keeps what a product, a shop, a category, a person, an order or an import shows', async () => {
    const shop = await make.shop()
    const { product } = await make.draft(shop)
    const category = await make.category()
    const shown = {
      product: await picture('product_image', shop.row.id),
      logo: await picture('shop_logo', shop.row.id),
      banner: await picture('shop_banner', shop.row.id),
      category: await picture('category_image', null),
      avatar: await picture('avatar', shop.owner.userId),
      ordered: await picture('product_image', shop.row.id),
      imported: await picture('product_image', shop.row.id),
    }
    await setProductImages(ctx, shop.owner, product.id, [{ fileId: shown.product.id }])
    await ctx.db.update(shops).set({ logoFileId: shown.logo.id, bannerFileId: shown.banner.id }).where(eq(shops.id, shop.row.id))
    await ctx.db.update(categories).set({ imageFileId: shown.category.id }).where(eq(categories.id, category.id))
    await ctx.db.update(users).set({ avatarFileId: shown.avatar.id }).where(eq(users.id, shop.owner.userId))
    const lineId = await make.purchase(shop.owner, await make.product(shop))
    const imageUrl = shown.ordered.renditions[0]!.key.replace('pictures/', '/files/p/')
    await ctx.db.execute(sql`update order_lines set image_url = ${imageUrl} where id = ${lineId}`)
    const importId = ctx.newId()
    const row = {
      id: importId,
      shopId: shop.row.id,
      fileName: 'a.csv',
      storageKey: 'a',
      format: 'souk' as const,
      encoding: 'utf-8',
      mapping: {},
    }
    await ctx.db.insert(productImports).values(row)
    const changes = [{ field: 'images', from: [{ fileId: shown.imported.id }], to: [] }]
    await ctx.db.insert(productImportItems).values({ importId, position: 1, line: 2, handle: 'a', action: 'change', changes })

    await sweep()

    for (const [name, { id }] of Object.entries(shown)) expect([name, await isThere(id)]).toEqual([name, true])
  })

  it('leaves a picture alone that somebody is about to show', async () => {
    const shop = await make.shop()
    const { product } = await make.draft(shop)
    const file = await picture('product_image', shop.row.id)

    await ctx.db.transaction(async (tx) => {
      await setProductImages({ ...ctx, db: tx as unknown as typeof ctx.db }, shop.owner, product.id, [{ fileId: file.id }])
      await sweep()
    })

    expect(await isThere(file.id)).toBe(true)
  })

  it('counts a picture that is sent once more as new', async () => {
    const shop = await make.shop()
    const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#111' } })
      .png()
      .toBuffer()
    const wanted = { bytes, purpose: 'product_image' as const, ownerId: shop.row.id }
    const file = await storePicture(ctx, systemActor, wanted)
    await ctx.db.execute(sql`update files set created_at = now() - interval '25 hours' where id = ${file.id}`)
    expect((await storePicture(ctx, systemActor, wanted)).id).toBe(file.id)

    await sweep()
    expect(await isThere(file.id)).toBe(true)
  })

  it('deletes objects without a row, a day later and only if none has come', async () => {
    const lost = `pictures/${'a'.repeat(32)}`
    await ctx.storage.put(`${lost}/source.webp`, new Uint8Array(1), { contentType: 'image/webp' })

    await sweep()
    expect(await Array.fromAsync(ctx.storage.list(lost))).toHaveLength(1)
    const waiting = await ctx.db.execute(sql`
      select data->>'folder' as folder, start_after > now() + interval '23 hours' as later from pgboss.job
      where name = 'files.delete-objects' and state = 'created' and data->>'folder' = ${lost}`)
    expect(waiting).toEqual([{ folder: lost, later: true }])

    await deleteObjectsJob.handle(ctx, { folder: lost })
    expect(await Array.fromAsync(ctx.storage.list(lost))).toEqual([])
  })

  it('deletes uploads that nobody finished within an hour', async () => {
    const old = `uploads/${ctx.newId()}/00000000-0001-7000-8000-000000000000`
    const fresh = `uploads/${ctx.newId()}/${ctx.newId()}`
    for (const key of [old, fresh]) await ctx.storage.put(key, new Uint8Array(1), { contentType: 'image/png' })

    await sweep()
    expect(await Array.fromAsync(ctx.storage.list('uploads/'))).toEqual([fresh])
  })

  it('can be told from a loss, which the doctor sees', async () => {
    const file = await picture('category_image', null)
    await ctx.storage.delete(file.key)
    expect(await inspectFiles(ctx)).toMatchObject([{ ok: false, rows: 1, examples: [{ id: file.id, missing: [file.key] }] }])
  })
})
