import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { SOCKET_CLOSE } from '#shared/socket-close'
import { visitor } from '#server/platform/actor'
import { createMemoryBus } from '#server/platform/realtime-bus/memory-bus'
import { announceChange } from '#server/platform/realtime-bus/topics'
import type { MessageView } from '#shared/contracts/chat'
import { testContext } from '../../tests/support/context'
import { frameReader } from '../../tests/support/frame-reader'
import { silentLogger } from '../../tests/support/silent-logger'
import { createSockets, type SocketPeer, type Sockets } from './sockets'

/** A bus that can be told to hear nobody. */
const reconnected = new Set<() => void>()
let hears = true
let settles = Promise.resolve()
const bus = {
  ...createMemoryBus({ log: silentLogger }),
  settled: () => settles,
  isHealthy: () => hears,
  onReconnect: (listener: () => void) => (reconnected.add(listener), () => reconnected.delete(listener)),
}
const ctx = await testContext({ bus })

let asked = 0
let isDatabaseAway = false
const revs = new Map([
  ['a', 1],
  ['b', 1],
])
const signs = new Map([['me', 'first']])
const marks = new Map([['a', 'unread']])
const lookedUp = async <T>(all: ReadonlyMap<string, T>, ids: readonly string[]): Promise<ReadonlyMap<string, T>> => {
  asked++
  if (isDatabaseAway) throw new Error('away')
  return new Map(ids.flatMap((id) => (all.has(id) ? [[id, all.get(id)!] as const] : [])))
}
const mayWatch = async () => true
let answerSlowly = () => {}
const answered = new Promise<void>((resolve) => (answerSlowly = resolve))
const sockets = createSockets(ctx, {
  counted: { mayWatch, revs: (_, ids) => lookedUp(revs, ids) },
  both: { mayWatch, revs: (_, ids) => lookedUp(revs, ids), signs: (_, ids) => lookedUp(marks, ids) },
  signed: { mayWatch, signs: (_, ids) => lookedUp(signs, ids) },
  plain: { mayWatch },
  talk: {
    mayWatch,
    whoTypes: async (_, { userId }, id, { side }) => {
      if (isDatabaseAway) throw new Error('away')
      asked++
      return id === 'own' ? { side, name: `${userId}` } : null
    },
  },
  news: {
    mayWatch,
    whoHears: async (_, id, { from }, all) => {
      if (isDatabaseAway) throw new Error('away')
      return all.flatMap(({ userId, byKey }) => (userId === 'stranger' || userId === from ? [] : [{ userId, byKey, otherReadSeq: 3 }]))
    },
  },
  keyed: {
    mayWatch: async (_, { userId }, __, key) => userId === 'team' || key === 'right',
    stillWatching: async (_, watching) => watching.filter(({ byKey }) => byKey),
  },
  slow: { mayWatch: () => answered.then(() => true) },
  lent: { mayWatch, stillWatching: async (_, watching) => watching.filter(({ id }) => id !== 'taken-back') },
})
afterAll(() => sockets.closeAll())

function connect({
  sessionId = null,
  userId = null,
  on = sockets,
}: { sessionId?: string | null; userId?: string | null; on?: Sockets } = {}) {
  const said: Record<string, unknown>[] = []
  let close = (_?: number) => {}
  const closed = new Promise<number | undefined>((resolve) => (close = resolve))
  const hear = frameReader(
    (text) => said.push(JSON.parse(text) as Record<string, unknown>),
    (error) => said.push({ error }),
  )
  const peer: SocketPeer = {
    id: randomUUID(),
    context: { actor: { ...visitor(), sessionId, userId }, network: '10.0.0.1', stream: { write: hear, writableLength: 0 } },
    websocket: { readyState: WebSocket.OPEN, ping() {}, on() {} },
    close,
    terminate() {},
  }
  on.open(peer)
  const send = (request: object) => on.message(peer, JSON.stringify(request))
  return { peer, said, closed, send, leave: () => on.close(peer) }
}

