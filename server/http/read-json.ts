import { getRequestHeader, readRawBody, type H3Event } from 'h3'
import { bodyNotJson, bodyTooLarge, inputInvalid } from './route-errors'

const POLLUTING_KEY = /"(?:__proto__|constructor|prototype)"\s*:/

/** Reads a JSON body of at most `limitBytes`, whether its length was announced or not. An empty body is `{}`. */
export async function readJson(event: H3Event, limitBytes: number): Promise<unknown> {
  const raw = await readText(event, limitBytes)
  if (!raw) return {}
  if (!/^application\/json(?:;|$)/i.test(getRequestHeader(event, 'content-type') ?? '')) throw bodyNotJson()
  if (POLLUTING_KEY.test(raw)) throw inputInvalid([{ path: '', message: 'A key is not allowed.', code: 'forbidden_key' }])

  try {
    return JSON.parse(raw)
  } catch {
    throw inputInvalid([{ path: '', message: 'The body is not valid JSON.', code: 'not_json' }])
  }
}

/** Reads a body of at most `limitBytes` as it came. */
export async function readText(event: H3Event, limitBytes: number): Promise<string> {
  refuseAnnounced(event, limitBytes)
  return (await Promise.race([readRawBody(event, 'utf8'), overflow(event, limitBytes)])) ?? ''
}

/** The bytes of a body of at most `limitBytes`. */
export async function readBytes(event: H3Event, limitBytes: number): Promise<Uint8Array> {
  refuseAnnounced(event, limitBytes)
  return (await Promise.race([readRawBody(event, false), overflow(event, limitBytes)])) ?? new Uint8Array()
}

/** A body as it arrives; whoever stops reading leaves the connection open for the answer. */
export function streamBytes(event: H3Event, limitBytes: number): AsyncIterable<Uint8Array> {
  refuseAnnounced(event, limitBytes)
  return event.node.req.iterator({ destroyOnReturn: false })
}

function refuseAnnounced(event: H3Event, limitBytes: number): void {
  const announced = Number(getRequestHeader(event, 'content-length') ?? 0)
  if (announced > limitBytes) throw bodyTooLarge(limitBytes)
}

/** Rejects as soon as more than the limit has arrived; else never settles. */
function overflow(event: H3Event, limitBytes: number): Promise<never> {
  return new Promise((_, reject) => {
    const request = event.node.req
    if (request.readableEnded) return
    let received = 0
    request.on('data', (chunk: Buffer) => {
      received += chunk.length
      if (received <= limitBytes) return
      request.pause()
      reject(bodyTooLarge(limitBytes))
    })
  })
}
