import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { orderGroups, orders, users } from '#db/schema'
import { hashPassword } from '#server/domains/accounts/passwords'
import type { Actor } from '#server/platform/actor'
import { buying } from '../support/buying'
import { make, type MadeProduct } from '../support/make'
import { testServer, type Answer } from '../support/server'

const server = await testServer()
const { ctx } = server
const { user, shop, product } = make(ctx)
const shopping = buying(ctx)

type Person = Actor & { userId: string }
let ada: Person
let bob: Person
let sellers: Person[]
let lamps: MadeProduct[]
/** What Ada bought, of both shops at once. */
let bought: { checkoutId: string; group: string; orders: { number: string; shopId: string }[] }

beforeAll(async () => {
  const passwordHash = await hashPassword('a password of some length')
  ;[ada, bob] = [await user({ passwordHash }), await user({ passwordHash })]
  sellers = [await user(), await user()]
  lamps = await Promise.all(sellers.map(async (owner) => product({ shop: await shop({ owner }), stock: 100 })))
  const { checkout } = await shopping.buy(ada, ...lamps)
  const made = await ctx.db
    .select({ group: orderGroups.number, number: orders.number, shopId: orders.shopId })
    .from(orders)
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .where(eq(orderGroups.userId, ada.userId))
  bought = { checkoutId: checkout.id, group: made[0]!.group, orders: made }
})

const plain = ({ status, body }: Answer) => ({ status, body: { ...body, data: { ...body.data, requestId: '' } } })

describe('26: what belongs to somebody else', () => {
  it.each<[string, () => [string, string]]>([
    ['an order', () => [`/api/orders/${bought.group}`, `/api/orders/${bought.group.replace(/.$/, (last) => (last === '2' ? '3' : '2'))}`]],
    ['a checkout', () => [`/api/checkouts/${bought.checkoutId}`, `/api/checkouts/${crypto.randomUUID()}`]],
    ['a shop', () => [`/api/seller/shops/${lamps[0]!.shop.id}/home`, `/api/seller/shops/${crypto.randomUUID()}/home`]],
    [
      'an order of a shop',
      () => [
        `/api/seller/shops/${lamps[0]!.shop.id}/orders/${bought.orders[0]!.number}`,
        `/api/seller/shops/${crypto.randomUUID()}/orders/${bought.orders[0]!.number}`,
      ],
    ],
  ])('26: %s is answered like one that is missing', async (_, paths) => {
    const client = await server.as(bob)
    const [others, missing] = await Promise.all(paths().map((path) => client.get(path)))
    expect(others!.status).toBe(404)
    expect(plain(others!)).toEqual(plain(missing!))
  })

  it('26: a change of it is answered so too, and changes nothing', async () => {
    const { checkout } = await openCheckout()
    const client = await server.as(bob)
    for (const path of ['cancel', 'finalize'])
      expect(plain(await client.post(`/api/checkouts/${checkout.id}/${path}`))).toEqual(
        plain(await client.post(`/api/checkouts/${crypto.randomUUID()}/${path}`)),
      )
    expect((await (await server.as(ada)).get(`/api/checkouts/${checkout.id}`)).body.status).toBe(checkout.status)
  })

  async function openCheckout() {
    await shopping.fill(ada, lamps[0]!)
    return shopping.start(ada)
  }
})

it.each([
  '1',
  '-1',
  '0',
  'null',
  'undefined',
  '../users',
  '%2e%2e%2f',
  '%00',
  "'",
  '*',
  'a'.repeat(3000),
  '00000000-0000-0000-0000-000000000000',
])('27: an id such as %s is not found, in every place that takes one', async (id) => {
  const [shopper, seller] = [await server.as(ada), await server.as(sellers[0]!)]
  for (const path of [`/api/orders/${id}`, `/api/checkouts/${id}`, `/api/products/${id}`, `/api/shops/${id}`])
    expect((await shopper.get(path)).status, path).toBe(404)
  for (const path of [`/api/seller/shops/${id}/home`, `/api/seller/shops/${lamps[0]!.shop.id}/orders/${id}`])
    expect((await seller.get(path)).status, path).toBe(404)
  expect((await shopper.delete(`/api/accounts/api-keys/${id}`)).status).toBe(404)
})

it("28: a seller sees the own shop's part of an order, and of the buyer where to send it", async () => {
  for (const [index, seller] of sellers.entries()) {
    const own = bought.orders.find(({ shopId }) => shopId === lamps[index]!.shop.id)!
    const { status, body } = await (await server.as(seller)).get(`/api/seller/shops/${own.shopId}/orders/${own.number}`)
    const text = JSON.stringify(body)

    expect(status).toBe(200)
    expect(body.lines).toHaveLength(1)
    expect(text).toContain(lamps[index]!.title)
    expect(text).not.toContain(lamps[1 - index]!.title)
    for (const secret of [ada.email!, ada.userId, bought.checkoutId]) expect(text).not.toContain(secret)
  }
})

