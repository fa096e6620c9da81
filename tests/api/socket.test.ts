import { orderDocuments, orderGroups, orderLines, orders, sessions } from '#db/schema'
import { setUserStatus } from '#server/domains/accounts'
import { refreshListings } from '#server/domains/catalog'
import { accessKeyOf } from '#server/domains/orders'
import { addShopMember } from '#server/domains/shops'
import { systemActor } from '#server/platform/actor'
import { desc, eq } from 'drizzle-orm'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { buying } from '../support/buying'
import { make } from '../support/make'
import { testServer, type Client } from '../support/server'

const server = await testServer()

interface Dialled {
  socket: WebSocket
  said: Record<string, unknown>[]
  closed: Promise<number>
  send(message: unknown): void
}

let people = 0

/** Opens a socket as a browser does; rejects with the status of a refusal. */
function dial({
  cookies = '',
  origin = server.url as string | null,
  path = '/ws',
  address = `10.9.${people >> 8}.${people++ & 255}`,
} = {}): Promise<Dialled> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, {
    origin: origin ?? undefined,
    headers: { ...(cookies && { cookie: cookies }), 'x-forwarded-for': address },
  })
  const said: Record<string, unknown>[] = []
  socket.on('message', (data) => said.push(JSON.parse(String(data)) as Record<string, unknown>))
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  return new Promise((resolve, reject) => {
    socket.on('open', () =>
      resolve({ socket, said, closed, send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)) }),
    )
    socket.on('unexpected-response', (_, response) => (reject(response.statusCode), socket.terminate()))
    socket.on('error', () => {})
  })
}

const signedIn = async (): Promise<Client> => server.as(await make(server.ctx).user())

describe('the handshake', () => {
  it('opens for somebody signed in', async () => {
    const { socket } = await dial({ cookies: (await signedIn()).cookies() })
    expect(socket.readyState).toBe(WebSocket.OPEN)
    socket.close()
  })

  it.each([
    ['comes from another site', { origin: 'https://evil.example' }, 403],
    ['does not say where it comes from', { origin: null }, 403],
    ['goes to another address', { path: '/api/session' }, 404],
  ])('is refused when it %s', async (_, over, status) => {
    await expect(dial({ cookies: (await signedIn()).cookies(), ...over })).rejects.toBe(status)
  })

  it.each([
    ['nobody is signed in', ''],
    ['the session is made up', 'souk_session=nothing'],
  ])('is refused when %s', async (_, cookies) => {
    await expect(dial({ cookies })).rejects.toBe(401)
  })

  it('is refused to who already has a hundred sockets', { timeout: 60_000 }, async () => {
    const cookies = (await signedIn()).cookies()
    const address = '10.8.0.1'
    const open = await Promise.all(Array.from({ length: 100 }, () => dial({ cookies, address })))
    await expect(dial({ cookies, address })).rejects.toBe(429)
    open[0]!.socket.close()
    await open[0]!.closed
    await pause(50)
    open.push(await dial({ cookies, address }))
    for (const { socket } of open) socket.terminate()
  })
})

describe('frames', () => {
  const open = async () => dial({ cookies: (await signedIn()).cookies() })

  it('are answered in their order', async () => {
    const { send, said, socket } = await open()
    for (let n = 0; n < 10; n++) send(n % 2 === 0 ? { type: 'ping' } : { type: 'subscribe', topic: `nothing:${n}` })
    await expect.poll(() => said.length).toBe(10)
    expect(said.map(({ type }) => type)).toEqual(Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? 'pong' : 'refused')))
    socket.close()
  })

  it.each([['not JSON'], ['{"type":"unknown"}'], ['{"type":"subscribe","topic":"../etc"}'], ['null'], ['[]'], ['']])(
    'that make no sense are answered so and break nothing: %j',
    async (frame) => {
      const { send, said, socket } = await open()
      send(frame)
      send({ type: 'ping' })
      await expect.poll(() => said).toEqual([{ type: 'error', code: 'socket.bad_frame' }, { type: 'pong' }])
      socket.close()
    },
  )

  it('of bytes are answered so and break nothing', async () => {
    const { send, said, socket } = await open()
    socket.send(Buffer.from([0xff, 0x00, 0xfe]))
    send({ type: 'ping' })
    await expect.poll(() => said).toEqual([{ type: 'error', code: 'socket.bad_frame' }, { type: 'pong' }])
    socket.close()
  })

  it('of more than 16 kB close the socket', async () => {
    const { send, closed } = await open()
    send('x'.repeat(17_000))
    expect(await closed).toBe(1009)
  })

  it('that come too fast are refused, then close the socket', async () => {
    const { send, said, closed } = await open()
    for (let n = 0; n < 100; n++) send({ type: 'ping' })
    expect(await closed).toBe(1008)
    expect(said.filter(({ type }) => type === 'pong').length).toBeLessThanOrEqual(45)
    expect(said).toContainEqual({ type: 'error', code: 'socket.too_fast' })
  })

  it('cannot ask for what is not theirs or not there', async () => {
    const { send, said, socket } = await open()
    for (const topic of ['order-group:SK-000000', 'constructor:x', 'user:1']) send({ type: 'subscribe', topic })
    await expect.poll(() => said.length).toBe(3)
    expect(said.every(({ type }) => type === 'refused')).toBe(true)
    socket.close()
  })
})

