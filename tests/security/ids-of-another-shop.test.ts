import { eq, inArray } from 'drizzle-orm'
import { zipSync } from 'fflate'
import { beforeAll, expect, it } from 'vitest'
import {
  productImports,
  products,
  shippingMethods,
  shippingZones,
  shopInvitations,
  shopMembers,
  shops,
  stockLevels,
  variants,
} from '#db/schema'
import { checkImport, startImport } from '#server/domains/imports'
import { makeCatalog, type MadeShop } from '../support/make-catalog'
import { insertParcel } from '../support/parcels'
import { testServer, type Client } from '../support/server'

const server = await testServer()
const { ctx } = server
const catalog = makeCatalog(ctx)

let own: MadeShop
let other: MadeShop
let seller: Client
let ids: { product: string; variant: string; import: string; method: string; zone: string; invitation: string; member: string }

async function* fileOf(text: string) {
  yield Buffer.from(text)
}

beforeAll(async () => {
  own = await catalog.shop()
  other = await catalog.shop()
  seller = await server.as(own.owner)
  const { product, variants } = await catalog.complete(other)
  const file = { fileName: 'theirs.csv', bytes: fileOf('Handle,Title,SKU,Price,Picture\ncup,Cup,CUP,5.00,front.png') }
  const { id: importId } = await startImport(ctx, other.owner, other.row.id, file, { queued: false })
  ids = {
    product: product.id,
    variant: variants[0]!.id,
    import: importId,
    method: ctx.newId(),
    zone: '',
    invitation: ctx.newId(),
    member: other.owner.userId,
  }
  await checkImport(ctx, importId)
  ids.zone = (await insertParcel(ctx, other.row.id, { id: ids.method })).zoneId
  const invitation = { email: 'friend@example.org', role: 'staff' as const, tokenHash: 'theirs', invitedBy: other.owner.userId }
  await ctx.db
    .insert(shopInvitations)
    .values({ id: ids.invitation, shopId: other.row.id, ...invitation, expiresAt: new Date(Date.now() + 1e8) })
})

const whatTheyHave = async () => {
  const ofOther = eq(variants.shopId, other.row.id)
  return Promise.all([
    ctx.db.select().from(shops).where(eq(shops.id, other.row.id)),
    ctx.db.select().from(shopMembers).where(eq(shopMembers.shopId, other.row.id)),
    ctx.db.select().from(shopInvitations).where(eq(shopInvitations.shopId, other.row.id)),
    ctx.db.select().from(shippingMethods).where(eq(shippingMethods.shopId, other.row.id)),
    ctx.db.select().from(shippingZones).where(eq(shippingZones.shopId, other.row.id)),
    ctx.db
      .select()
      .from(products)
      .where(inArray(products.shopId, [own.row.id, other.row.id])),
    ctx.db.select().from(variants).where(ofOther),
    ctx.db.select({ level: stockLevels }).from(stockLevels).innerJoin(variants, eq(variants.id, stockLevels.variantId)).where(ofOther),
    ctx.db
      .select()
      .from(productImports)
      .where(inArray(productImports.shopId, [own.row.id, other.row.id])),
  ])
}

const input = { title: 'Mine now', variants: [{ sku: 'MINE', priceMinor: 1 }] }
const zone = { countries: ['DE'] }
const method = { zoneId: '01890000-0000-7000-8000-000000000000', name: 'Mine', priceMinor: 0, minDays: 1, maxDays: 2 }
/** Of each route of a seller that names a thing of a shop: what is asked of it. */
const ASKED: [method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string, body?: object][] = [
  ['get', 'products/{product}'],
  ['put', 'products/{product}', { product: input }],
  ['get', 'products/{product}/preview'],
  ['get', 'products/{product}/standing'],
  ['post', 'products/{product}/duplicate', {}],
  ['post', 'products/{product}/moves', { step: 'submit' }],
  ['post', 'products/{product}/moves', { step: 'archive' }],
  ['get', 'variants/{variant}/movements'],
  ['post', 'variants/{variant}/stock', { kind: 'receive', quantity: 5 }],
  ['post', 'variants/{variant}/stock', { kind: 'set', onHand: 0 }],
  ['get', 'imports/{import}'],
  ['get', 'imports/{import}/items'],
  ['put', 'imports/{import}/mapping', { mapping: { title: 'Title' } }],
  ['post', 'imports/{import}/apply', {}],
  ['post', 'imports/{import}/undo', {}],
  ['post', 'imports/{import}/pictures', Buffer.from(zipSync({ 'front.png': new Uint8Array(9) }))],
  ['post', 'imports/{import}/pictures/retry', {}],
  ['put', 'shipping-methods/{method}', method],
  ['delete', 'shipping-methods/{method}'],
  ['put', 'shipping-zones/{zone}', zone],
  ['delete', 'shipping-zones/{zone}'],
  ['delete', 'invitations/{invitation}'],
  ['post', 'invitations/{invitation}/resend', {}],
  ['patch', 'members/{member}', { role: 'staff' }],
  ['delete', 'members/{member}'],
]