/** Watches one topic and forgets what was said at the start. */
async function watching(topic: string, userId: string | null = null) {
  const socket = connect({ userId })
  socket.send({ type: 'subscribe', topic })
  await expect.poll(() => socket.said[0]).toEqual({ type: 'subscribed', topic })
  await new Promise((resolve) => setTimeout(resolve, 50))
  socket.said.length = 0
  return socket
}
const TICKS = { timeout: 5000 }

it('closes a socket at once whose session ended while it was being opened', async () => {
  const { closed } = connect({ sessionId: 'one that has just ended' })
  const tooLate = new Promise((resolve) => setTimeout(resolve, 2000, 'too late'))

  expect(await Promise.race([closed, tooLate])).toBe(SOCKET_CLOSE.signedOut)
})

it('tells who begins to watch what is counted up to which change there is something', async () => {
  const { said, send, leave } = connect()
  send({ type: 'subscribe', topic: 'counted:a' })
  await expect
    .poll(() => said)
    .toEqual([
      { type: 'subscribed', topic: 'counted:a' },
      { type: 'changed', topic: 'counted:a', rev: 1 },
    ])
  leave()
})

it('lets who begins to watch ask by themselves where that cannot be looked up, and not who watches what is not counted', async () => {
  isDatabaseAway = true
  const { said, send, leave } = connect()
  send({ type: 'subscribe', topic: 'plain:x' })
  send({ type: 'subscribe', topic: 'counted:a' })
  await expect.poll(() => said).toHaveLength(3)
  isDatabaseAway = false
  expect(said).toEqual([
    { type: 'subscribed', topic: 'plain:x' },
    { type: 'subscribed', topic: 'counted:a' },
    { type: 'changed', topic: 'counted:a' },
  ])
  leave()
})

it('says that it listens once other nodes are heard, so that what they tell after that is not missed', async () => {
  let settle = () => {}
  settles = new Promise((resolve) => (settle = resolve))
  const { said, send, leave } = connect()
  send({ type: 'subscribe', topic: 'plain:far' })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(said).toEqual([])

  settle()
  await expect.poll(() => said).toEqual([{ type: 'subscribed', topic: 'plain:far' }])
  leave()
})

describe('without the other nodes', () => {
  it('what is watched is looked up every second, until they are heard again', async () => {
    const [counted, signed, plain] = [await watching('counted:a'), await watching('signed:me'), await watching('plain:x')]
    const other = await watching('counted:b')
    const before = asked
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(asked).toBe(before)

    hears = false
    await expect
      .poll(() => [counted.said, signed.said], TICKS)
      .toEqual([[{ type: 'changed', topic: 'counted:a', rev: 1 }], [{ type: 'changed', topic: 'signed:me' }]])
    for (const { said } of [counted, signed, other]) said.length = 0
    revs.set('a', 2)
    await expect.poll(() => counted.said, TICKS).toEqual([{ type: 'changed', topic: 'counted:a', rev: 2 }])
    signs.set('me', 'second')
    await expect.poll(() => signed.said, TICKS).toEqual([{ type: 'changed', topic: 'signed:me' }])
    expect([other.said, plain.said]).toEqual([[], []])

    isDatabaseAway = true
    revs.set('a', 3)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    isDatabaseAway = false
    await expect.poll(() => counted.said.at(-1), TICKS).toEqual({ type: 'changed', topic: 'counted:a', rev: 3 })

    hears = true
    for (const { said } of [counted, signed]) said.length = 0
    for (const listener of reconnected) listener()
    await expect
      .poll(() => [counted.said, signed.said, plain.said])
      .toEqual([
        [{ type: 'changed', topic: 'counted:a', rev: 3 }],
        [{ type: 'changed', topic: 'signed:me' }],
        [{ type: 'changed', topic: 'plain:x' }],
      ])
    const after = asked
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(asked).toBe(after)
    for (const { leave } of [counted, signed, plain, other]) leave()
  })

  it('what is counted is told with its count, and what is not beside it without', async () => {
    const both = await watching('both:a')
    hears = false
    await expect.poll(() => both.said, TICKS).toEqual([{ type: 'changed', topic: 'both:a' }])
    both.said.length = 0
    revs.set('a', 7)
    await expect.poll(() => both.said, TICKS).toEqual([{ type: 'changed', topic: 'both:a', rev: 7 }])
    both.said.length = 0
    marks.set('a', 'read')
    await expect.poll(() => both.said, TICKS).toEqual([{ type: 'changed', topic: 'both:a' }])

    // What was found out meanwhile is not asked for again …
    both.said.length = 0
    hears = true
    for (const listener of reconnected) listener()
    await expect.poll(() => both.said, TICKS).toEqual([{ type: 'changed', topic: 'both:a', rev: 7 }])
    // … but where nobody looked, it is.
    both.said.length = 0
    for (const listener of reconnected) listener()
    await expect.poll(() => both.said, TICKS).toEqual([{ type: 'changed', topic: 'both:a' }])
    both.leave()
  })

  it('nothing is looked up that nobody watches, and a bus that is back without a word is noticed', async () => {
    const before = asked
    hears = false
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(asked).toBe(before)

    const plain = await watching('plain:x')
    await new Promise((resolve) => setTimeout(resolve, 1200))
    hears = true
    await expect.poll(() => plain.said, TICKS).toEqual([{ type: 'changed', topic: 'plain:x' }])
    plain.leave()
  })
})