describe('a session that ends', () => {
  it('closes its sockets within five seconds and no others', async () => {
    const user = await make(server.ctx).user()
    const [here, elsewhere] = [await server.as(user), await server.as(user)]
    const [ending, staying] = [await dial({ cookies: here.cookies() }), await dial({ cookies: elsewhere.cookies() })]

    const start = Date.now()
    await here.delete('/api/session')
    expect(await ending.closed).toBe(4401)
    expect(Date.now() - start).toBeLessThan(5000)
    await pause(200)
    expect(staying.socket.readyState).toBe(WebSocket.OPEN)
    staying.socket.close()
  })

  it('without a word is noticed within five seconds too', async () => {
    const user = await make(server.ctx).user()
    const { closed } = await dial({ cookies: (await server.as(user)).cookies() })
    await server.ctx.db.delete(sessions).where(eq(sessions.userId, user.userId))
    const start = Date.now()
    expect(await closed).toBe(4401)
    expect(Date.now() - start).toBeLessThan(5000)
  })

  it('since another process disabled the account closes its sockets, and its next request is refused', async () => {
    const user = await make(server.ctx).user()
    const client = await server.as(user)
    const { closed } = await dial({ cookies: client.cookies() })

    const start = Date.now()
    await setUserStatus(server.ctx, systemActor, user.userId, { status: 'disabled', reason: 'Was taken over.' })
    expect((await client.get('/api/accounts/sessions')).status).toBe(401)
    expect(await closed).toBe(4401)
    expect(Date.now() - start).toBeLessThan(5000)
  })
})

describe('an order', async () => {
  const owner = await make(server.ctx).user()
  const shop = await make(server.ctx).shop({ owner })
  const product = await make(server.ctx).product({ shop, stock: 10 })
  const { guest, buy } = buying(server.ctx)
  const seller = await server.as(owner)

  async function order() {
    await buy(guest(), product)
    const [group] = await server.ctx.db.select().from(orderGroups).orderBy(desc(orderGroups.placedAt)).limit(1)
    const [row] = await server.ctx.db.select().from(orders).where(eq(orders.groupId, group!.id))
    const [line] = await server.ctx.db.select().from(orderLines).where(eq(orderLines.orderId, row!.id))
    // Its invoice is news of it too.
    const invoices = () => server.ctx.db.$count(orderDocuments, eq(orderDocuments.orderId, row!.id))
    await expect.poll(invoices, { timeout: 10_000 }).toBe(1)
    const ship = () =>
      seller.post(
        `/api/seller/shops/${shop.id}/orders/${row!.number}/shipments`,
        { lines: [{ lineId: line!.id, quantity: 1 }] },
        { 'idempotency-key': crypto.randomUUID() },
      )
    return { topic: `order-group:${group!.number}`, key: accessKeyOf(server.ctx.config, group!.number), ship }
  }

  it('tells a guest with the key from the mail that the shop has sent it', async () => {
    const { topic, key, ship } = await order()
    const { send, said, socket } = await dial({ path: `/ws?${new URLSearchParams({ topic, key })}` })
    send({ type: 'subscribe', topic, key })
    await expect.poll(() => said).toEqual([{ type: 'subscribed', topic }])

    expect((await ship()).status).toBeLessThan(300)
    await expect.poll(() => said).toContainEqual({ type: 'changed', topic })
    socket.close()
  })

  it('opens to no guest without the key, nor with that of another order', async () => {
    const [one, other] = [await order(), await order()]
    await expect(dial({ path: `/ws?${new URLSearchParams({ topic: one.topic })}` })).rejects.toBe(401)
    await expect(dial({ path: `/ws?${new URLSearchParams({ topic: one.topic, key: other.key })}` })).rejects.toBe(401)
  })

  it('is watched by nobody else', async () => {
    const { topic, ship } = await order()
    const { send, said, socket } = await dial({ cookies: (await signedIn()).cookies() })
    send({ type: 'subscribe', topic })
    await expect.poll(() => said).toEqual([{ type: 'refused', topic }])
    await ship()
    await pause(300)
    expect(said).toHaveLength(1)
    socket.close()
  })
})