it.each(ASKED)("26: %s %s finds nothing of another shop in one's own", async (how, path, body) => {
  const before = await whatTheyHave()
  const filled = path.replace(/\{(\w+)\}/, (_, name: keyof typeof ids) => ids[name])
  const missing = path.replace(/\{\w+\}/, ctx.newId())
  const ask = (at: string) => {
    const address = `/api/seller/shops/${own.row.id}/${at}`
    return how === 'get' ? seller.get(address) : seller[how](address, body)
  }

  const [answer, nothing] = [await ask(filled), await ask(missing)]
  const told = ({ status, body }: typeof answer) => [status, body.message, body.data.code]
  expect(answer.status).toBe(404)
  expect(told(answer)).toEqual(told(nothing))
  expect(await whatTheyHave()).toEqual(before)
})

it('26: a change of many products leaves those of another shop alone, one by one', async () => {
  const { product } = await catalog.draft(own)
  const before = await whatTheyHave()
  for (const change of [
    { kind: 'set_price', priceMinor: 1 },
    { kind: 'set_stock', onHand: 0 },
    { kind: 'move', step: 'archive' },
  ]) {
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const answer = await seller.post(`/api/seller/shops/${own.row.id}/products/bulk`, { productIds: [ids.product], change }, headers)
    expect(answer).toMatchObject({ status: 200, body: { items: [{ id: ids.product, error: { code: 'catalog.product_not_found' } }] } })
  }
  expect(await whatTheyHave()).toEqual(before)

  const change = { kind: 'set_price', priceMinor: 4200 }
  const headers = { 'idempotency-key': crypto.randomUUID() }
  const both = await seller.post(
    `/api/seller/shops/${own.row.id}/products/bulk`,
    { productIds: [ids.product, product.id], change },
    headers,
  )
  expect(both.body.items).toMatchObject([{ error: { code: 'catalog.product_not_found' } }, { id: product.id, error: null }])
  const [theirs] = await ctx.db.select().from(variants).where(eq(variants.id, ids.variant))
  expect(theirs!.priceMinor).toBe(1000)
})

it('26: a file changes nothing of another shop by its handles, addresses or SKUs, and its export holds nothing of it', async () => {
  const before = await whatTheyHave()
  const [theirs] = await ctx.db.select().from(products).where(eq(products.id, ids.product))
  const rows = [theirs!.slug, `id:${theirs!.id}`].map((handle, n) => `${handle},${handle.slice(0, 60)},Taken ${n},TAKEN-${n},1.00`)
  const file = ['Handle,Address,Title,SKU,Price', ...rows].join('\n')
  const { id } = await startImport(ctx, own.owner, own.row.id, { fileName: 'a.csv', bytes: fileOf(file) })
  const at = `/api/seller/shops/${own.row.id}/imports/${id}`
  await expect.poll(async () => (await seller.get(at)).body.status, { timeout: 20_000 }).toBe('checked')
  await seller.post(`${at}/apply`, {})
  await expect.poll(async () => (await seller.get(at)).body.status, { timeout: 20_000 }).toBe('applied')

  expect((await seller.get(at)).body.counts).toMatchObject({ created: 2, changed: 0 })
  const [shopBefore] = await ctx.db.select().from(products).where(eq(products.id, ids.product))
  expect(shopBefore).toEqual(theirs)
  expect((await whatTheyHave()).slice(0, 4)).toEqual(before.slice(0, 4))
  expect(String((await seller.get(`/api/seller/shops/${own.row.id}/export`)).body)).not.toContain(theirs!.title)
})
