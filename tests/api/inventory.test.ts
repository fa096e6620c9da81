import { expect, it } from 'vitest'
import { make } from '../support/make'
import { testServer } from '../support/server'

const server = await testServer()
const { user, shop: madeShop, product } = make(server.ctx)

async function stall() {
  const owner = await user()
  const shop = await madeShop({ owner })
  return { shop, client: await server.as(owner), path: `/api/seller/shops/${shop.id}` }
}

it('goes out as a file for a spreadsheet, as the list was narrowed, and does nothing there', async () => {
  const { shop, client, path } = await stall()
  const full = await product({ shop, title: 'Bowl, "large"', stock: 9 })
  const low = await product({ shop, title: '=1+1', stock: 2 })

  const file = await client.get(`${path}/inventory/export`)
  expect(file.status).toBe(200)
  expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(file.headers.get('content-disposition')).toContain('inventory.csv')
  const header = 'sku,title,optionLabel,status,tracked,backorder,onHand,reserved,available,lowAt\r\n'
  const line = `${low.variant.sku},'=1+1,,live,true,false,2,0,2,3\r\n`
  expect(file.body).toBe(`${header}${line}${full.variant.sku},"Bowl, ""large""",,live,true,false,9,0,9,3\r\n`)
  expect((await client.get(`${path}/inventory/export?stock=low`)).body).toBe(header + line)
  expect((await (await stall()).client.get(`${path}/inventory/export`)).status).toBe(404)
})

it('keeps a variant as its seller says, and sells no more than there is', async () => {
  const { shop, client, path } = await stall()
  const { variant } = await product({ shop, stock: 5 })
  const url = `${path}/variants/${variant.id}/stock`
  const rules = { kind: 'settings', tracked: true, backorder: true, lowAt: 0 }

  expect((await client.post(url, rules)).body).toMatchObject({ tracked: true, backorder: true, lowAt: 0, available: 5 })
  expect((await client.post(url, { ...rules, tracked: false })).body).toMatchObject({ tracked: false, available: null })
  expect((await client.post(url, { ...rules, lowAt: -1 })).status).toBe(422)
  expect((await client.post(url, { kind: 'receive', quantity: 2, reason: 'A delivery' })).body).toMatchObject({ onHand: 7, tracked: false })
  expect((await client.get(`${path}/variants/${variant.id}/movements`)).body.items[0]).toMatchObject({
    kind: 'received',
    onHandDelta: 2,
    reason: 'A delivery',
  })
  expect((await (await stall()).client.post(url, rules)).status).toBe(404)
})
