import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { sessions } from '#db/schema'
import { createSockets, type SocketPeer } from '#server/http/sockets'
import { visitor } from '#server/platform/actor'
import { createMemoryBus } from '#server/platform/realtime-bus/memory-bus'
import { announceChange } from '#server/platform/realtime-bus/topics'
import { SOCKET_CLOSE } from '#shared/socket-close'
import { testContext } from '../support/context'
import { frameReader } from '../support/frame-reader'
import { make } from '../support/make'
import { testServer, type Client } from '../support/server'
import { silentLogger } from '../support/silent-logger'

const server = await testServer()
const { ctx } = server

let addresses = 0
const someAddress = () => `10.7.${addresses >> 8}.${addresses++ & 255}`

/** Opens a socket as a page of ours does; rejects with the status of a refusal. */
function dial(client: Client, address = someAddress()) {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, {
    origin: server.url,
    headers: { cookie: client.cookies(), 'x-forwarded-for': address },
  })
  const said: unknown[] = []
  socket.on('message', (data) => said.push(JSON.parse(String(data))))
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  const send = (frame: object) => socket.send(JSON.stringify(frame))
  return new Promise<{ socket: WebSocket; said: unknown[]; closed: Promise<number>; send: typeof send }>((resolve, reject) => {
    socket.on('open', () => resolve({ socket, said, closed, send }))
    // A refusal is a number, as a browser sees no more of it.
    socket.on('unexpected-response', (_, response) => (reject(response.statusCode), socket.terminate()))
    socket.on('error', () => {})
  })
}

/** A shopper and the owner of a shop in the middle of it, and a stranger with a shop of their own. */
async function talking() {
  const WEEK_AGO = new Date(Date.now() - 7 * 24 * 60 * 60 * 1000)
  const [owner, buyer, other] = await Promise.all(Array.from({ length: 3 }, () => make(ctx).user({ createdAt: WEEK_AGO })))
  const [shop, otherShop] = [await make(ctx).shop({ owner: owner! }), await make(ctx).shop({ owner: other! })]
  const [asOwner, asBuyer, asOther] = await Promise.all([owner!, buyer!, other!].map((who) => server.as(who)))
  const { id } = (await asBuyer!.post('/api/conversations', { about: 'shop', slug: shop.slug })).body as { id: string }
  const bytes = Buffer.from('The bill: 12 Euro')
  const { fileId } = (await asBuyer!.post(`/api/conversations/${id}/attachments?name=bill.txt`, bytes)).body as { fileId: string }
  const say = (body: string, over: object = {}) =>
    asBuyer!.post(`/api/conversations/${id}/messages`, { clientId: randomUUID(), body, ...over })
  expect((await say('A secret', { attachmentIds: [fileId] })).status).toBe(200)
  return { id, fileId, shop, otherShop, say, buyer: buyer!, asOwner: asOwner!, asBuyer: asBuyer!, asOther: asOther! }
}

