import { asc, eq } from 'drizzle-orm'
import { zipSync, type Zippable } from 'fflate'
import { Buffer } from 'node:buffer'
import sharp from 'sharp'
import { beforeEach, describe, expect, it } from 'vitest'
import { productImages, productImports, products } from '#db/schema'
import { jobs } from '#server/jobs'
import type { Actor } from '#server/platform/actor'
import { testContext } from '../../../tests/support/context'
import { importFiles } from '../../../tests/support/import-files'
import { makeCatalog, type MadeShop } from '../../../tests/support/make-catalog'
import { bringPictures } from './bring-pictures'
import { addPictureFiles } from './picture-files'
import { listZip, readZipEntry } from './read-zip'
import { summariseImport } from './summarise-import'

const ctx = await testContext({}, jobs)
const catalog = makeCatalog(ctx)
let shop: MadeShop
const files = importFiles(ctx, () => shop)

beforeEach(async () => {
  shop = await catalog.shop()
})

const picture = async (background: string) =>
  new Uint8Array(
    await sharp({ create: { width: 40, height: 30, channels: 3, background } })
      .png()
      .toBuffer(),
  )
const [blue, red, green] = [await picture('#258'), await picture('#852'), await picture('#285')]

async function* inPieces(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000)
}
const send = (importId: string, zip: Uint8Array, actor: Actor = shop.owner) =>
  addPictureFiles(ctx, actor, shop.row.id, importId, inPieces(zip))
const gallery = () =>
  ctx.db
    .select({ fileId: productImages.fileId, title: products.title })
    .from(productImages)
    .innerJoin(products, eq(products.id, productImages.productId))
    .where(eq(products.shopId, shop.row.id))
    .orderBy(asc(products.title), asc(productImages.position))
const storedParts = async (importId: string) => {
  const keys: string[] = []
  for await (const key of ctx.storage.list(`imports/${importId}-pictures`)) keys.push(key)
  return keys
}

const FILE = [
  'Handle,Title,Variant SKU,Variant Price,Image Src',
  'cup,Cup,CUP,5.00,Front.PNG',
  'cup,,,,Käse.png',
  'bowl,Bowl,BOWL,5.00,front.png',
  'lamp,Lamp,LAMP,5.00,lost.png',
].join('\n')
const ZIP = () =>
  zipSync({
    'holiday/front.png': blue,
    [`../../etc/${'Käse.png'.normalize('NFD')}`]: red,
    'C:\\mine\\other.png': green,
    'other/front.png': red,
    '__MACOSX/._front.png': green,
    'folder/': new Uint8Array(),
  })

describe('pictures in a zip', () => {
  it('are matched by their names alone, whatever the folders and the letters, and brought with the products', async () => {
    const { id } = await files.check(FILE)
    expect(await send(id, ZIP())).toEqual({
      matched: 2,
      unused: ['C:\\mine\\other.png', 'other/front.png'],
      unusedCount: 2,
      missing: ['lost.png'],
      missingCount: 1,
    })
    expect(await gallery()).toEqual([])

    await files.apply(id)
    expect(await bringPictures(ctx, id)).toBe(null)
    const shown = await gallery()
    expect(shown.map(({ title }) => title)).toEqual(['Bowl', 'Cup', 'Cup'])
    expect(shown[0]!.fileId).toBe(shown[1]!.fileId)
    expect(await files.problemsOf(id)).toEqual([[5, 'Image Src', 'picture_failed']])
    expect(await summariseImport(ctx, id)).toMatchObject({ picturesToCome: 0, picturesFailed: 1 })
    expect(await storedParts(id)).toEqual([])

    expect((await files.bring(FILE)).summary).toMatchObject({ unchanged: 3, changed: 0, created: 0 })
  })

  it('may come when the products are there already', async () => {
    const { id } = await files.bring(FILE)
    expect(await bringPictures(ctx, id)).toBe(null)
    expect(await summariseImport(ctx, id)).toMatchObject({ picturesToCome: 0, picturesFailed: 4 })

    await send(id, ZIP())
    expect(await summariseImport(ctx, id)).toMatchObject({ picturesToCome: 4, picturesFailed: 0 })
    await ctx.queue.drain()
    expect(await summariseImport(ctx, id)).toMatchObject({ picturesToCome: 0, picturesFailed: 1 })
    expect(await gallery()).toHaveLength(3)
  })

  it('replace those that were sent before', async () => {
    const { id } = await files.check(FILE)
    await send(id, ZIP())
    const before = await storedParts(id)
    expect(await send(id, zipSync({ 'lost.png': green }))).toMatchObject({ matched: 1, missingCount: 2 })
    const after = await storedParts(id)
    expect(after).toHaveLength(1)
    expect(after).not.toEqual(before)
  })

  it('are for managers of the shop', async () => {
    const { id } = await files.check(FILE)
    await expect(send(id, ZIP(), await catalog.person())).rejects.toMatchObject({ code: 'shops.not_found' })
    expect(await storedParts(id)).toEqual([])
  })
})

