import fc from 'fast-check'
import http from 'node:http'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { testServer } from '../../support/server'
import { hostileRequest, type Hostile, type Operation } from './hostile-request'
import { knownFor, populate, type Sender } from './people'
import type { JsonSchema } from './schema-arbitrary'

const REQUESTS = Number(process.env.SOUK_FUZZ_REQUESTS ?? 600)
const SEED = Number(process.env.SOUK_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))
const AT_ONCE = 8
const REACHING_AT_LEAST = 0.6
const MOST_FINDINGS = 20
const SHOWN = 300

/** What no answer may show: how the program is made, and what it says to the database. */
const INNARDS = /\bat \S+ \(?(?:file:|\/|node:)|node_modules|PostgresError|DrizzleQueryError|Failed query|\bselect "\w+"/i

/** What an answer may be by its status: JSON by a schema, a file of a content type, or nothing. */
type Answers = Record<string, z.ZodType | string | null>
interface Documented extends Operation {
  answers: Answers
}

const server = await testServer({ LOG_LEVEL: 'error' })

interface Document {
  paths: Record<
    string,
    Record<
      string,
      {
        'x-access': Operation['access']
        parameters: Operation['parameters']
        requestBody?: { content: { 'application/json'?: { schema: JsonSchema } } }
        responses: Record<string, { content?: Record<string, { schema?: object }> }>
      }
    >
  >
  components: { schemas: { Error: object } }
}

/** JSON Schema reads a pattern by code points, zod's reader without: those that need it are left to what wrote them. */
const validatorOf = (schema: object): z.ZodType =>
  z.fromJSONSchema(
    JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
      key === 'pattern' && typeof value === 'string' && value.includes('\\p{') ? undefined : value,
    ) as never,
  )

function readDocument({ paths, components }: Document): Documented[] {
  const error = validatorOf(components.schemas.Error)
  const answerOf = (content: Record<string, { schema?: object }> = {}) => {
    const [type, { schema } = {}] = Object.entries(content)[0] ?? []
    return schema ? validatorOf(schema) : (type ?? null)
  }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      access: operation['x-access'],
      parameters: operation.parameters,
      body: operation.requestBody?.content['application/json']?.schema ?? null,
      answers: {
        ...Object.fromEntries(
          Object.entries(operation.responses)
            .filter(([status]) => status !== 'default')
            .map(([status, { content }]) => [status, answerOf(content)]),
        ),
        default: error,
      },
    })),
  )
}

interface Answer {
  status: number
  headers: http.IncomingHttpHeaders
  text: string
}

const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE })

/** Each request comes from an address that no other comes from. */
const addressOf = (index: number) => `10.${100 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`

function send({ operation, path, query, headers, body }: Hostile, sender: Sender, index: number): Promise<Answer> {
  const fill = (text: string) => text.replace(/(?:\{\{|%7B%7B)(\w+)(?:\}\}|%7D%7D)/g, (whole, name: string) => sender.own[name] ?? whole)
  const target = fill(query ? `${path}?${query}` : path)
  const content = body === null ? '' : fill(body)
  // Node sends the body of a GET without saying how long it is, and so as a next request.
  const length = content === '' ? {} : { 'content-length': String(Buffer.byteLength(content)) }
  const given = { ...(sender.cookie && { cookie: sender.cookie }), 'x-forwarded-for': addressOf(index), ...length, ...headers }

  return new Promise((resolve, reject) => {
    const request = http.request(new URL(server.url), { method: operation.method, path: target, headers: given, agent }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text: Buffer.concat(parts).toString() }))
      response.on('error', reject)
    })
    // A body that is too large is refused before it has arrived.
    request.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EPIPE' || error.code === 'ECONNRESET' ? resolve({ status: 413, headers: {}, text: '' }) : reject(error),
    )
    request.end(content)
  })
}

/** What is wrong with an answer; null when nothing is. */
function faultOf({ answers }: Documented, { status, headers, text }: Answer): string | null {
  if (status >= 500) return 'a failure of the server'
  if (status === 413 && text === '') return null
  if (headers['x-content-type-options'] !== 'nosniff' || !headers['x-request-id']) return 'headers are missing'
  if (headers['access-control-allow-origin']) return 'another site may read it'
  if (INNARDS.test(text)) return 'it shows how it is made'

  const documented = status < 400 ? answers[status] : answers.default
  if (documented === undefined) return `status ${status} is not in the document`
  if (documented === null) return text === '' ? null : 'a body where none is documented'
  if (typeof documented === 'string') return isFile(headers, documented) ? null : 'it is not the file that is documented'
  const parsed = documented.safeParse(parseJson(text))
  return parsed.success ? null : `it does not follow its schema: ${z.prettifyError(parsed.error)}`
}

/** A file to keep, which a browser never shows. */
const isFile = (headers: http.IncomingHttpHeaders, type: string) =>
  headers['content-type'] === type && String(headers['content-disposition']).startsWith('attachment; filename="')

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const describe = ({ operation, who, path, query, body, headers }: Hostile, index: number) =>
  `#${index} ${who} ${operation.method} ${path}?${query}`.slice(0, SHOWN) +
  `\n${JSON.stringify(headers).slice(0, SHOWN)}\n${String(body).slice(0, SHOWN)}`

/** Refusals of the door (`request.…`) come before the handler; everything else comes out of it, as does what it says of a cursor. */
const reached = ({ status, text }: Answer): boolean => status < 400 || (text !== '' && !/"code":"request\.(?!cursor_invalid)/.test(text))

it(`61: ${REQUESTS} hostile requests from as many people break nothing`, { timeout: 60_000 + REQUESTS * 60 }, async () => {
  const operations = readDocument((await server.visitor().get('/api/openapi.json')).body as Document)
  const senderOf = await populate(server.ctx, Math.min(300, Math.max(20, Math.ceil(REQUESTS / 60))))
  const requests = fc.sample(hostileRequest(operations, knownFor), { numRuns: REQUESTS, seed: SEED })

  const statuses: Record<string, number> = {}
  const findings: string[] = []
  const reachedBy = new Map(operations.map(({ method, path }) => [`${method} ${path}`, { sent: 0, reached: 0 }]))
  let inside = 0
  let next = 0

  async function work(): Promise<void> {
    for (let index = next++; index < requests.length; index = next++) {
      const request = requests[index]!
      const sender = senderOf(request.who, index)
      const answer = await send(request, sender, index)
      if (answer.status === 401 && sender.cookie && !request.headers.cookie) await sender.renew()

      const of = reachedBy.get(`${request.operation.method} ${request.operation.path}`)!
      of.sent++
      if (reached(answer)) {
        inside++
        of.reached++
      }
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
      const fault = faultOf(request.operation as Documented, answer)
      if (fault && findings.length < MOST_FINDINGS)
        findings.push(`${fault}\n${describe(request, index)}\n${answer.status} ${answer.text.slice(0, SHOWN)}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  agent.destroy()

  const share = inside / requests.length
  const never = [...reachedBy].filter(([, { reached }]) => reached === 0).map(([name]) => name)
  process.stdout.write(
    `seed ${SEED}: ${requests.length} requests from as many addresses to ${operations.length} routes, ${(share * 100).toFixed(1)} % reached a handler, answers ${JSON.stringify(statuses)}` +
      (REQUESTS >= 5000 && never.length > 0 ? `, never inside: ${never.join(', ')}\n` : '\n'),
  )
  expect(findings).toEqual([])
  expect(share).toBeGreaterThanOrEqual(REACHING_AT_LEAST)
})
