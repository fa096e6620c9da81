import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export type Mood =
  | { kind: 'pass' }
  /** Nobody is there. */
  | { kind: 'refuse' }
  /** Takes the connection and never says a word. */
  | { kind: 'silent' }
  /** Answers so slowly. */
  | { kind: 'drip'; bytesPerSecond: number }
  /** Hangs up after so many bytes of the answer. */
  | { kind: 'cut'; afterBytes: number }
  /** Both ways everything comes late and in halves, and one in so many pieces ends the connection after its first half. */
  | { kind: 'rough'; mostMs: number; cutsOneIn: number; random: () => number }

export interface TcpProxy {
  port: number
  become(mood: Mood): void
  close(): Promise<void>
}

/** Stands before a server and breaks it as networks do. A new mood ends every connection of the old. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  let mood: Mood = { kind: 'pass' }
  const open = new Set<net.Socket>()

  const server = net.createServer((client) => {
    open.add(client)
    client.on('error', () => {}).on('close', () => open.delete(client))
    if (mood.kind === 'refuse') return client.resetAndDestroy()
    if (mood.kind === 'silent') return client.resume()

    const target = net.connect(targetPort, '127.0.0.1')
    open.add(target)
    target.on('error', () => client.destroy()).on('close', () => (open.delete(target), client.end()))
    client.on('close', () => target.destroy())
    if (mood.kind === 'rough') void forward(client, target, mood)
    else client.pipe(target)
    void forward(target, client, mood)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    port: (server.address() as net.AddressInfo).port,
    become(next) {
      mood = next
      for (const socket of open) socket.destroy()
    },
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function forward(from: net.Socket, to: net.Socket, mood: Mood): Promise<void> {
  let sent = 0
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      if (mood.kind === 'drip') {
        for (let at = 0; at < chunk.length && !to.destroyed; at += mood.bytesPerSecond / 10) {
          to.write(chunk.subarray(at, at + mood.bytesPerSecond / 10))
          await pause(100)
        }
      } else if (mood.kind === 'rough') {
        const half = Math.floor(chunk.length * mood.random())
        const isCut = mood.random() * mood.cutsOneIn < 1
        await pause(mood.random() * mood.mostMs)
        to.write(chunk.subarray(0, half))
        await pause(mood.random() * mood.mostMs)
        if (isCut) {
          to.destroy()
          from.destroy()
          return
        }
        to.write(chunk.subarray(half))
      } else if (mood.kind === 'cut' && sent + chunk.length > mood.afterBytes) {
        to.write(chunk.subarray(0, mood.afterBytes - sent))
        to.destroy()
        return
      } else to.write(chunk)
      sent += chunk.length
    }
  } catch {
    to.destroy()
  }
}
