import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { connectUnlessAway } from './connect-unless-away'

let speaks = false
const sockets = new Set<net.Socket>()
const server = net.createServer((socket) => {
  sockets.add(socket)
  socket.on('error', () => {})
  if (speaks) socket.write('hello')
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
})
const destination = { host: ['127.0.0.1'], port: [(server.address() as net.AddressInfo).port] }

/** What postgres.js does: waits for an answer, gives up after a while. */
async function attempt(connect: ReturnType<typeof connectUnlessAway>, patienceMs = 1100): Promise<string> {
  const socket = connect(destination)
  socket.write('greetings')
  const outcome = await Promise.race([
    new Promise<string>((resolve) => socket.once('data', () => resolve('answered'))),
    new Promise<string>((resolve) => socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'))),
    pause(patienceMs, 'waited'),
  ])
  socket.destroy()
  await pause(10)
  return outcome
}

describe('connecting to a database', () => {
  it('waits once for one that is silent, then fails at once, then tries again', async () => {
    const connect = connectUnlessAway()
    speaks = false
    expect(await attempt(connect)).toBe('waited')
    const start = Date.now()
    expect([await attempt(connect), await attempt(connect)]).toEqual(['CONNECT_TIMEOUT', 'CONNECT_TIMEOUT'])
    expect(Date.now() - start).toBeLessThan(1000)

    await pause(1050)
    const [first, second] = await Promise.all([attempt(connect), attempt(connect)])
    expect([first, second]).toEqual(['waited', 'CONNECT_TIMEOUT'])
  })

  it('does not take a connection over which nothing was said for a silent server', async () => {
    const connect = connectUnlessAway()
    speaks = false
    const socket = connect(destination)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.on('error', () => {})
    const start = Date.now()
    await closed
    expect(Date.now() - start).toBeLessThan(1000)
    expect(await attempt(connect, 100)).toBe('waited')
  })

  it('says nothing of what waits to be sent, and that it was', async () => {
    speaks = true
    const socket = connectUnlessAway()(destination)
    let isDrained = false
    socket.on('drain', () => (isDrained = true))
    await new Promise((resolve) => socket.once('data', resolve))
    const [peer] = [...sockets].slice(-1)
    const room = Array.from({ length: 20 }, () => socket.write(Buffer.alloc(1_000_000)))
    expect(new Set(room)).toEqual(new Set([true]))
    expect(socket.writableLength).toBeGreaterThan(0)

    let taken = 0
    peer!.on('data', (data: Buffer) => (taken += data.length))
    await expect.poll(() => taken).toBe(20_000_000)
    expect(isDrained).toBe(false)
    socket.destroy()
  })

  it('connects again as soon as it answers', async () => {
    const connect = connectUnlessAway()
    speaks = false
    await attempt(connect)
    speaks = true
    await pause(1050)
    expect([await attempt(connect), await attempt(connect)]).toEqual(['answered', 'answered'])
  })
})
