import { eq } from 'drizzle-orm'
import { strFromU8, unzipSync } from 'fflate'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { orderGroups, users } from '#db/schema'
import { hashPassword } from '#server/domains/accounts/passwords'
import { inspectMarketplace } from '#server/domains/checkout'
import type { Actor } from '#server/platform/actor'
import { erasedAddressOf } from '#shared/erased-person'
import { buying, someAddress } from '../support/buying'
import { make } from '../support/make'
import { testServer, type Client } from '../support/server'

const server = await testServer()
const { ctx } = server
const { fill, start, pay } = buying(ctx)
const password = 'a password of some length'
const street = 'Wispelweg 77'

let zerlina: Actor & { userId: string }
let client: Client
/** A program of hers. */
let tokens: { accessToken: string; refreshToken: string }
let apiKey: string

beforeAll(async () => {
  zerlina = await make(ctx).user({ name: 'Zerlina Quastenfeld', passwordHash: await hashPassword(password) })
  client = await server.as(zerlina)
  tokens = (await server.visitor().post('/api/auth/token', { email: zerlina.email, password })).body
  const key = { name: 'Wispelrobot', scopes: ['account:read'], expiresInDays: 1, password }
  apiKey = (await client.post('/api/accounts/api-keys', key)).body.key

  const picture = sharp({ create: { width: 64, height: 64, channels: 3, background: '#258' } })
  expect((await client.put('/api/accounts/avatar', await picture.png().toBuffer())).status).toBe(200)
  expect((await client.post('/api/accounts/addresses', { address: someAddress({ street }) })).status).toBe(201)
  expect((await client.post('/api/privacy/consents', { kind: 'newsletter', granted: true })).status).toBe(200)
  const lamp = await make(ctx).product()
  await fill(zerlina, lamp)
  const { checkout } = await start(zerlina, { email: zerlina.email!, shippingAddress: someAddress({ street }) })
  await pay(zerlina, checkout.id)
})

const groupOf = async () => (await ctx.db.select().from(orderGroups).where(eq(orderGroups.userId, zerlina.userId)))[0]!
const rowOf = async () => (await ctx.db.select().from(users).where(eq(users.id, zerlina.userId)))[0]!

describe('70: a copy of one’s data', () => {
  it('70: is whole, a file to keep, and nobody else’s', async () => {
    const asked = await client.post('/api/privacy/exports')
    expect(asked.status).toBe(202)
    const path = `/api/privacy/exports/${asked.body.id}`
    await expect.poll(async () => (await client.get('/api/privacy')).body.latestExport.status, { timeout: 20_000 }).toBe('ready')

    const answer = await client.fetch(path)
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': expect.stringMatching(/^attachment; filename="my-data-[\d-]+\.zip"$/),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()))
    const text = strFromU8(files['data.json']!)
    const { number } = await groupOf()
    for (const held of ['Zerlina Quastenfeld', zerlina.email!, street, number, 'Wispelrobot', 'newsletter']) expect(text).toContain(held)
    for (const secret of [tokens.refreshToken, apiKey, client.cookies().split('=')[1]!, (await rowOf()).passwordHash])
      expect(text).not.toContain(secret)
    expect(Object.keys(files).filter((name) => name.startsWith('pictures/'))).toHaveLength(1)

    expect((await server.visitor().get(path)).status).toBe(401)
    for (const other of [await make(ctx).user(), await make(ctx).user({ role: 'admin' })])
      expect((await (await server.as(other)).get(path)).status).toBe(404)
    expect((await server.visitor().get(path, { authorization: `Bearer ${apiKey}` })).status).toBe(403)
  })

  it('70: is made once a day', async () => {
    const answer = await client.post('/api/privacy/exports')

    expect(answer).toMatchObject({ status: 429, body: { data: { code: 'privacy.export_too_soon' } } })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(23 * 3600)
  })
})

describe('70: the erasure of an account', () => {
  it('70: asks for the password, and for a person at a browser', async () => {
    expect((await client.post('/api/privacy/erasure', { password: 'another' })).status).toBe(422)
    const program = { authorization: `Bearer ${apiKey}` }
    expect((await server.visitor().post('/api/privacy/erasure', { password }, program)).status).toBe(403)
    expect((await client.post('/api/privacy/erasure', { password }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await rowOf()).erasureDueAt).toBeNull()
  })

  it('70: ends every way in, and leaves facts without a person', async () => {
    const other = await server.as(zerlina)
    expect((await client.post('/api/privacy/erasure', { password })).body.erasureDueAt).toEqual(expect.any(String))
    expect((await other.get('/api/session')).body.user).toBeNull()
    expect((await client.get('/api/session')).body.user.erasureDueAt).toEqual(expect.any(String))
    const { number, totalMinor } = await groupOf()

    await ctx.db
      .update(users)
      .set({ erasureDueAt: new Date(Date.now() - 1000) })
      .where(eq(users.id, zerlina.userId))
    await ctx.queue.send(ctx.db, 'privacy.erase-account', { userId: zerlina.userId })
    await expect.poll(async () => (await rowOf()).status, { timeout: 20_000 }).toBe('erased')

    expect((await client.get('/api/session')).body.user).toBeNull()
    expect((await client.get('/api/accounts/profile')).status).toBe(401)
    expect((await client.get(`/api/orders/${number}`)).status).toBe(404)
    for (const secret of [tokens.accessToken, apiKey])
      expect((await server.visitor().get('/api/accounts/profile', { authorization: `Bearer ${secret}` })).status).toBe(401)
    expect((await server.visitor().post('/api/auth/refresh', { refreshToken: tokens.refreshToken })).status).toBe(401)
    for (const email of [zerlina.email!, erasedAddressOf(zerlina.userId)])
      for (const tried of [password, '!', ''.padEnd(12, 'x')])
        expect((await server.visitor().post('/api/session', { email, password: tried })).status, email).toBe(401)

    const admin = await server.as(await make(ctx).user({ role: 'admin' }))
    const seen = JSON.stringify([
      (await admin.get('/api/admin/orders')).body,
      (await admin.get(`/api/admin/users/${zerlina.userId}`)).body,
      (await admin.get(`/api/orders/${number}`)).body,
    ])
    expect(seen).toContain(number)
    for (const trace of ['Quastenfeld', zerlina.email!]) expect(seen).not.toContain(trace)
    expect(await groupOf()).toMatchObject({ number, totalMinor, email: erasedAddressOf(zerlina.userId) })
    await expect.poll(() => Array.fromAsync(ctx.storage.list('pictures/')), { timeout: 20_000 }).toEqual([])
    await expect.poll(() => Array.fromAsync(ctx.storage.list('exports/')), { timeout: 20_000 }).toEqual([])
    expect((await inspectMarketplace(ctx)).filter(({ ok }) => !ok)).toEqual([])
  })
})
