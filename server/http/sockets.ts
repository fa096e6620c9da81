import { ServerResponse, type IncomingMessage } from 'node:http'
import { createEvent } from 'h3'
import { liveSessions, SESSIONS_CHANNEL, type SessionsEnded } from '#server/domains/accounts'
import type { Actor } from '#server/platform/actor'
import { newId } from '#server/platform/clock/ids'
import type { Context, World } from '#server/platform/context'
import { networkOf } from '#server/platform/rate-limit/network-of'
import { topicChannel } from '#server/platform/realtime-bus/topics'
import { contextOf } from '#server/platform/world'
import { socketRequestSchema, type SocketAnswer } from '#shared/contracts/socket'
import { SOCKET_CLOSE } from '#shared/socket-close'
import { browserOf } from './actor'
import { clientAddress, trustedProxies } from './client-address'
import { isOwnOrigin } from './csrf'
import { isDraining } from './drain'
import type { MayWatch } from './socket-topics'

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
const HEARTBEAT_MS = 25_000
const PRESENCE_SECONDS = 60
/** An announcement closes the sockets of a session at once; one question for all of them finds what was not announced. */
const RECHECK_MS = 4_000

/** As much of a crossws peer as is needed. */
export interface SocketPeer {
  id: string
  context: Record<string, unknown>
  websocket: unknown
  send(data: string): unknown
  close(code?: number, reason?: string): void
  terminate(): void
}

interface RawSocket {
  bufferedAmount: number
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
  actor: Actor
  /** See `networkOf`. */
  network: string
  topics: Set<string>
  work: Promise<void>
  waiting: number
  tokens: number
  refilledAt: number
  warnings: number
  answered: boolean
}

export type Sockets = ReturnType<typeof createSockets>

/** The one socket endpoint: who may open it, what may be watched over it, and how it ends. */
export function createSockets(world: World, mayWatch: Readonly<Record<string, MayWatch>>) {
  const isTrusted = trustedProxies(world.config.TRUSTED_PROXIES)
  const connections = new Map<string, Connection>()
  const watchers = new Map<string, { connections: Set<Connection>; stop: () => void }>()
  const opening = new Map<string, number>()

  const heartbeat = setInterval(beat, HEARTBEAT_MS)
  const recheck = setInterval(() => void closeEnded(connections.values()), RECHECK_MS)
  for (const timer of [heartbeat, recheck]) timer.unref()

  world.bus.subscribe(SESSIONS_CHANNEL, (message) => {
    const ended = new Set((message as SessionsEnded).sessionIds)
    for (const { peer, actor } of connections.values())
      if (actor.sessionId !== null && ended.has(actor.sessionId)) peer.close(SOCKET_CLOSE.signedOut, 'signed out')
  })
  // What was announced in between is not known, so everybody looks again.
  world.bus.onReconnect(() => {
    for (const [topic, { connections: watching }] of watchers)
      for (const connection of watching) answer(connection, { type: 'changed', topic })
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
      Object.assign(request.context!, { actor, network })
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
    const decide = Object.hasOwn(mayWatch, kind!) ? mayWatch[kind!] : undefined
    return decide !== undefined && id !== undefined && decide(ctx, actor, id, key)
  }

  function open(peer: SocketPeer): void {
    const { actor, network } = peer.context as { actor: Actor; network: string }
    const raw = peer.websocket as RawSocket
    const connection: Connection = {
      peer,
      raw,
      actor,
      network,
      topics: new Set(),
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
    if (actor.userId) void world.presence.beat(actor.userId, peer.id, PRESENCE_SECONDS)
    if (isDraining()) peer.close(SOCKET_CLOSE.goingAway)
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

    const { topic } = data
    const mayIt = connection.topics.size < MOST_TOPICS && (await mayWatchTopic(contextOf(world), connection.actor, topic, data.key ?? null))
    if (!mayIt || !connections.has(connection.peer.id)) return answer(connection, { type: 'refused', topic })
    watch(connection, topic)
    answer(connection, { type: 'subscribed', topic })
  }

  function watch(connection: Connection, topic: string): void {
    connection.topics.add(topic)
    const known = watchers.get(topic)
    if (known) {
      known.connections.add(connection)
      return
    }
    const watching = new Set([connection])
    const stop = world.bus.subscribe(topicChannel(topic), () => {
      for (const each of watching) answer(each, { type: 'changed', topic })
    })
    watchers.set(topic, { connections: watching, stop })
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
    for (const topic of [...connection.topics]) unwatch(connection, topic)
    world.metrics.gauge('shop_ws_connections', connections.size)
    if (connection.actor.userId) void world.presence.leave(connection.actor.userId, peer.id)
  }

  /** Sends, or sends away who does not read. */
  function answer({ peer, raw }: Connection, message: SocketAnswer): void {
    if (raw.bufferedAmount > MOST_UNREAD_BYTES) {
      peer.close(SOCKET_CLOSE.tooSlow, 'too slow')
      peer.terminate()
      return
    }
    peer.send(JSON.stringify(message))
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
      const { peer, raw, actor } = connection
      if (!connection.answered) {
        peer.terminate()
        continue
      }
      connection.answered = false
      raw.ping()
      if (actor.userId) void world.presence.beat(actor.userId, peer.id, PRESENCE_SECONDS)
    }
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

  const socketsOf = (network: string) =>
    (opening.get(network) ?? 0) + [...connections.values()].filter((connection) => connection.network === network).length

  return {
    upgrade,
    open,
    message,
    close,
    /** Sends everybody away, to come back elsewhere. */
    closeAll(): void {
      clearInterval(heartbeat)
      clearInterval(recheck)
      for (const { peer } of connections.values()) peer.close(SOCKET_CLOSE.goingAway, 'going away')
    },
  }
}

/** The handshake is a request without an answer of its own; who sent it is read as of any other. */
function actorOfUpgrade(ctx: Context, req: IncomingMessage, address: string | null): Promise<Actor> {
  const event = createEvent(req, new ServerResponse(req))
  Object.assign(event.context, { requestId: newId(), clientAddress: address ?? undefined })
  return browserOf(event, ctx)
}

const refusal = (status: number) => new Response(null, { status, headers: { connection: 'close' } })

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
