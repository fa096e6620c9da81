import { sql } from 'drizzle-orm'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditEntries } from '#db/schema'
import { inspectAudit } from '#server/domains/audit'
import { hashPassword } from '#server/domains/accounts/passwords'
import { WebSocket } from 'ws'
import { buying } from '../support/buying'
import { cpuMs } from '../support/cpu-time'
import { make } from '../support/make'
import { makeCatalog } from '../support/make-catalog'
import { testServer } from '../support/server'

const server = await testServer()
const { ctx } = server
const password = 'a password that no log may hold'
let passwordHash: string

beforeAll(async () => {
  passwordHash = await hashPassword(password)
})

it('61: an order that a list does not know is refused, and a wildcard is a letter', async () => {
  const catalog = makeCatalog(ctx)
  await catalog.product(await catalog.shop(), { title: 'Copper kettle' })
  const visitor = server.visitor()
  for (const sort of ['title; drop table users', 'password_hash', 'price_asc,1'])
    expect((await visitor.get(`/api/products?sort=${encodeURIComponent(sort)}`)).status).toBe(422)

  const admin = await server.as(await make(ctx).user({ role: 'admin' }))
  expect((await admin.get('/api/admin/users?q=%25')).body.items).toEqual([])
  expect((await admin.get('/api/admin/users?q=_______')).body.items).toEqual([])
})

it('62: no pattern of the document is slow on 50 kB of anything', async () => {
  const patterns = new Set<string>()
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('pattern' in value && typeof value.pattern === 'string') patterns.add(value.pattern)
    Object.values(value).forEach(collect)
  }
  collect((await server.visitor().get('/api/openapi.json')).body)
  expect(patterns.size).toBeGreaterThan(5)

  const texts = ['a', ' ', '-', '1', 'a@', 'a.', 'a-', '\t', '=', '0-'].flatMap((unit) => {
    const long = unit.repeat(50_000 / unit.length)
    return [long, `${long}!`, `!${long}`]
  })
  for (const pattern of patterns)
    for (const text of texts) {
      const taken = cpuMs(() => new RegExp(pattern, 'u').test(text))
      expect(taken, `${pattern} on ${text.slice(0, 5)}…`).toBeLessThan(100)
    }
})

it('62: a long text is refused at once wherever text is taken', async () => {
  const long = 'a@'.repeat(15_000)
  for (const [path, body] of [
    ['/api/session', { email: long, password: long }],
    ['/api/auth/token', { email: long, password: long, code: long }],
    ['/api/auth/refresh', { refreshToken: long }],
  ] as const) {
    const start = performance.now()
    expect((await server.visitor().post(path, body)).status).toBe(422)
    expect(performance.now() - start).toBeLessThan(500)
  }
})

it('63: a line break has no place in a name that a mail may hold', async () => {
  const buyer = await make(ctx).user()
  const lamp = await make(ctx).product()
  await buying(ctx).fill(buyer, lamp)
  const form = await buying(ctx).form(buyer)
  const client = await server.as(buyer)
  for (const [field, value] of [
    ['email', 'a@example.org\r\nBcc: everyone@example.org'],
    ['shippingAddress', { ...form.shippingAddress, name: 'Ada\r\nBcc: everyone@example.org' }],
  ] as const) {
    const answer = await client.post('/api/checkouts', { ...form, [field]: value }, { 'idempotency-key': crypto.randomUUID() })
    expect(answer.status, field).toBe(422)
  }
})

