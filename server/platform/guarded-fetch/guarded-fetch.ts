import { lookup } from 'node:dns/promises'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import { isPublicAddress } from './public-address'

const MOST_REDIRECTS = 3
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** Why something was not fetched; for whoever named the address, so it says nothing of what answered. */
export type FetchRefusal = 'address' | 'unreachable' | 'status' | 'busy' | 'redirects' | 'too_large' | 'too_slow'

export class FetchRefused extends Error {
  constructor(readonly reason: FetchRefusal) {
    super(`not fetched: ${reason}`)
    this.name = 'FetchRefused'
  }
}

export interface GuardedFetchOptions {
  maxBytes: number
  timeoutMs: number
  /** All addresses of a name; tests bring their own. */
  resolve?: (host: string) => Promise<string[]>
  /** Which addresses may be asked; tests allow this machine. */
  mayAsk?: (address: string, port: number) => boolean
}

const resolveName = async (host: string) => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address)
const isOpenWeb = (address: string, port: number) => isPublicAddress(address) && (port === 80 || port === 443)

/**
 * The bytes at an address that a person named, as long as it is on the open internet: http or https at their usual ports,
 * every address of the name checked, and the connection made to the one that was checked, so that a name that answers
 * differently the second time changes nothing. Each redirect is checked like the first address. Throws `FetchRefused`.
 */
export async function guardedFetch(address: string, options: GuardedFetchOptions): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(options.timeoutMs)
  let url = address
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const target = await withinTime(checkedTarget(url, options), signal)
    const answer = await ask(target, signal)
    if (!REDIRECTS.has(answer.statusCode ?? 0)) return readBody(answer, options.maxBytes, signal)

    answer.destroy()
    const { location } = answer.headers
    if (!location || !URL.canParse(location, target.url)) throw new FetchRefused('status')
    url = new URL(location, target.url).href
  }
  throw new FetchRefused('redirects')
}

interface Target {
  url: URL
  ip: string
}

async function checkedTarget(address: string, { resolve = resolveName, mayAsk = isOpenWeb }: GuardedFetchOptions): Promise<Target> {
  if (!URL.canParse(address)) throw new FetchRefused('address')
  const url = new URL(address)
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
  if (!isWeb || url.username || url.password) throw new FetchRefused('address')

  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  const found = isIP(host) ? [host] : await resolve(host).catch(() => [])
  const [ip] = found
  if (!ip) throw new FetchRefused('unreachable')
  if (!found.every((one) => mayAsk(one, port))) throw new FetchRefused('address')
  return { url, ip }
}

function ask({ url, ip }: Target, signal: AbortSignal): Promise<IncomingMessage> {
  const { request } = url.protocol === 'https:' ? https : http
  const family = isIP(ip)
  return new Promise((resolve, reject) => {
    const asking = request(
      url,
      {
        signal,
        agent: false,
        headers: { accept: 'image/*', 'user-agent': 'Souk' },
        // The checked address, whatever the name says by now.
        lookup: (_, { all }, answer) => (all ? answer(null, [{ address: ip, family }]) : answer(null, ip, family)),
      },
      resolve,
    )
    asking.on('error', () => reject(new FetchRefused(signal.aborted ? 'too_slow' : 'unreachable')))
    asking.end()
  })
}

async function readBody(answer: IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  const tooLarge = () => new FetchRefused('too_large')
  try {
    const status = answer.statusCode ?? 0
    if (status === 429 || status >= 500) throw new FetchRefused('busy')
    if (status !== 200) throw new FetchRefused('status')
    if (Number(answer.headers['content-length'] ?? 0) > maxBytes) throw tooLarge()
    const pieces: Uint8Array[] = []
    let size = 0
    for await (const piece of answer as AsyncIterable<Uint8Array>) {
      size += piece.length
      if (size > maxBytes) throw tooLarge()
      pieces.push(piece)
    }
    return Buffer.concat(pieces)
  } catch (error) {
    if (error instanceof FetchRefused) throw error
    throw new FetchRefused(signal.aborted ? 'too_slow' : 'unreachable')
  } finally {
    answer.destroy()
  }
}

function withinTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new FetchRefused('too_slow')), { once: true })
    work.then(resolve, reject)
  })
}