describe('who writes', () => {
  const typing = (topic: string) => ({ type: 'typing', topic, side: 'buyer' })
  const shown = (topic: string, name: string) => ({ type: 'typing', topic, side: 'buyer', name })
  const passed = (ms = 50) => new Promise((resolve) => setTimeout(resolve, ms))

  it('is told to all others who watch, on every node, but not to themselves elsewhere', async () => {
    const other = createSockets(ctx, { talk: { mayWatch } })
    const [ada, adaElsewhere, olga] = [
      await watching('talk:own', 'ada'),
      await watching('talk:own', 'ada'),
      await watching('talk:own', 'olga'),
    ]
    const there = connect({ userId: 'henry', on: other })
    there.send({ type: 'subscribe', topic: 'talk:own' })
    await expect.poll(() => there.said).toEqual([{ type: 'subscribed', topic: 'talk:own' }])

    ada.send(typing('talk:own'))
    for (const { said } of [olga, there]) await expect.poll(() => said.at(-1)).toEqual(shown('talk:own', 'ada'))
    expect([ada.said, adaElsewhere.said]).toEqual([[], []])
    for (const { leave } of [ada, adaElsewhere, olga, there]) leave()
    await other.closeAll()
  })

  it('is told no more often than a browser says it; the rest is dropped without a word', async () => {
    const [ada, olga] = [await watching('talk:own', 'ada'), await watching('talk:own', 'olga')]
    const before = asked
    for (let times = 0; times < 10; times++) ada.send(typing('talk:own'))
    await passed()
    expect([olga.said, ada.said, asked - before]).toEqual([[shown('talk:own', 'ada')], [], 1])
    await passed(2600)
    ada.send(typing('talk:own'))
    await expect.poll(() => olga.said).toHaveLength(2)
    for (const { leave } of [ada, olga]) leave()
  })

  it('is dropped without a word where it cannot be known who may', async () => {
    const [ada, olga] = [await watching('talk:own', 'ada'), await watching('talk:own', 'olga')]
    isDatabaseAway = true
    ada.send(typing('talk:own'))
    await passed()
    isDatabaseAway = false
    expect([ada.said, olga.said]).toEqual([[], []])
    for (const { leave } of [ada, olga]) leave()
  })

  it('is not told by who does not watch, may not write, or watches what nobody writes in, and nobody is answered', async () => {
    const [stranger, olga] = [connect({ userId: 'stranger' }), await watching('talk:own', 'olga')]
    const [blocked, listener] = [await watching('talk:foreign', 'ada'), await watching('talk:foreign', 'olga')]
    const [plain, beside] = [await watching('plain:x', 'ada'), await watching('plain:x', 'olga')]
    for (const topic of ['talk:own', 'talk:none', 'constructor:x']) stranger.send(typing(topic))
    blocked.send(typing('talk:foreign'))
    plain.send(typing('plain:x'))
    await passed()
    for (const { said, leave } of [stranger, olga, blocked, listener, plain, beside]) {
      expect(said).toEqual([])
      leave()
    }
  })

  it('counts among the frames of a socket, and a malformed one is refused', async () => {
    const ada = await watching('talk:own', 'ada')
    ada.send({ type: 'typing', topic: 'talk:own', side: 'moderator' })
    await expect.poll(() => ada.said).toEqual([{ type: 'error', code: 'socket.bad_frame' }])
    for (let times = 0; times < 100; times++) ada.send(typing('talk:own'))
    expect(await ada.closed).toBe(SOCKET_CLOSE.tooFast)
    ada.leave()
  })
})

