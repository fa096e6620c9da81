import net from 'node:net'
import { Refusal } from './refusal'

const TRIES = 50
const LAST_PORT = 65_535

/** The wanted port, or the next free one above it; any for 0. */
export async function nextFreePort(wanted: number, host: string): Promise<number> {
  for (let port = wanted; port < Math.min(wanted + TRIES, LAST_PORT + 1); port++) {
    const got = await portIfFree(port, host)
    if (got !== null) return got
  }
  throw new Refusal(`Port ${wanted} and the ${TRIES} above it are taken. PORT names another.`)
}

async function portIfFree(port: number, host: string): Promise<number | null> {
  // Some systems let two programs listen on one port when one of them listens on every address.
  if (port > 0 && (await isAnswered(port))) return null
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EADDRINUSE') resolve(null)
      else if (code === 'EACCES') reject(new Refusal(`Port ${port} is not for this account to use. PORT names another, for example 3000.`))
      else reject(new Refusal(`Nothing can listen on ${host} here. HOST names another address, for example 127.0.0.1.`))
    })
    server.listen(port, host, () => {
      const { port: got } = server.address() as net.AddressInfo
      server.close(() => resolve(got))
    })
  })
}

function isAnswered(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    const done = (answered: boolean) => {
      socket.destroy()
      resolve(answered)
    }
    socket.setTimeout(500, () => done(false))
    socket.on('connect', () => done(true)).on('error', () => done(false))
  })
}
