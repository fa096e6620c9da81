import { ServerResponse, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { setImmediate as letOthers, setTimeout as pause } from 'node:timers/promises'
import { createEvent } from 'h3'
import { liveSessions, SESSIONS_CHANNEL, type SessionsEnded } from '#server/domains/accounts'
import type { Actor } from '#server/platform/actor'
import { newId } from '#server/platform/clock/ids'
import type { Context, World } from '#server/platform/context'
import { networkOf } from '#server/platform/rate-limit/network-of'
import { topicChannel, type TopicChange, type TopicNews, type TopicWord } from '#server/platform/realtime-bus/topics'
import { contextOf } from '#server/platform/world'
import { socketRequestSchema, type SocketAnswer, type SocketRequest } from '#shared/contracts/socket'
import { TYPING_SAID_EVERY_MS } from '#shared/lifecycles/chat'
import { SOCKET_CLOSE } from '#shared/socket-close'
import { browserOf } from './actor'
import { clientAddress, trustedProxies } from './client-address'
import { isOwnOrigin } from './csrf'
import { isDraining } from './drain'
import type { SocketTopic, Watching } from './socket-topics'
import { createSocketPresence } from './socket-presence'
import { textFrame } from './text-frame'
import { createTopicLooks } from './topic-looks'

export const SOCKET_PATH = '/ws'
export const MAX_FRAME_BYTES = 16 * 1024

const MOST_SOCKETS_OF_AN_ADDRESS = 100
const MOST_TOPICS = 50
const HANDSHAKES = { max: 120, windowSeconds: 60 }
const BURST = 40
const FRAMES_PER_SECOND = 20
const MOST_WARNINGS = 20
const MOST_WAITING_FRAMES = 64
const MOST_UNREAD_BYTES = 256 * 1024
/** Sockets that are told something in a row, before others' work goes on. */
const TOLD_IN_A_ROW = 100
/** `WebSocket.OPEN`: nothing follows the frame that closes. */
const OPEN = 1
const HEARTBEAT_MS = 25_000
/** What left a browser in time may arrive a little earlier after the one before. */
const TYPING_LEAST_MS = TYPING_SAID_EVERY_MS - 500
const ANSWERED_WITHIN_MS = 1_000
/** An announcement closes the sockets of a session at once; one question for all of them finds what was not announced, and lost rights. */
const RECHECK_MS = 4_000

/** As much of a crossws peer as is needed; what is said to it goes to the stream of its request. */
export interface SocketPeer {
  id: string
  context: Record<string, unknown>
  websocket: unknown
  close(code?: number, reason?: string): void
  terminate(): void
}

interface RawSocket {
  readyState: number
  ping(): void
  on(event: 'pong', listener: () => void): void
}

interface Upgrade {
  url: string
  headers: Headers
  context?: Record<string, unknown>
  /** The request of Node that crossws wraps. */
  _req?: IncomingMessage
}

interface Connection {
  peer: SocketPeer
  raw: RawSocket
  stream: Pick<Socket, 'write' | 'writableLength'>
  actor: Actor
  /** See `networkOf`. */
  network: string
  /** What it watches. */
  topics: Map<string, Watching & { key: string }>
  /** When it said last that somebody writes. */
  typedAt: number
  work: Promise<void>
  waiting: number
  tokens: number
  refilledAt: number
  warnings: number
  answered: boolean
}

export type Sockets = ReturnType<typeof createSockets>

/** The one socket endpoint: who may open it, what may be watched over it, and how it ends. */
export function createSockets(world: World, topics: Readonly<Record<string, SocketTopic>>) {
  const isTrusted = trustedProxies(world.config.TRUSTED_PROXIES)
  const connections = new Map<string, Connection>()
  const watchers = new Map<string, { connections: Set<Connection>; stop: () => void; telling: Promise<void> }>()
  const opening = new Map<string, number>()

  const heartbeat = setInterval(beat, HEARTBEAT_MS)
  const recheck = setInterval(() => {
    void closeEnded(connections.values())
    void closeStrangers()
  }, RECHECK_MS)
  for (const timer of [heartbeat, recheck]) timer.unref()
  const presence = createSocketPresence(world)
  const looks = createTopicLooks(world, topics, { watched: () => watchers.keys(), tell: (topic, rev) => tell(topic, { rev }) })

  world.bus.subscribe(SESSIONS_CHANNEL, (message) => {
    const ended = new Set((message as SessionsEnded).sessionIds)
    for (const { peer, actor } of connections.values())
      if (actor.sessionId !== null && ended.has(actor.sessionId)) peer.close(SOCKET_CLOSE.signedOut, 'signed out')
  })
  // What was announced in between is not known, so everybody looks again.
  world.bus.onReconnect(() => {
    void looks.again()
    // A Redis that was begun anew knows nobody.
    void presence.beat([...connections.values()].flatMap(presentOf))
    void closeEnded(connections.values())
  })

  /** Lets the request become a socket, or throws the refusal. */
  async function upgrade(request: Upgrade): Promise<void> {
    const req = request._req
    if (!req || isDraining()) throw refusal(503)
    const origin = request.headers.get('origin')
    if (!origin || !isOwnOrigin(world.config, origin, req.headers.host)) throw refusal(403)

    const address = clientAddress(req, isTrusted)
    const network = networkOf(address)
    if (socketsOf(network) >= MOST_SOCKETS_OF_AN_ADDRESS) throw refusal(429)
    opening.set(network, (opening.get(network) ?? 0) + 1)
    try {
      const ctx = contextOf(world)
      if (!(await ctx.rateLimiter.attempt(`socket|address:${network}`, HANDSHAKES)).allowed) throw refusal(429)
      const actor = await actorOfUpgrade(ctx, req, address)
      if (!actor.userId && !(await isGuestForTopic(ctx, actor, req.url ?? ''))) throw refusal(401)
      Object.assign(request.context!, { actor, network, stream: req.socket })
    } catch (error) {
      if (error instanceof Response) throw error
      world.log.warn({ error }, 'a socket could not be opened')
      throw refusal(503)
    } finally {
      const left = (opening.get(network) ?? 1) - 1
      if (left > 0) opening.set(network, left)
      else opening.delete(network)
    }
  }

  /** A guest opens a socket for one thing only: what everybody may watch, or with the key to it. */
  async function isGuestForTopic(ctx: Context, actor: Actor, url: string): Promise<boolean> {
    const query = new URL(url, 'http://localhost').searchParams
    const topic = query.get('topic')
    return topic !== null && mayWatchTopic(ctx, actor, topic, query.get('key'))
  }

  async function mayWatchTopic(ctx: Context, actor: Actor, topic: string, key: string | null): Promise<boolean> {
    const [kind, id] = topic.split(':', 2)
    const decide = Object.hasOwn(topics, kind!) ? topics[kind!] : undefined
    return decide !== undefined && id !== undefined && decide.mayWatch(ctx, actor, id, key)
  }

  function open(peer: SocketPeer): void {
    const { actor, network, stream } = peer.context as Pick<Connection, 'actor' | 'network' | 'stream'>
    const raw = peer.websocket as RawSocket
    const connection: Connection = {
      peer,
      raw,
      stream,
      actor,
      network,
      topics: new Map(),
      typedAt: 0,
      work: Promise.resolve(),
      waiting: 0,
      tokens: BURST,
      refilledAt: Date.now(),
      warnings: 0,
      answered: true,
    }
    connections.set(peer.id, connection)
    raw.on('pong', () => (connection.answered = true))
    world.metrics.gauge('shop_ws_connections', connections.size)
    presentOf(connection).forEach(presence.here)
    if (isDraining()) peer.close(SOCKET_CLOSE.restarting)
    // The session may have ended since the handshake looked at it, and nobody announces that again.
    void closeEnded([connection])
  }

  /** Takes a frame; the frames of one socket are handled one at a time, in their order. */
  function message(peer: SocketPeer, text: string): void {
    const connection = connections.get(peer.id)
    if (!connection) return
    if (!takeToken(connection)) return warn(connection)
    if (connection.waiting >= MOST_WAITING_FRAMES) return peer.close(SOCKET_CLOSE.tooFast, 'too many frames')

    connection.waiting++
    connection.work = connection.work
      .then(() => handle(connection, text))
      .catch((error: unknown) => {
        world.log.warn({ error }, 'a frame could not be handled')
        answer(connection, { type: 'error', code: 'socket.unavailable' })
      })
      .finally(() => connection.waiting--)
  }

  async function handle(connection: Connection, text: string): Promise<void> {
    const request = socketRequestSchema.safeParse(parseJson(text))
    if (!request.success) return answer(connection, { type: 'error', code: 'socket.bad_frame' })

    const { data } = request
    if (data.type === 'ping') return answer(connection, { type: 'pong' })
    if (data.type === 'unsubscribe') return unwatch(connection, data.topic)
    if (data.type === 'typing')
      return passOn(connection, data).catch((error: unknown) => world.log.debug({ error }, 'who writes could not be told'))

    const { topic } = data
    const mayIt = connection.topics.size < MOST_TOPICS && (await mayWatchTopic(contextOf(world), connection.actor, topic, data.key ?? null))
    if (!mayIt || !connections.has(connection.peer.id)) return answer(connection, { type: 'refused', topic })
    // Whoever may watch it without the key is not there by it, whatever they showed.
    const byKey = data.key !== undefined && !(await mayWatchTopic(contextOf(world), connection.actor, topic, null))
    if (!connections.has(connection.peer.id)) return
    watch(connection, topic, byKey)
    // From here on nothing is missed, also of what other nodes tell.
    await world.bus.settled()
    answer(connection, { type: 'subscribed', topic })
    void looks.at(topic, (rev) => connection.topics.has(topic) && answer(connection, { type: 'changed', topic, rev }))
  }

  /** Tells the others that somebody writes: who watches the topic, may write there, and has not said so just now. */
  async function passOn(connection: Connection, { topic, side, key }: SocketRequest & { type: 'typing' }): Promise<void> {
    const now = Date.now()
    if (!connection.topics.has(topic) || now - connection.typedAt < TYPING_LEAST_MS) return
    connection.typedAt = now
    const { actor } = connection
    const [kind, id] = topic.split(':', 2) as [string, string]
    const typist = await topics[kind]?.whoTypes?.(contextOf(world), actor, id, { side, key: key ?? null })
    if (typist)
      await world.bus.publish(topicChannel(topic), { from: actor.userId, word: { type: 'typing', ...typist } } satisfies TopicWord)
  }

  function watch(connection: Connection, topic: string, byKey: boolean): void {
    const watching = { userId: connection.actor.userId, id: topic.split(':', 2)[1]!, byKey }
    connection.topics.set(topic, { ...watching, key: keyOf(watching) })
    const known = watchers.get(topic)
    if (known) {
      known.connections.add(connection)
      return
    }
    const stop = world.bus.subscribe(topicChannel(topic), (message) => hear(topic, message as TopicChange | TopicWord))
    watchers.set(topic, { connections: new Set([connection]), stop, telling: Promise.resolve() })
  }

  function hear(topic: string, message: TopicChange | TopicWord): void {
    if (!('word' in message)) return tell(topic, message)
    for (const connection of watchers.get(topic)?.connections ?? [])
      if (connection.actor.userId !== message.from) answer(connection, { ...message.word, topic })
  }

  /** Tells everybody who watches, one thing after the other. */
  function tell(topic: string, change: TopicChange): void {
    const watched = watchers.get(topic)
    if (watched) watched.telling = watched.telling.then(() => tellAll(topic, watched.connections, change))
  }

  async function tellAll(topic: string, connections: ReadonlySet<Connection>, { rev, news }: TopicChange): Promise<void> {
    const plain = frameOf({ type: 'changed', topic, rev })
    const framesWithNews = news ? await framesOf(topic, connections, { rev, news }) : undefined
    let told = 0
    for (const connection of connections) {
      send(connection, framesWithNews?.get(connection.topics.get(topic)!.key) ?? plain)
      if (++told % TOLD_IN_A_ROW === 0) await letOthers()
    }
  }

  /** What those hear who may have the news at this moment, by the keys of who watches; all others are told to look, as is everybody where that cannot be known. */
  async function framesOf(topic: string, connections: ReadonlySet<Connection>, { rev, news }: { rev?: number; news: TopicNews }) {
    const watching = new Map([...connections].map(({ topics }) => [topics.get(topic)!.key, topics.get(topic)!]))
    const [kind, id] = topic.split(':', 2) as [string, string]
    const frames = new Map<number | null, Buffer>()
    const frameFor = (otherReadSeq: number | null) => {
      const frame = frames.get(otherReadSeq) ?? frameOf({ type: 'changed', topic, rev, said: { message: news.message, otherReadSeq } })
      frames.set(otherReadSeq, frame)
      return frame
    }
    try {
      const hearing = (await topics[kind]?.whoHears?.(contextOf(world), id, news, [...watching.values()])) ?? []
      return new Map(hearing.map(({ userId, byKey, otherReadSeq }) => [keyOf({ userId, id, byKey }), frameFor(otherReadSeq)]))
    } catch (error) {
      world.log.debug({ error }, 'who may hear of news could not be known')
      return undefined
    }
  }

  function unwatch(connection: Connection, topic: string): void {
    connection.topics.delete(topic)
    const known = watchers.get(topic)
    known?.connections.delete(connection)
    if (known?.connections.size !== 0) return
    known.stop()
    watchers.delete(topic)
  }

  function close(peer: SocketPeer): void {
    const connection = connections.get(peer.id)
    if (!connection) return
    connections.delete(peer.id)
    for (const topic of [...connection.topics.keys()]) unwatch(connection, topic)
    world.metrics.gauge('shop_ws_connections', connections.size)
    presentOf(connection).forEach(presence.left)
  }

  const answer = (connection: Connection, message: SocketAnswer) => send(connection, frameOf(message))

  /** Sends, or sends away who does not read. A frame is made once for all who hear the same, and is one write to each. */
  function send({ peer, raw, stream }: Connection, frame: Buffer): void {
    if (raw.readyState !== OPEN) return
    if (stream.writableLength > MOST_UNREAD_BYTES) {
      peer.close(SOCKET_CLOSE.tooSlow, 'too slow')
      peer.terminate()
      return
    }
    stream.write(frame)
  }

  function takeToken(connection: Connection): boolean {
    const now = Date.now()
    connection.tokens = Math.min(BURST, connection.tokens + ((now - connection.refilledAt) / 1000) * FRAMES_PER_SECOND)
    connection.refilledAt = now
    if (connection.tokens < 1) return false
    connection.tokens--
    return true
  }

  function warn(connection: Connection): void {
    if (++connection.warnings > MOST_WARNINGS) connection.peer.close(SOCKET_CLOSE.tooFast, 'too many frames')
    else answer(connection, { type: 'error', code: 'socket.too_fast' })
  }

  function beat(): void {
    for (const connection of connections.values()) {
      const { peer, raw } = connection
      if (!connection.answered) {
        peer.terminate()
        continue
      }
      connection.answered = false
      raw.ping()
    }
    void presence.beat([...connections.values()].flatMap(presentOf))
  }

  /** Closes those of these sockets whose sessions are over; where that cannot be known now, the next look finds them. */
  async function closeEnded(candidates: Iterable<Connection>): Promise<void> {
    const asked = [...candidates].filter(({ actor }) => actor.sessionId !== null)
    if (asked.length === 0) return
    try {
      const live = await liveSessions(contextOf(world), [...new Set(asked.map(({ actor }) => actor.sessionId!))])
      for (const { peer, actor } of asked) if (!live.has(actor.sessionId!)) peer.close(SOCKET_CLOSE.signedOut, 'signed out')
    } catch (error) {
      world.log.debug({ error }, 'sessions of sockets could not be checked')
    }
  }

  /** Closes sockets over which somebody watches what they may not watch any longer; without an answer they stay until the next look. */
  async function closeStrangers(): Promise<void> {
    for (const [kind, { stillWatching }] of Object.entries(topics)) {
      if (!stillWatching) continue
      const watched = [...connections.values()].flatMap((connection) =>
        [...connection.topics].flatMap(([topic, watching]) => (topic.startsWith(`${kind}:`) ? { connection, watching } : [])),
      )
      if (watched.length === 0) continue
      try {
        const asked = new Map(watched.map(({ watching }) => [watching.key, watching]))
        const may = new Set((await stillWatching(contextOf(world), [...asked.values()])).map(keyOf))
        for (const { connection, watching } of watched)
          if (!may.has(watching.key)) connection.peer.close(SOCKET_CLOSE.noLonger, 'no longer yours')
      } catch (error) {
        world.log.debug({ error }, 'rights of sockets could not be checked')
      }
    }
  }

  const socketsOf = (network: string) =>
    (opening.get(network) ?? 0) + [...connections.values()].filter((connection) => connection.network === network).length

  return {
    upgrade,
    open,
    message,
    close,
    /** Sends everybody away, to come back elsewhere, once what they have asked for is answered. */
    async closeAll(): Promise<void> {
      clearInterval(heartbeat)
      clearInterval(recheck)
      looks.stop()
      const late = pause(ANSWERED_WITHIN_MS, undefined, { ref: false })
      await Promise.all(
        [...connections.values()].map(async (connection) => {
          await Promise.race([connection.work, late])
          connection.peer.close(SOCKET_CLOSE.restarting, 'restarting')
        }),
      )
    },
  }
}

/** The handshake is a request without an answer of its own; who sent it is read as of any other. */
function actorOfUpgrade(ctx: Context, req: IncomingMessage, address: string | null): Promise<Actor> {
  const event = createEvent(req, new ServerResponse(req))
  Object.assign(event.context, { requestId: newId(), clientAddress: address ?? undefined })
  return browserOf(event, ctx)
}

/** Of somebody signed in; guests are nobody whose presence could be told. */
const presentOf = ({ peer, actor }: Connection) => (actor.userId ? [{ userId: actor.userId, socketId: peer.id }] : [])

/** One for all sockets of somebody who watch the same in the same way. */
const keyOf = ({ userId, id, byKey }: Watching) => `${userId} ${id} ${byKey}`

const frameOf = (message: SocketAnswer) => textFrame(JSON.stringify(message))

const refusal = (status: number) => new Response(null, { status, headers: { connection: 'close' } })

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