it('passes news on as they are to who may have them at this moment, and tells all others to look', async () => {
  const message = { body: 'Hello' } as unknown as MessageView
  const crowd = await Promise.all(Array.from({ length: 150 }, () => watching('news:x', 'crowd')))
  const [ada, olga, stranger] = [await watching('news:x', 'ada'), await watching('news:x', 'olga'), await watching('news:x', 'stranger')]
  const all = [...crowd, ada, olga, stranger]
  const told = { type: 'changed', topic: 'news:x' }
  const publish = async (rev: number) => {
    for (const { said } of all) said.length = 0
    await announceChange(ctx, 'news:x', rev, { from: 'ada', message })
    await expect.poll(() => all.every(({ said }) => said.length > 0)).toBe(true)
  }
  await publish(7)
  for (const { said } of [...crowd, olga]) expect(said).toEqual([{ ...told, rev: 7, said: { message, otherReadSeq: 3 } }])
  for (const { said } of [ada, stranger]) expect(said).toEqual([{ ...told, rev: 7 }])

  isDatabaseAway = true
  await publish(8)
  isDatabaseAway = false
  for (const { said } of all) expect(said).toEqual([{ ...told, rev: 8 }])
  for (const { leave } of all) leave()
})

it('closes a socket within five seconds over which somebody watches what they may not watch any longer', async () => {
  const [taken, left] = [await watching('lent:taken-back'), await watching('lent:still')]
  const begun = Date.now()
  expect(await taken.closed).toBe(SOCKET_CLOSE.noLonger)
  expect(Date.now() - begun).toBeLessThan(5000)
  expect(await Promise.race([left.closed, 'open'])).toBe('open')
  for (const { leave } of [taken, left]) leave()
})

it('takes nobody for the bearer of a key who may watch without it, whatever they show', async () => {
  const [team, guest] = [connect({ userId: 'team' }), connect()]
  team.send({ type: 'subscribe', topic: 'keyed:x', key: 'made up' })
  guest.send({ type: 'subscribe', topic: 'keyed:x', key: 'right' })
  expect(await team.closed).toBe(SOCKET_CLOSE.noLonger)
  expect(await Promise.race([guest.closed, 'open'])).toBe('open')
  for (const { leave } of [team, guest]) leave()
})

it('sends everybody away once what they asked for is answered, and does not wait for long', async () => {
  const [quick, slow] = [await watching('plain:x'), connect()]
  slow.send({ type: 'subscribe', topic: 'slow:x' })
  slow.send({ type: 'ping' })
  const begun = Date.now()
  const closing = sockets.closeAll()
  expect(await quick.closed).toBe(SOCKET_CLOSE.restarting)
  expect(await Promise.race([slow.closed, 'open'])).toBe('open')
  answerSlowly()
  await closing
  expect([await slow.closed, slow.said]).toEqual([SOCKET_CLOSE.restarting, [{ type: 'subscribed', topic: 'slow:x' }, { type: 'pong' }]])
  expect(Date.now() - begun).toBeLessThan(900)
})
