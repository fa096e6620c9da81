import { eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { products } from '#db/schema'
import { makeCatalog } from '../support/make-catalog'
import { testServer } from '../support/server'
import { expectHealthyMarketplace } from '../support/shopping'

const server = await testServer()

const PRODUCTS = 600
const FILE = [
  'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty',
  ...Array.from({ length: PRODUCTS }, (_, place) => [
    `cup-${place},Cup ${place},Size,S,CUP-${place}-S,12.00,3`,
    `cup-${place},,,L,CUP-${place}-L,15.00,4`,
  ]).flat(),
].join('\n')

it('an import that a crash cuts is finished when the server is back, with no product lost or made twice', async () => {
  const shop = await makeCatalog(server.ctx).shop()
  const seller = await server.as(shop.owner)
  const path = `/api/seller/shops/${shop.row.id}/imports`
  const { id } = (await seller.post(path, Buffer.from(FILE))).body
  const now = async () => (await seller.get(`${path}/${id}`)).body
  await expect.poll(async () => (await now()).status, { timeout: 60_000, interval: 200 }).toBe('checked')

  expect((await seller.post(`${path}/${id}/apply`, {})).status).toBe(202)
  await expect.poll(async () => (await now()).itemsDone, { timeout: 30_000, interval: 20 }).toBeGreaterThan(PRODUCTS / 10)
  await server.kill()
  const [made] = await server.ctx.db
    .select({ count: sql<number>`count(*)::int` })
    .from(products)
    .where(eq(products.shopId, shop.row.id))
  expect(made!.count).toBeLessThan(PRODUCTS)

  await server.start()
  await expect.poll(async () => (await now()).status, { timeout: 100_000, interval: 500 }).toBe('applied')
  expect(await now()).toMatchObject({ itemsDone: PRODUCTS, counts: { created: PRODUCTS, variantsCreated: 2 * PRODUCTS, refused: 0 } })
  const [there] = await server.ctx.db.execute(sql`
    select count(distinct p.id)::int as products, count(*)::int as variants, sum(level.on_hand)::int as pieces,
      (select sum(quantity)::int from stock_movements m join variants v on v.id = m.variant_id where v.shop_id = ${shop.row.id}) as received
    from products p join variants v on v.product_id = p.id join stock_levels level on level.variant_id = v.id
    where p.shop_id = ${shop.row.id}`)
  expect(there).toEqual({ products: PRODUCTS, variants: 2 * PRODUCTS, pieces: 7 * PRODUCTS, received: 7 * PRODUCTS })
  await expectHealthyMarketplace(server.ctx)
})
