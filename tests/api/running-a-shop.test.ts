import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { shopMembers, shops } from '#db/schema'
import { readFile } from 'node:fs/promises'
import { buying } from '../support/buying'
import { make } from '../support/make'
import { testServer } from '../support/server'

const server = await testServer()
const { ctx } = server
const { user, shop: madeShop, product } = make(ctx)
const row = async (id: string) => (await ctx.db.select().from(shops).where(eq(shops.id, id)))[0]!

async function stall() {
  const owner = await user()
  const shop = await madeShop({ owner })
  return { owner, shop, client: await server.as(owner), path: `/api/seller/shops/${shop.id}` }
}
const admin = async () => server.as(await user({ role: 'admin' }))

describe('opening a shop', () => {
  it('takes a name and a country, and nothing besides', async () => {
    const client = await server.as(await user())
    expect((await client.post('/api/shops', { name: 'Lamps', country: 'DE', status: 'active' })).status).toBe(422)
    expect((await client.post('/api/shops', { name: '', country: 'DE' })).status).toBe(422)
    expect((await client.get('/api/session')).body.shops).toEqual([])

    const opened = await client.post('/api/shops', { name: 'Evening Lamps', country: 'DE' })
    expect(opened).toMatchObject({ status: 201, body: { slug: 'evening-lamps' } })
    expect((await client.get('/api/session')).body.shops).toMatchObject([{ slug: 'evening-lamps', role: 'owner' }])
    expect((await client.get('/api/shop-slugs?wished=Evening lamps')).body).toEqual({ slug: 'evening-lamps', isFree: false })
    expect((await server.visitor().get('/api/shops/evening-lamps')).status).toBe(404)
  })
})

describe('the settings', () => {
  it('leave an address that leads to the new one', async () => {
    const { shop, client, path } = await stall()
    const slug = `moved-${shop.id}`
    expect((await client.put(`${path}/slug`, { slug: 'Not an address' })).status).toBe(422)
    expect((await client.put(`${path}/slug`, { slug })).body.slug).toBe(slug)
    expect((await server.visitor().get(`/api/shops/${shop.slug}`)).body.slug).toBe(slug)
  })

  it('plan no holiday that ends before it begins', async () => {
    const { shop, client, path } = await stall()
    const refused = await client.put(`${path}/holiday`, { from: '5955-06-22T00:09:58.260Z', to: '1970-01-01T00:00:00.005Z' })
    expect(refused).toMatchObject({ status: 422, body: { data: { code: 'shops.holiday_backwards' } } })
    expect((await row(shop.id)).closedFrom).toBeNull()
  })

  it('refuse a version that somebody else has saved over', async () => {
    const { shop, client, path } = await stall()
    expect((await client.patch(`${path}/settings`, { version: 1, tagline: 'Bright' })).body).toMatchObject({
      tagline: 'Bright',
      version: 2,
    })
    expect(await client.patch(`${path}/settings`, { version: 1, tagline: 'Dark' })).toMatchObject({
      status: 409,
      body: { data: { code: 'shops.edited_elsewhere', details: { version: 2 } } },
    })
    expect((await row(shop.id)).tagline).toBe('Bright')
  })

  it('never say an IBAN in full, and no end of it to managers', async () => {
    const { shop, client, path } = await stall()
    const manager = await user()
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: shop.id, userId: manager.userId, role: 'manager' })

    expect((await client.put(`${path}/payout-account`, { holder: 'Olga', iban: 'DE89370400440532013001' })).status).toBe(422)
    const told = await client.put(`${path}/payout-account`, { holder: 'Olga', iban: 'DE89 3704 0044 0532 0130 00' })
    expect(told.body.payout).toEqual({ holder: 'Olga', maskedIban: 'DE•• •••• 3000', provider: null })
    const seen = await (await server.as(manager)).get(`${path}/settings`)
    expect(seen.body.payout).toBeNull()
    expect(JSON.stringify([told.body, seen.body])).not.toContain('0044')
  })

  it('take a picture, and nothing that only says it is one', async () => {
    const { client, path } = await stall()
    const logo = await readFile('public/og.png')
    expect((await client.put(`${path}/pictures/logo`, logo)).body.logo.renditions.length).toBeGreaterThan(0)
    expect((await client.put(`${path}/pictures/logo`, Buffer.from('<svg onload="alert(1)"/>'))).status).toBe(415)
    expect((await client.put(`${path}/pictures/poster`, logo)).status).toBe(404)
    expect((await client.get(`${path}/settings`)).body.logo.renditions.length).toBeGreaterThan(0)
  })
})

describe('a shop that is suspended', () => {
  it('is gone for shoppers, says so in carts, and still ships what it has sold', async () => {
    const { owner, shop, path, client } = await stall()
    const lamp = await product({ shop })
    const buyer = await user()
    const { checkout } = await buying(ctx).buy(buyer, lamp)
    const { orderGroup } = (await (await server.as(buyer)).get(`/api/checkouts/${checkout.id}`)).body
    await buying(ctx).fill(buyer, lamp)

    const judge = await admin()
    expect((await judge.post(`/api/admin/shops/${shop.id}/decisions`, { decision: 'suspend', reason: '' })).status).toBe(422)
    expect((await row(shop.id)).status).toBe('active')
    const suspended = await judge.post(`/api/admin/shops/${shop.id}/decisions`, { decision: 'suspend', reason: 'Counterfeits.' })
    expect(suspended.body).toMatchObject({ status: 'suspended', decisions: [{ action: 'shops.suspended', reason: 'Counterfeits.' }] })

    expect((await server.visitor().get(`/api/shops/${shop.slug}`)).status).toBe(404)
    expect((await (await server.as(buyer)).get('/api/cart')).body).toMatchObject({
      canBeBought: false,
      shops: [{ lines: [{ problem: 'not_for_sale' }] }],
    })
    expect((await client.get(`${path}/checklist`)).body).toMatchObject({ status: 'suspended', statusReason: 'Counterfeits.' })
    const order = `${orderGroup.number}-1`
    const shipped = await (await server.as(owner)).post(`${path}/orders/${order}/shipments`, {}, { 'idempotency-key': crypto.randomUUID() })
    expect(shipped.status).toBeLessThan(300)
  })
})
