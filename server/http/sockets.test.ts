import { randomUUID } from 'node:crypto'
import { afterAll, expect, it } from 'vitest'
import { SOCKET_CLOSE } from '#shared/socket-close'
import { visitor } from '#server/platform/actor'
import { testContext } from '../../tests/support/context'
import { createSockets, type SocketPeer } from './sockets'

const ctx = await testContext()
const sockets = createSockets(ctx, {})
afterAll(() => sockets.closeAll())

it('closes a socket at once whose session ended while it was being opened', async () => {
  const closed = new Promise<number | undefined>((resolve) => {
    const peer: SocketPeer = {
      id: randomUUID(),
      context: { actor: { ...visitor(), sessionId: 'one that has just ended' }, network: '10.0.0.1' },
      websocket: { bufferedAmount: 0, ping() {}, on() {} },
      send() {},
      close: resolve,
      terminate() {},
    }
    sockets.open(peer)
  })
  const tooLate = new Promise((resolve) => setTimeout(resolve, 2000, 'too late'))

  expect(await Promise.race([closed, tooLate])).toBe(SOCKET_CLOSE.signedOut)
})