/** The list at the end of a zip, from its first entry on, changed. */
const tampered = (zip: Uint8Array, change: (directory: Buffer) => void) => {
  const bytes = Buffer.from(zip)
  change(bytes.subarray(bytes.indexOf('PK\u0001\u0002')))
  return bytes
}
const one = (content: Uint8Array): Zippable => ({ 'front.png': content })

describe('hostile zips', () => {
  it.each([
    ['no zip', Buffer.from('Once upon a time'), 'not_a_zip'],
    ['nothing', Buffer.alloc(0), 'not_a_zip'],
    ['a zip that was cut', ZIP().subarray(0, 400), 'not_a_zip'],
    ['a list that leads beyond the end', tampered(zipSync(one(blue)), (it) => it.writeUInt32LE(0xfffffff, it.length - 6)), 'damaged'],
    ['a list that is none', tampered(zipSync(one(blue)), (it) => it.writeUInt32LE(1, 0)), 'damaged'],
    [
      'more files than anybody has',
      zipSync(Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`${n}`, new Uint8Array()]))),
      'too_many_entries',
    ],
  ])('refuses %s, and keeps nothing of it', async (_, zip, reason) => {
    const { id } = await files.check(FILE)
    await expect(send(id, zip)).rejects.toMatchObject({ code: 'imports.pictures_unreadable', details: { reason } })
    expect(await storedParts(id)).toEqual([])
    const [row] = await ctx.db.select().from(productImports).where(eq(productImports.id, id))
    expect(row).toMatchObject({ picturesKey: null, status: 'checked' })
  })

  const source = (bytes: Buffer) => ({
    size: bytes.length,
    read: (from: number, length: number) => Promise.resolve(bytes.subarray(from, from + length)),
  })
  const bomb = new Uint8Array(30 * 1024 * 1024)
  it.each([
    ['that unpacks to more than a picture has', zipSync(one(bomb)), 'too_large'],
    ['that says it is small and is not', tampered(zipSync(one(bomb)), (it) => it.writeUInt32LE(1000, 24)), 'damaged'],
    ['with a password', tampered(zipSync(one(blue)), (it) => it.writeUInt16LE(1, 8)), 'encrypted'],
    ['packed in a way that nobody knows', tampered(zipSync(one(blue)), (it) => it.writeUInt16LE(99, 10)), 'damaged'],
    ['that begins beyond the end', tampered(zipSync(one(blue)), (it) => it.writeUInt32LE(0xfffffff, 42)), 'damaged'],
    ['that ends beyond the end', tampered(zipSync(one(blue)), (it) => it.writeUInt32LE(1_000_000, 20)), 'damaged'],
    ['that is not what it was', tampered(zipSync(one(blue)), (it) => it.writeUInt32LE(1, 16)), 'damaged'],
  ])('refuses a file %s', async (_, zip, reason) => {
    const from = source(Buffer.from(zip))
    const [entry] = await listZip(from)
    await expect(readZipEntry(from, entry!, 20 * 1024 * 1024)).rejects.toMatchObject({ reason })
  })

  it('notes what is no picture on the product, which is there without it', async () => {
    const { id } = await files.check(FILE)
    await send(id, zipSync({ 'front.png': Buffer.from('<svg onload="alert(1)"/>'), 'käse.png': bomb, 'lost.png': green }))
    await files.apply(id)
    expect(await bringPictures(ctx, id)).toBe(null)
    expect((await gallery()).map(({ title }) => title)).toEqual(['Lamp'])
    expect(await summariseImport(ctx, id)).toMatchObject({ picturesFailed: 3 })
  })
})
