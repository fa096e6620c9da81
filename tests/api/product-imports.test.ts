import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { products } from '#db/schema'
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

const FILE = ['Name of it,Code,Variant Price', 'Cup,CUP,5.00', 'Bowl,BOWL,'].join('\n')

it('takes a file from the first look to the last, by the columns that the seller chose', async () => {
  const sent = await seller.post(`${path}/imports?fileName=mine.csv`, Buffer.from(FILE))
  expect([sent.status, sent.body.fileName, sent.body.header]).toEqual([201, 'mine.csv', ['Name of it', 'Code', 'Variant Price']])
  const own = `${path}/imports/${sent.body.id}`
  await server.ctx.queue.drain()
  expect((await seller.get(own)).body).toMatchObject({ status: 'failed' })

  const mapping = { title: 'Name of it', sku: 'Code', price: 'Variant Price' }
  expect((await seller.put(`${own}/mapping`, { mapping })).body).toMatchObject({ status: 'checking', mapping })
  await server.ctx.queue.drain()
  expect((await seller.get(own)).body).toMatchObject({ status: 'checked', counts: { created: 1, variantsCreated: 1, refused: 1 } })
  expect((await seller.get(`${own}/items?action=refused`)).body.items).toMatchObject([
    { title: 'Bowl', problems: [{ line: 3, column: 'Variant Price', code: 'price_missing', text: 'The price is missing.' }] },
  ])

  expect((await seller.post(`${own}/apply`, {})).status).toBe(202)
  await server.ctx.queue.drain()
  expect((await seller.get(own)).body).toMatchObject({ status: 'applied', itemsDone: 1, itemsToDo: 1 })
  const download = await seller.get(`${path}/export`)
  expect([download.status, String(download.body)]).toEqual([200, expect.stringContaining('cup,cup,Cup')])

  const again = await seller.post(`${path}/imports`, Buffer.from(FILE))
  expect(again.body).toMatchObject({ status: 'checking', mapping })
  await server.ctx.queue.drain()
  expect((await seller.get(`${path}/imports`)).body.items).toMatchObject([{ counts: { unchanged: 1 } }, { status: 'applied' }])

  expect((await seller.post(`${own}/undo`, {})).status).toBe(202)
  await server.ctx.queue.drain()
  expect((await seller.get(own)).body).toMatchObject({ status: 'undone' })
  expect(await server.ctx.db.select().from(products).where(eq(products.shopId, shop.row.id))).toEqual([])
})

it('refuses what is no file, and what cannot be done now', async () => {
  const sent = await seller.post(`${path}/imports`, Buffer.from('a,"b'))
  expect([sent.status, sent.body.data.code]).toEqual([422, 'imports.unreadable'])
  const [latest] = (await seller.get(`${path}/imports`)).body.items
  const applied = await seller.post(`${path}/imports/${latest.id}/undo`, {})
  expect([applied.status, applied.body.data.code]).toEqual([409, 'imports.status_conflict'])
})
