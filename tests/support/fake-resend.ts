import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedMail {
  idempotencyKey: string
  to: string
  from: string
  subject: string
  html: string
  text: string
  headers?: Record<string, string>
}

type Behaviour = 'take' | 'limit' | 'fail' | 'hang' | 'take-and-hang-up'

export interface FakeResend {
  url: string
  /** One entry a key, however often it was sent. */
  mails(): ReceivedMail[]
  /** How many requests came, whatever became of them. */
  requests(): number
  behave(behaviour: Behaviour): void
  close(): Promise<void>
}

/** Resend as far as Souk uses it: `POST /emails` with a memory for idempotency keys, and its bad days. */
export async function startFakeResend(): Promise<FakeResend> {
  const byKey = new Map<string, ReceivedMail>()
  let behaviour: Behaviour = 'take'
  let requests = 0

  const server = http.createServer(async (request, response) => {
    requests++
    const body = JSON.parse(Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString()) as Omit<
      ReceivedMail,
      'idempotencyKey'
    >
    const idempotencyKey = String(request.headers['idempotency-key'])
    const answer = (status: number, content: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content))

    if (request.headers.authorization !== 'Bearer re_test')
      return answer(401, { statusCode: 401, name: 'missing_api_key', message: 'no key' })
    if (behaviour === 'hang') return
    if (behaviour === 'limit') return answer(429, { statusCode: 429, name: 'rate_limit_exceeded', message: 'too many' })
    if (behaviour === 'fail') return answer(500, { statusCode: 500, name: 'internal_server_error', message: 'sorry' })

    if (!byKey.has(idempotencyKey)) byKey.set(idempotencyKey, { idempotencyKey, ...body, to: String(body.to) })
    if (behaviour === 'take-and-hang-up') return request.socket.destroy()
    answer(200, { id: idempotencyKey })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails: () => [...byKey.values()],
    requests: () => requests,
    behave: (next) => (behaviour = next),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