describe('64: a conversation', () => {
  it('64: is no more to a stranger than one that is not there, by whatever address, and what is in it neither', async () => {
    const { id, fileId, shop, otherShop, asOther, asOwner, asBuyer } = await talking()
    const nothing: { id: string; fileId: string } = { id: randomUUID(), fileId: randomUUID() }
    const asked = async (client: Client, of: typeof nothing) => {
      const body = { clientId: randomUUID(), body: 'Hello' }
      const shops = [`/api/seller/shops/${otherShop.id}`, `/api/seller/shops/${shop.id}`].map((path) => `${path}/conversations/${of.id}`)
      const answers = await Promise.all(
        [`/api/conversations/${of.id}`, ...shops].flatMap((path) => [
          client.get(path),
          client.get(`${path}/messages`),
          client.get(`${path}/messages?afterRev=0`),
          client.get(`${path}/messages/around?seq=1`),
          client.post(`${path}/messages`, body),
          client.patch(`${path}/messages/1`, { body: 'Hello' }),
          client.delete(`${path}/messages/1`),
          client.post(`${path}/messages/1/report`, { reason: 'spam' }),
          client.post(`${path}/read`, { seq: 1 }),
          client.put(`${path}/block`),
          client.post(`${path}/attachments?name=a.txt`, Buffer.from('a')),
        ]),
      )
      const files = await Promise.all([`/files/${of.fileId}`, `/files/${of.fileId}?size=small`].map((path) => client.get(path)))
      return [...answers, ...files].map(({ status, body }) => ({ status, code: (body as { data?: { code: string } } | null)?.data?.code }))
    }
    const before = await asBuyer.get(`/api/conversations/${id}/messages`)
    const refused = await asked(asOther, { id, fileId })
    expect(refused).toEqual(await asked(asOther, nothing))
    expect(refused.filter(({ status }) => status < 400)).toEqual([])
    expect(await asBuyer.get(`/api/conversations/${id}/messages`)).toMatchObject({ status: 200, body: before.body as object })

    expect((await asOwner.fetch(`/files/${fileId}`)).status).toBe(302)
    expect((await server.visitor().get(`/files/${fileId}`)).status).toBeGreaterThanOrEqual(401)
  })

  it.each([
    ['text', 'text/plain; charset=utf-8', 'messages.txt'],
    ['json', 'application/json', 'messages.json'],
  ])('64: is saved as %s, to keep and not to show', async (format, type, name) => {
    const { asBuyer, id } = await talking()
    const { status, headers } = await asBuyer.fetch(`/api/conversations/${id}/export?format=${format}`)
    expect([status, headers.get('content-type'), headers.get('content-disposition')]).toEqual([200, type, `attachment; filename="${name}"`])
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  })

  it('64: with the marketplace is no more to shoppers and sellers than one that is not there, and is closed to them under /admin', async () => {
    const { asOther, asBuyer, asOwner, shop } = await talking()
    const { id } = (await asBuyer.post('/api/conversations', { about: 'support' })).body as { id: string }
    const bytes = Buffer.from('The bill: 12 Euro')
    const { fileId } = (await asBuyer.post(`/api/conversations/${id}/attachments?name=bill.txt`, bytes)).body as { fileId: string }
    const secret = { clientId: randomUUID(), body: 'A secret', attachmentIds: [fileId] }
    expect((await asBuyer.post(`/api/conversations/${id}/messages`, secret)).status).toBe(200)
    const before = await asBuyer.get(`/api/conversations/${id}/messages`)
    const asked = async (client: Client, of: string, roots: readonly string[]) => {
      const answers = await Promise.all(
        roots
          .map((root) => `${root}/${of}`)
          .flatMap((path) => [
            client.get(path),
            client.get(`${path}/messages`),
            client.get(`${path}/export`),
            client.post(`${path}/messages`, { clientId: randomUUID(), body: 'Hello' }),
            client.patch(`${path}/messages/1`, { body: 'Hello' }),
            client.delete(`${path}/messages/1`),
            client.post(`${path}/messages/1/report`, { reason: 'spam' }),
            client.post(`${path}/read`, { seq: 1 }),
            client.post(`${path}/attachments?name=a.txt`, Buffer.from('a')),
          ]),
      )
      return answers.map(({ status, body }) => ({ status, code: (body as { data?: { code: string } } | null)?.data?.code }))
    }
    const roots = ['/api/conversations', `/api/seller/shops/${shop.id}/conversations`]
    for (const client of [asOther, asOwner]) {
      const refused = await asked(client, id, roots)
      expect(refused).toEqual(await asked(client, randomUUID(), roots))
      expect(refused.filter(({ status }) => status < 400)).toEqual([])
    }
    for (const client of [asOther, asOwner, asBuyer]) {
      const refused = await asked(client, id, ['/api/admin/support'])
      expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([403]))
      expect((await client.patch(`/api/admin/support/${id}`, { closed: true })).status).toBe(403)
    }
    for (const client of [asOther, asOwner]) {
      expect((await client.get(`/files/${fileId}`)).status).toBe(404)
      const { said, send, socket } = await dial(client)
      send({ type: 'subscribe', topic: `conversation:${id}` })
      await expect.poll(() => said).toEqual([{ type: 'refused', topic: `conversation:${id}` }])
      socket.terminate()
    }
    expect(await asBuyer.get(`/api/conversations/${id}/messages`)).toMatchObject({ status: 200, body: before.body as object })

    const asModerator = await server.as(await make(ctx).user({ role: 'moderator' }))
    expect(await asModerator.get(`/api/admin/support/${id}/messages`)).toMatchObject({ status: 200 })
    expect((await asModerator.get(`/api/conversations/${id}/messages`)).status).toBe(404)
    expect((await asModerator.fetch(`/files/${fileId}`)).status).toBe(302)
  })

  it('64: in a private room is no more to who is not in it, is sent out or banned than one that is not there', async () => {
    const WEEK_AGO = new Date(Date.now() - 7 * 24 * 60 * 60 * 1000)
    const [owner, member, other] = await Promise.all(Array.from({ length: 3 }, () => make(ctx).user({ createdAt: WEEK_AGO })))
    const [asOwner, asMember, asOther] = await Promise.all([owner!, member!, other!].map((who) => server.as(who)))
    const { id } = (await asOwner!.post('/api/rooms', { name: `Private ${randomUUID()}`, visibility: 'private' })).body as { id: string }
    const { token } = (await asOwner!.put(`/api/rooms/${id}/invitation`)).body as { token: string }
    expect((await asMember!.post(`/api/room-invitations/${token}/accept`)).status).toBeLessThan(300)
    const bytes = Buffer.from('The plan')
    const { fileId } = (await asOwner!.post(`/api/conversations/${id}/attachments?name=plan.txt`, bytes)).body as { fileId: string }
    const secret = { clientId: randomUUID(), body: 'A secret', attachmentIds: [fileId] }
    expect((await asOwner!.post(`/api/conversations/${id}/messages`, secret)).status).toBe(200)
    expect((await asMember!.fetch(`/files/${fileId}`)).status).toBe(302)

    const asked = async (client: Client, of: { id: string; fileId: string }) => {
      const [room, conversation] = [`/api/rooms/${of.id}`, `/api/conversations/${of.id}`]
      const answers = await Promise.all([
        client.get(room),
        client.patch(room, { topic: 'Ours now' }),
        client.put(`${room}/membership`),
        client.delete(`${room}/membership`),
        client.patch(`${room}/membership`, { notices: 'all' }),
        client.get(`${room}/members`),
        client.patch(`${room}/members/${owner!.userId}`, { role: 'member' }),
        client.delete(`${room}/members/${owner!.userId}`),
        client.get(`${room}/bans`),
        client.put(`${room}/bans/${owner!.userId}`),
        client.get(`${room}/invitation`),
        client.put(`${room}/invitation`),
        client.get(conversation),
        client.get(`${conversation}/messages`),
        client.get(`${conversation}/messages?afterRev=0`),
        client.get(`${conversation}/export`),
        client.post(`${conversation}/messages`, { clientId: randomUUID(), body: 'Hello' }),
        client.delete(`${conversation}/messages/1`),
        client.post(`${conversation}/messages/1/report`, { reason: 'spam' }),
        client.post(`${conversation}/read`, { seq: 1 }),
        client.post(`${conversation}/attachments?name=a.txt`, Buffer.from('a')),
        client.get(`/files/${of.fileId}`),
      ])
      return answers.map(({ status, body }) => ({ status, code: (body as { data?: { code: string } } | null)?.data?.code }))
    }
    const nothing = { id: randomUUID(), fileId: randomUUID() }
    const refused = await asked(asOther!, nothing)
    expect(refused.filter(({ status }) => status < 400)).toEqual([])
    expect(await asked(asOther!, { id, fileId })).toEqual(refused)
    expect((await asOwner!.put(`/api/rooms/${id}/bans/${member!.userId}`)).status).toBeLessThan(300)
    expect(await asked(asMember!, { id, fileId })).toEqual(refused)
    const { body } = await asOwner!.get(`/api/conversations/${id}/messages`)
    expect((body as { items: object[] }).items).toMatchObject([{ body: 'A secret', deletedAt: null }])
  })

  it.each([
    ['is ended elsewhere', async (userId: string) => ctx.db.delete(sessions).where(eq(sessions.userId, userId))],
    [
      'runs out',
      async (userId: string) =>
        ctx.db
          .update(sessions)
          .set({ expiresAt: new Date(0) })
          .where(eq(sessions.userId, userId)),
    ],
  ])('64: is watched no longer than five seconds after a session %s', async (_, end) => {
    const { id, asBuyer, buyer } = await talking()
    const topic = `conversation:${id}`
    const { said, closed, send } = await dial(asBuyer)
    send({ type: 'subscribe', topic })
    await expect.poll(() => said).toContainEqual({ type: 'subscribed', topic })
    const begun = Date.now()
    await end(buyer.userId)
    expect(await closed).toBe(SOCKET_CLOSE.signedOut)
    expect(Date.now() - begun).toBeLessThan(5000)
    await expect(dial(asBuyer)).rejects.toBe(401)
    expect((await asBuyer.get(`/api/conversations/${id}/messages`)).status).toBe(401)
  })
})