it.each([
  { role: 'admin' },
  { emailVerified: true },
  { emailVerifiedAt: '2020-01-01T00:00:00.000Z' },
  { id: crypto.randomUUID() },
  { balanceMinor: 1_000_000 },
  { balance: 1_000_000 },
  { sellerId: '1' },
  { passwordHash: 'x' },
  { avatarFileId: crypto.randomUUID() },
  { erasureDueAt: null },
])('29: what a person must not set is refused and stays as it was: %j', async (extra) => {
  const client = await server.as(ada)
  const before = await ctx.db.select().from(users).where(eq(users.id, ada.userId))
  const body = { name: 'Robot', scopes: ['cart:read'], expiresInDays: 1, password: 'a password of some length' }

  expect((await client.patch('/api/accounts/profile', { name: 'Somebody else', ...extra })).status).toBe(422)
  expect((await client.put('/api/accounts/notifications', { kind: 'offers', byMail: true, ...extra })).status).toBe(422)
  expect((await client.post('/api/accounts/api-keys', { ...body, ...extra })).status).toBe(422)
  expect((await server.visitor().post('/api/session', { email: ada.email, password: 'x', ...extra })).status).toBe(422)

  expect(await ctx.db.select().from(users).where(eq(users.id, ada.userId))).toEqual(before)
})

it('30: what a person must not set on an order is refused: prices, totals and payment come from the server', async () => {
  await shopping.fill(ada, lamps[0]!)
  const form = await shopping.form(ada)
  const client = await server.as(ada)
  for (const extra of [{ totalMinor: 1 }, { currency: 'XXX' }, { status: 'paid' }, { userId: bob.userId }]) {
    const answer = await client.post('/api/checkouts', { ...form, ...extra }, { 'idempotency-key': crypto.randomUUID() })
    expect(answer.status).toBe(422)
  }
  const answer = await client.post('/api/cart/lines', { variantId: lamps[0]!.variant.id, priceMinor: 1 })
  expect(answer.status).toBe(422)
})

describe('31: no answer holds a secret', () => {
  const SECRET = /password(?:Hash)?$|^(?:totp|token)Hash$|totpSecret|keyHash|codeHash|sessionToken|internalNote|clientSecretHash/i

  it('31: by the document, no field of any answer is one', async () => {
    const { paths } = (await server.visitor().get('/api/openapi.json')).body as {
      paths: Record<string, Record<string, { responses: object }>>
    }
    const fields: string[] = []
    const collect = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      if ('properties' in value) fields.push(...Object.keys(value.properties as object))
      Object.values(value).forEach(collect)
    }
    for (const methods of Object.values(paths)) for (const { responses } of Object.values(methods)) collect(responses)
    expect(fields.length).toBeGreaterThan(200)
    expect(fields.filter((name) => SECRET.test(name))).toEqual([])
  })

  it("31: nobody's address is in what everybody may read", async () => {
    const visitor = server.visitor()
    for (const path of ['/api/home', '/api/products', '/api/search?q=product', `/api/shops/${lamps[0]!.shop.slug}`, '/api/site', '/']) {
      const { body } = await visitor.get(path)
      expect(JSON.stringify(body)).not.toContain('@example.org')
    }
  })
})

it.each([
  '{"__proto__":{"role":"admin"},"email":"a@example.org","password":"x"}',
  '{"constructor":{"prototype":{"role":"admin"}},"email":"a@example.org","password":"x"}',
  '{"email":{"__proto__":{"x":1}},"password":"x"}',
  '{"\\u005f_proto__":{"role":"admin"},"email":"a@example.org","password":"x"}',
])('32: a polluting body is refused: %s', async (body) => {
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
  expect((await server.visitor().fetch('/api/session', { method: 'POST', headers, body })).status).toBe(422)
  expect((await server.visitor().get('/api/session')).body.user).toBeNull()
})

it.each(['q=lamp&q=chair', 'q[]=lamp', 'q[a]=b', 'cursor=a&cursor=b', 'limit=1&limit=2', '__proto__[x]=1', 'constructor=1'])(
  '33: a query such as %s breaks nothing',
  async (query) => {
    for (const path of ['/api/search?q=lamp&', '/api/products?', '/api/search?'])
      expect([200, 422]).toContain((await server.visitor().get(path + query)).status)
  },
)

it('33: another query key is none of the filters, and no sort is one that the list does not know', async () => {
  expect((await server.visitor().get('/api/products?sort=password_hash')).status).toBe(422)
  expect((await server.visitor().get('/api/products?sort=price_asc;drop table users')).status).toBe(422)
  expect(
    await ctx.db
      .select()
      .from(users)
      .where(and(eq(users.id, ada.userId))),
  ).toHaveLength(1)
})