describe('a product', () => {
  it('is watched by a guest, who hears that it has changed', async () => {
    const owner = await make(server.ctx).user()
    const { id, shop, variant } = await make(server.ctx).product({ shop: await make(server.ctx).shop({ owner }) })
    await refreshListings(server.ctx, [id])
    const topic = `product:${id}`
    const { send, said, socket } = await dial({ path: `/ws?${new URLSearchParams({ topic })}` })
    send({ type: 'subscribe', topic })
    await expect.poll(() => said).toEqual([{ type: 'subscribed', topic }])
    const stock = `/api/seller/shops/${shop.id}/variants/${variant.id}/stock`
    expect((await (await server.as(owner)).post(stock, { kind: 'set', onHand: 1, reason: 'Counted' })).status).toBe(200)
    await expect.poll(() => said, { timeout: 10_000 }).toContainEqual({ type: 'changed', topic })

    const order = 'order-group:1'
    send({ type: 'subscribe', topic: order })
    await expect.poll(() => said).toContainEqual({ type: 'refused', topic: order })
    socket.close()
  })

  it('that nobody can see opens no socket', async () => {
    const { id } = await make(server.ctx).product({ status: 'draft' })
    for (const topic of [`product:${id}`, 'product:none', 'nothing:1', 'product'])
      await expect(dial({ path: `/ws?${new URLSearchParams({ topic })}` })).rejects.toBe(401)
  })
})

describe('a conversation', () => {
  it('is watched by both sides, who hear up to which change there is something, and by nobody else', async () => {
    const [owner, buyer, other] = [await make(server.ctx).user(), await make(server.ctx).user(), await make(server.ctx).user()]
    const shop = await make(server.ctx).shop({ owner })
    const [asBuyer, asOwner] = [await server.as(buyer), await server.as(owner)]
    const { id } = (await asBuyer.post('/api/conversations', { about: 'shop', slug: shop.slug })).body as { id: string }
    const say = (client: Client, path: string) => client.post(`${path}/messages`, { clientId: crypto.randomUUID(), body: 'Hello' })
    expect((await say(asBuyer, `/api/conversations/${id}`)).status).toBe(200)

    const topic = `conversation:${id}`
    const watching = await Promise.all([asBuyer, asOwner, await server.as(other)].map((client) => dial({ cookies: client.cookies() })))
    for (const { send } of watching) send({ type: 'subscribe', topic })
    await expect.poll(() => watching.map(({ said }) => said[0]?.type)).toEqual(['subscribed', 'subscribed', 'refused'])
    expect((await say(asOwner, `/api/seller/shops/${shop.id}/conversations/${id}`)).status).toBe(200)
    const told = { type: 'changed', topic, rev: 2 }
    const withIt = {
      ...told,
      said: { message: expect.objectContaining({ seq: 2, body: 'Hello', isOwn: false }) as object, otherReadSeq: 2 },
    }
    await expect.poll(() => watching[0]!.said).toContainEqual(withIt)
    await expect.poll(() => watching[1]!.said).toContainEqual(told)
    expect(watching[2]!.said).toHaveLength(1)
    for (const { socket } of watching) socket.close()
  })

  it('is told to nobody who was let go from the shop: their socket closes within five seconds', async () => {
    const [owner, helper, buyer] = [await make(server.ctx).user(), await make(server.ctx).user(), await make(server.ctx).user()]
    const shop = await make(server.ctx).shop({ owner })
    await addShopMember(server.ctx, systemActor, shop.id, { userId: helper.userId, role: 'staff' })
    const [asBuyer, asOwner] = [await server.as(buyer), await server.as(owner)]
    const { id } = (await asBuyer.post('/api/conversations', { about: 'shop', slug: shop.slug })).body as { id: string }
    const say = () => asBuyer.post(`/api/conversations/${id}/messages`, { clientId: crypto.randomUUID(), body: 'Hello' })
    await say()
    const topic = `conversation:${id}`
    const [leaving, staying] = await Promise.all([await server.as(helper), asOwner].map((client) => dial({ cookies: client.cookies() })))
    for (const { send } of [leaving!, staying!]) send({ type: 'subscribe', topic })
    await expect.poll(() => [leaving!, staying!].map(({ said }) => said[0]?.type)).toEqual(['subscribed', 'subscribed'])

    const begun = Date.now()
    expect((await asOwner.delete(`/api/seller/shops/${shop.id}/members/${helper.userId}`)).status).toBeLessThan(300)
    expect(await leaving!.closed).toBe(4403)
    expect(Date.now() - begun).toBeLessThan(5000)
    await say()
    const ofThis = expect.objectContaining({ topic, rev: 2 }) as object
    await expect.poll(() => staying!.said).toContainEqual(ofThis)
    expect(leaving!.said).not.toContainEqual(ofThis)
    staying!.socket.close()
  })
})

it('shows how many are connected', async () => {
  const { socket } = await dial({ cookies: (await signedIn()).cookies() })
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  expect(Number(/^shop_ws_connections (\d+)$/m.exec(metrics)![1])).toBeGreaterThanOrEqual(1)
  socket.close()
})
