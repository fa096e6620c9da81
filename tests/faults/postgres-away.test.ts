import { orderGroups } from '#db/schema'
import { setTimeout as pause } from 'node:timers/promises'
import { inject, describe, expect, it } from 'vitest'
import { make } from '../support/make'
import { testServer } from '../support/server'
import { buyOverHttp, expectHealthyMarketplace } from '../support/shopping'
import { startTcpProxy } from '../support/tcp-proxy'

const proxy = await startTcpProxy(Number(new URL(inject('databaseUrl')).port))
const server = await testServer({}, { databaseUrl: (url) => url.replace(/:\d+\//, `:${proxy.port}/`) })
const client = await server.as(await make(server.ctx).user())

async function timed<T>(work: Promise<T>): Promise<{ answer: T; ms: number }> {
  const start = performance.now()
  const answer = await work
  return { answer, ms: performance.now() - start }
}

/** What needs the database: who is signed in, and a page that was never made before. */
let pages = 0
const ask = () =>
  Promise.all([timed(client.get('/api/session')), timed(server.visitor().get(`/products/never-made-${pages++}`, { accept: 'text/html' }))])

describe.each([
  ['that is stopped', { kind: 'refuse' }],
  ['that says nothing', { kind: 'silent' }],
] as const)('a Postgres %s', (_, mood) => {
  it('costs a clear answer within two seconds, not the process', { timeout: 30_000 }, async () => {
    expect((await client.get('/api/session')).status).toBe(200)
    proxy.become(mood)

    for (const end = Date.now() + 4000; Date.now() < end; await pause(100)) {
      const [session, page] = await ask()
      expect(session.answer).toMatchObject({ status: 503, body: { data: { code: 'request.database_away' } } })
      expect(Number(session.answer.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(session.ms).toBeLessThan(2000)
      expect([404, 503]).toContain(page.answer.status)
      if (page.answer.status === 503) expect(Number(page.answer.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(page.ms).toBeLessThan(2000)
    }

    const visitor = server.visitor()
    expect((await visitor.get('/healthz')).status).toBe(200)
    const { answer: ready, ms } = await timed(visitor.get('/readyz'))
    expect(ready).toMatchObject({ status: 503, body: { status: 'unavailable', parts: { database: 'away' } } })
    expect(ms).toBeLessThan(2000)
    expect((await visitor.get('/api/session')).status).toBe(200)
  })

  it('that is back serves again at once, the queue too, without a restart', { timeout: 30_000 }, async () => {
    proxy.become({ kind: 'pass' })
    await expect.poll(async () => (await client.get('/api/session')).status, { timeout: 3000 }).toBe(200)
    expect((await client.get('/api/session')).body.user).not.toBeNull()
    expect((await server.visitor().get('/readyz')).status).toBe(200)

    await server.ctx.queue.send(server.ctx.db, 'accounts.delete-what-ended', {})
    await expect.poll(async () => (await server.ctx.queue.stats()).waiting, { timeout: 15_000, interval: 100 }).toBe(0)
  })
})

it('a Postgres that goes while people pay loses no order and makes none twice', { timeout: 60_000 }, async () => {
  const buyers = 12
  // Who puts a thing into the cart again after an answer that got lost buys two of it.
  const product = await make(server.ctx).product({ stock: 4 * buyers })
  const buying = Array.from({ length: buyers }, () => buyOverHttp(server.visitor(), product, { patienceMs: 30_000 }))
  const finished = Promise.all(buying)

  for (const ms of [150, 300, 600]) {
    await pause(ms)
    proxy.become({ kind: 'refuse' })
    await pause(400)
    proxy.become({ kind: 'pass' })
  }

  const bought = await finished
  expect(new Set(bought.map(({ orderGroup }) => orderGroup!.number)).size).toBe(buyers)
  expect(await server.ctx.db.$count(orderGroups)).toBe(buyers)
  await expectHealthyMarketplace(server.ctx)
})