describe('65: a flood', () => {
  it('65: of messages ends after twenty a minute, and stores none of the rest', async () => {
    const { say, asBuyer, id } = await talking()
    const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => say(`Buy ${index}!`)))
    const stored = answers.filter(({ status }) => status === 200).length
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(60 - stored)
    expect(stored).toBeLessThan(20)
    const { lastSeq } = (await asBuyer.get(`/api/conversations/${id}`)).body as { lastSeq: number }
    expect(lastSeq).toBe(stored + 1)
  })

  it('65: of frames is warned of, then sent away, while others are answered', async () => {
    const { asBuyer, asOwner } = await talking()
    const [flooder, other] = [await dial(asBuyer), await dial(asOwner)]
    for (let count = 0; count < 2000; count++) flooder.send({ type: 'ping' })
    const begun = Date.now()
    other.send({ type: 'ping' })
    await expect.poll(() => other.said).toEqual([{ type: 'pong' }])
    expect(Date.now() - begun).toBeLessThan(2000)
    expect(await flooder.closed).toBe(SOCKET_CLOSE.tooFast)
    expect(flooder.said).toContainEqual({ type: 'error', code: 'socket.too_fast' })
    other.socket.terminate()
  })

  it(
    '65: of five hundred idle sockets from one address leaves it with a hundred, and others with theirs',
    { timeout: 60_000 },
    async () => {
      const { asBuyer, asOwner } = await talking()
      const address = someAddress()
      const dialled = await Promise.allSettled(Array.from({ length: 500 }, () => dial(asBuyer, address)))
      const open = dialled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
      expect(open.length).toBeLessThanOrEqual(100)
      expect(open.length).toBeGreaterThan(0)
      const refusals = dialled.flatMap((each) => (each.status === 'rejected' ? [each.reason as number] : []))
      expect(new Set(refusals)).toEqual(new Set([429]))
      const other = await dial(asOwner)
      other.send({ type: 'ping' })
      await expect.poll(() => other.said).toEqual([{ type: 'pong' }])
      for (const { socket } of [...open, other]) socket.terminate()
    },
  )

  it('65: of what nobody reads is not kept for them: who does not read is sent away, and others are told', async () => {
    const world = await testContext({ bus: createMemoryBus({ log: silentLogger }) })
    const sockets = createSockets(world, { plain: { mayWatch: async () => true } })
    const watching = async (writableLength: number) => {
      const [said, ends] = [[] as string[], [] as unknown[]]
      const write = frameReader(
        (text) => said.push((JSON.parse(text) as { type: string }).type),
        ({ message }) => said.push(message),
      )
      const stream = { write, writableLength: 0 }
      const peer: SocketPeer = {
        id: randomUUID(),
        context: { actor: visitor(), network: '10.0.0.1', stream },
        websocket: { readyState: WebSocket.OPEN, ping() {}, on() {} },
        close: (code) => void ends.push(code),
        terminate: () => void ends.push('terminated'),
      }
      sockets.open(peer)
      sockets.message(peer, JSON.stringify({ type: 'subscribe', topic: 'plain:x' }))
      await expect.poll(() => said).toEqual(['subscribed'])
      stream.writableLength = writableLength
      return { said, ends }
    }
    const [reader, sleeper] = [await watching(200_000), await watching(300_000)]
    await announceChange(world, 'plain:x', 1)
    await pause(50)
    expect(sleeper).toEqual({ said: ['subscribed'], ends: [SOCKET_CLOSE.tooSlow, 'terminated'] })
    expect(reader).toEqual({ said: ['subscribed', 'changed'], ends: [] })
    await sockets.closeAll()
  })
})
