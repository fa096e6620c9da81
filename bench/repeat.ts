import { connect } from 'node:net'
import { performance } from 'node:perf_hooks'
import { cpuMs } from './process-figures'
import type { MeasuredServer } from './measured-server'

export interface Repeated {
  perSecond: number
  cpuMsEach: number
  bytesEach: number
}

export interface RepeatOptions {
  path: string
  connections: number
  seconds: number
}

/**
 * Asks for one page again and again over open connections, as fast as the server answers. Reads no more of an answer than
 * its status and its length, which is the same each time: a client that parses every header would be the one that is
 * measured. Begins again when the page was made anew meanwhile; throws when that goes on, or when an answer is no 200.
 */
export async function repeat(server: MeasuredServer, options: RepeatOptions): Promise<Repeated> {
  for (let tries = 1; ; tries++) {
    try {
      return await repeatOnce(server, options)
    } catch (error) {
      if (tries === MOST_TRIES) throw error
    }
  }
}

const MOST_TRIES = 3
const LONGEST_MS = 3000

async function repeatOnce(server: MeasuredServer, { path, connections, seconds }: RepeatOptions): Promise<Repeated> {
  const { host, hostname, port } = new URL(server.base)
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\naccept-encoding: br\r\nx-forwarded-for: 10.0.0.1\r\n\r\n`)
  const length = await lengthOfAnswer({ hostname, port: Number(port) }, request)

  const cpuBefore = cpuMs(server.pid)
  const startedAt = performance.now()
  const end = startedAt + seconds * 1000
  const counts = await Promise.all(
    Array.from({ length: connections }, () => askUntil(end, { hostname, port: Number(port), request, length })),
  )
  const took = (performance.now() - startedAt) / 1000
  const done = counts.reduce((sum, count) => sum + count, 0)
  return { perSecond: done / took, cpuMsEach: (cpuMs(server.pid) - cpuBefore) / done, bytesEach: length }
}

interface Target {
  hostname: string
  port: number
}

/** Bytes of one answer, head and body. */
function lengthOfAnswer({ hostname, port }: Target, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0)
    const socket = connect(port, hostname, () => socket.write(request))
    socket.setTimeout(LONGEST_MS, () => socket.destroy(new Error('no answer, or one of unknown length')))
    socket.on('error', reject)
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      const head = received.indexOf('\r\n\r\n')
      const body = /\r\ncontent-length: (\d+)\r\n/i.exec(received.subarray(0, head + 2).toString('latin1'))
      if (head === -1 || !body) return
      const length = head + 4 + Number(body[1])
      if (received.length < length) return
      socket.destroy()
      resolve(length)
    })
  })
}

const OK = Buffer.from('HTTP/1.1 200 ')

/** How many answers one connection got. */
function askUntil(end: number, { hostname, port, request, length }: Target & { request: Buffer; length: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    let answers = 0
    let missing = length
    const socket = connect(port, hostname, () => socket.write(request))
    socket.setNoDelay(true)
    socket.setTimeout(LONGEST_MS, () => fail('an answer that is shorter, or none'))
    socket.on('error', reject)
    socket.on('data', (chunk: Buffer) => {
      if (missing === length && !chunk.subarray(0, OK.length).equals(OK)) return fail(chunk.subarray(0, 40).toString('latin1'))
      missing -= chunk.length
      if (missing > 0) return
      if (missing < 0) return fail('an answer of another length')

      answers++
      missing = length
      if (performance.now() >= end) {
        socket.destroy()
        resolve(answers)
      } else socket.write(request)
    })
    const fail = (what: string) => {
      socket.destroy()
      reject(new Error(`not what was answered before: ${what}`))
    }
  })
}