describe('sockets', () => {
  const dial = (headers: Record<string, string>, origin?: string) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, { origin, headers })
    const outcome = new Promise<number | 'open'>((resolve) => {
      socket.on('open', () => resolve('open'))
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode!))
      socket.on('error', () => {})
    })
    return { socket, outcome }
  }

  it('64: open for our own pages and for who is signed in', async () => {
    const cookie = (await server.as(await make(ctx).user())).cookies()
    expect(await dial({ cookie }, 'https://evil.example').outcome).toBe(403)
    expect(await dial({ cookie }).outcome).toBe(403)
    expect(await dial({}, server.url).outcome).toBe(401)
    const { socket, outcome } = dial({ cookie }, server.url)
    expect(await outcome).toBe('open')
    socket.terminate()
  })

  it('64: nobody makes others see them write where they take no part, or learns whether there is anything or who is there', async () => {
    const [owner, buyer, stranger] = await Promise.all(Array.from({ length: 3 }, () => make(ctx).user()))
    const shop = await make(ctx).shop({ owner })
    const asBuyer = await server.as(buyer!)
    const { id } = (await asBuyer.post('/api/conversations', { about: 'shop', slug: shop.slug })).body as { id: string }
    const open = async (cookie: string) => {
      const { socket, outcome } = dial({ cookie }, server.url)
      await outcome
      const said: unknown[] = []
      socket.on('message', (data) => said.push(JSON.parse(String(data))))
      return { socket, said, send: (...frames: object[]) => frames.forEach((frame) => socket.send(JSON.stringify(frame))) }
    }
    const [victim, attacker] = [await open(asBuyer.cookies()), await open((await server.as(stranger!)).cookies())]
    const topic = `conversation:${id}`
    victim.send({ type: 'subscribe', topic })
    await expect.poll(() => victim.said).toContainEqual({ type: 'subscribed', topic })
    victim.said.length = 0

    const nowhere = `conversation:${crypto.randomUUID()}`
    for (const place of [topic, nowhere])
      attacker.send(
        { type: 'subscribe', topic: place },
        { type: 'typing', topic: place, side: 'shop' },
        { type: 'typing', topic: place, side: 'buyer', key: 'x' },
      )
    await expect.poll(() => attacker.said.length).toBe(2)
    await pause(200)
    expect(attacker.said).toEqual([topic, nowhere].map((place) => ({ type: 'refused', topic: place })))
    expect(victim.said.filter((frame) => (frame as { type: string }).type === 'typing')).toEqual([])
    const asStranger = await server.as(stranger!)
    const presence = `presence?conversations=${id},${crypto.randomUUID()}`
    expect((await asStranger.get(`/api/conversations/${presence}`)).body).toEqual({ items: [] })
    expect((await asStranger.get(`/api/seller/shops/${shop.id}/conversations/${presence}`)).status).toBe(404)
    expect((await asBuyer.get(`/api/conversations/${presence}`)).body).toEqual({
      items: [{ conversationId: id, online: false, lastSeenAt: null }],
    })
    for (const { socket } of [victim, attacker]) socket.terminate()
  })

  it('65: a frame of more than 16 kB ends it, and nonsense breaks nothing', async () => {
    const cookie = (await server.as(await make(ctx).user())).cookies()
    const { socket, outcome } = dial({ cookie }, server.url)
    await outcome
    const closed = new Promise((resolve) => socket.on('close', resolve))
    for (const nonsense of ['{', 'null', '{"type":"subscribe","topic":"__proto__:x"}', Buffer.from([0, 255])]) socket.send(nonsense)
    await pause(100)
    expect(socket.readyState).toBe(WebSocket.OPEN)
    socket.send('x'.repeat(17_000))
    expect(await Promise.race([closed, pause(5000)])).toBe(1009)
  })
})

it('67: the log holds no password, token, cookie, key or card, and no line that a visitor wrote', async () => {
  const ada = await make(ctx).user({ passwordHash })
  const client = await server.as(ada)
  const { accessToken, refreshToken } = (await server.visitor().post('/api/auth/token', { email: ada.email, password })).body
  const { key } = (await client.post('/api/accounts/api-keys', { name: 'Robot', scopes: ['cart:read'], expiresInDays: 1, password })).body
  const card = '4242424242424242'
  const secrets = [password, accessToken, refreshToken, key, client.cookies().split('=')[1]!, card] as string[]

  await server.visitor().get('/api/session', { authorization: `Bearer ${accessToken}` })
  await server.visitor().get('/api/session', { authorization: `Bearer ${key}` })
  await server.visitor().post('/api/auth/refresh', { refreshToken })
  await client.post(`/api/checkouts/${crypto.randomUUID()}/pay/test`, { cardNumber: card })
  for (const secret of secrets) {
    await client.get(`/api/search?q=${secret}&token=${secret}`, { referer: `${server.url}/reset?token=${secret}`, 'user-agent': secret })
    await client.get(`/no-such-page/${secret}?key=${secret}`)
  }
  await client.get('/api/session', { 'user-agent': 'a {"level":"error","msg":"forged"}' })
  await pause(600)

  const log = server.printed()
  expect(log.length).toBeGreaterThan(500)
  for (const secret of secrets) expect(log, secret).not.toContain(secret)
  expect(log).not.toContain('"msg":"forged"')
})

it('68: the audit is a chain that nobody rewrites', async () => {
  const ada = await make(ctx).user({ passwordHash })
  const client = await server.as(ada)
  const { id } = (await client.post('/api/accounts/api-keys', { name: 'Robot', scopes: ['cart:read'], expiresInDays: 1, password })).body
  await client.delete(`/api/accounts/api-keys/${id}`)

  const entries = await ctx.db
    .select()
    .from(auditEntries)
    .where(sql`${auditEntries.subjectId} = ${ada.userId}`)
  expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([
    ['accounts.api_key_made', ada.userId],
    ['accounts.api_key_revoked', ada.userId],
  ])
  await expect(ctx.db.execute(sql`update audit_entries set actor_id = null`)).rejects.toThrow()
  await expect(ctx.db.execute(sql`delete from audit_entries`)).rejects.toThrow()
  expect(await inspectAudit(ctx)).toMatchObject([{ ok: true }])
})
