import net from 'node:net'

const RETRY_AFTER_MS = 1000
const GREETS_WITHIN_MS = 100

/**
 * What is too much to be sent at once waits in the socket, which says nothing of it: postgres.js would not keep the connection for a
 * transaction that begins then, and give one that it keeps to others once all is sent (porsager/postgres#1189).
 */
const NEVER_FULL = { writableHighWaterMark: Number.MAX_SAFE_INTEGER } as net.SocketConstructorOpts

/** Where a connection goes, as postgres.js has parsed it. */
export interface Destination {
  host: string[]
  port: number[]
  path?: string | false
}

/**
 * Makes the sockets of a database. Once a server has let a connection wait in vain, the next ones fail at once for
 * a second, and then one tries again: a request that asks ten questions waits for one of them, not for ten.
 * `onLost` hears of every connection that ended without our doing.
 */
export function connectUnlessAway(onLost: () => void = () => {}): (destination: Destination) => net.Socket {
  let awayUntil = 0
  let next = 0

  return ({ host, port, path }) => {
    const socket = new net.Socket(NEVER_FULL)
    if (Date.now() < awayUntil) return failSoon(socket)

    const since = Date.now()
    // The one that tries: whoever comes while it waits does not wait too.
    if (awayUntil > 0) awayUntil = since + RETRY_AFTER_MS
    socket.once('data', () => (awayUntil = 0))
    const isOurs = noticeEnd(socket)
    socket.once('close', () => {
      const waited = socket.bytesWritten > 0 && socket.bytesRead === 0 && Date.now() - since >= RETRY_AFTER_MS
      if (waited) awayUntil = Date.now() + RETRY_AFTER_MS
      if (!isOurs()) onLost()
    })

    // In a place of the pool that was left in the middle of a write postgres.js never greets.
    socket.once('connect', () => setTimeout(() => socket.bytesWritten === 0 && socket.resetAndDestroy(), GREETS_WITHIN_MS).unref())

    if (path) return socket.connect(path)
    const at = next++ % host.length
    // postgres.js reads the name for the certificate from here.
    Object.assign(socket, { host: host[at], port: port[at] })
    return socket.connect(port[at]!, host[at]!)
  }
}

/** Tells whether it was us who ended the connection; Node also ends it in answer to the other side's end. */
function noticeEnd(socket: net.Socket): () => boolean {
  let isOurs = false
  const end = socket.end.bind(socket)
  socket.end = ((...args: Parameters<typeof end>) => {
    isOurs ||= !socket.readableEnded
    return end(...args)
  }) as typeof socket.end
  return () => isOurs
}

/**
 * A socket that seems to connect and then fails. Not before postgres.js has written its greeting: what it had not
 * yet written it would send to the next server, before the greeting that is meant for it.
 */
function failSoon(socket: net.Socket): net.Socket {
  Object.assign(socket, { connecting: true })
  setTimeout(() => socket.destroy(Object.assign(new Error('the database did not answer a moment ago'), { code: 'CONNECT_TIMEOUT' })), 5)
  return socket
}
