import { eq } from 'drizzle-orm'
import { zipSync } from 'fflate'
import sharp from 'sharp'
import { beforeAll, expect, it } from 'vitest'
import { productImages, products } from '#db/schema'
import { makeCatalog, type MadeShop } from '../support/make-catalog'
import { testServer, type Client } from '../support/server'

const server = await testServer()
const catalog = makeCatalog(server.ctx)
let shop: MadeShop
let seller: Client
let path: string

beforeAll(async () => {
  shop = await catalog.shop()
  seller = await server.as(shop.owner)
  path = `/api/seller/shops/${shop.row.id}`
})

/** The server's own workers take the jobs, so a test waits for what they come to. */
const comesTo = (address: string, expected: object) =>
  expect.poll(async () => (await seller.get(address)).body, { timeout: 30_000, interval: 100 }).toMatchObject(expected)

const FILE = ['Name of it,Code,Variant Price', 'Cup,CUP,5.00', 'Bowl,BOWL,'].join('\n')

it('takes a file from the first look to the last, by the columns that the seller chose', async () => {
  const sent = await seller.post(`${path}/imports?fileName=mine.csv`, Buffer.from(FILE))
  expect([sent.status, sent.body.fileName, sent.body.header]).toEqual([201, 'mine.csv', ['Name of it', 'Code', 'Variant Price']])
  const own = `${path}/imports/${sent.body.id}`
  await comesTo(own, { status: 'failed' })

  const mapping = { title: 'Name of it', sku: 'Code', price: 'Variant Price' }
  expect((await seller.put(`${own}/mapping`, { mapping })).body).toMatchObject({ status: 'checking', mapping })
  await comesTo(own, { status: 'checked', counts: { created: 1, variantsCreated: 1, refused: 1 } })
  expect((await seller.get(`${own}/items?action=refused`)).body.items).toMatchObject([
    { title: 'Bowl', problems: [{ line: 3, column: 'Variant Price', code: 'price_missing', text: 'The price is missing.' }] },
  ])

  expect((await seller.post(`${own}/apply`, {})).status).toBe(202)
  await comesTo(own, { status: 'applied', itemsDone: 1, itemsToDo: 1 })
  const download = await seller.get(`${path}/export`)
  expect([download.status, String(download.body)]).toEqual([200, expect.stringContaining('cup,cup,Cup')])

  const again = await seller.post(`${path}/imports`, Buffer.from(FILE))
  expect(again.body).toMatchObject({ status: 'checking', mapping })
  await comesTo(`${path}/imports`, { items: [{ counts: { unchanged: 1 } }, { status: 'applied' }] })

  expect((await seller.post(`${own}/undo`, {})).status).toBe(202)
  await comesTo(own, { status: 'undone' })
  expect(await server.ctx.db.select().from(products).where(eq(products.shopId, shop.row.id))).toEqual([])
})

it('refuses what is no file, and what cannot be done now', async () => {
  const sent = await seller.post(`${path}/imports`, Buffer.from('a,"b'))
  expect([sent.status, sent.body.data.code]).toEqual([422, 'imports.unreadable'])
  const [latest] = (await seller.get(`${path}/imports`)).body.items
  const applied = await seller.post(`${path}/imports/${latest.id}/undo`, {})
  expect([applied.status, applied.body.data.code]).toEqual([409, 'imports.status_conflict'])
})

it('takes pictures in a zip, and tries again those that were missing', async () => {
  const sent = await seller.post(
    `${path}/imports`,
    Buffer.from('Handle,Title,SKU,Price,Picture\nvase,Vase,VASE,5.00,front.png\nvase,,,,back.png'),
  )
  const own = `${path}/imports/${sent.body.id}`
  const early = await seller.post(`${own}/pictures/retry`, {})
  expect([early.status, early.body.data.code]).toEqual([409, 'imports.status_conflict'])
  await comesTo(own, { status: 'checked' })
  await seller.post(`${own}/apply`, {})
  await comesTo(own, { counts: { created: 1, picturesToCome: 0, picturesFailed: 2 } })

  const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#258' } })
    .png()
    .toBuffer()
  const zip = Buffer.from(zipSync({ 'shop/FRONT.png': png, 'shop/side.png': png }))
  const other = await server.as((await catalog.shop()).owner)
  expect((await other.post(`${own}/pictures`, zip)).status).toBe(404)
  const taken = await seller.post(`${own}/pictures`, zip)
  expect([taken.status, taken.body]).toEqual([
    201,
    { matched: 1, unused: ['shop/side.png'], unusedCount: 1, missing: ['back.png'], missingCount: 1 },
  ])
  await comesTo(own, { counts: { picturesToCome: 0, picturesFailed: 1 } })
  expect((await seller.get(`${own}/items`)).body.items[0].problems).toMatchObject([
    { code: 'picture_failed', value: 'back.png (no_such_file)' },
  ])
  const shown = server.ctx.db
    .select({ fileId: productImages.fileId })
    .from(productImages)
    .innerJoin(products, eq(products.id, productImages.productId))
  expect(await shown.where(eq(products.shopId, shop.row.id))).toHaveLength(1)

  expect((await seller.post(`${own}/pictures/retry`, {})).status).toBe(202)
  await comesTo(own, { counts: { picturesToCome: 0, picturesFailed: 1 } })
  const broken = await seller.post(`${own}/pictures`, Buffer.from('no zip'))
  expect([broken.status, broken.body.data.code]).toEqual([422, 'imports.pictures_unreadable'])
})
