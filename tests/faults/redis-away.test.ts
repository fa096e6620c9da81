import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { make } from '../support/make'
import { needs } from '../support/needs'
import { startRedis } from '../support/redis-server'
import { testServer, type Client } from '../support/server'
import { buyOverHttp, expectHealthyMarketplace } from '../support/shopping'

const page = { accept: 'text/html' }

describe.skipIf(!needs('redis-server'))('Redis', async () => {
  if (!needs('redis-server')) return
  const redis = await startRedis()
  const server = await testServer({ REDIS_URL: redis.url })
  const client = await server.as(await make(server.ctx).user())

  /** Reads and changes, as people do; the longest wait of all and every status. */
  async function browse(seconds: number): Promise<{ statuses: Set<number>; longestMs: number }> {
    const statuses = new Set<number>()
    let longestMs = 0
    const visit = async (who: Client, ask: (who: Client) => Promise<{ status: number }>) => {
      const start = performance.now()
      statuses.add((await ask(who)).status)
      longestMs = Math.max(longestMs, performance.now() - start)
    }
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(20)) {
      await visit(client, (who) => who.get('/api/session'))
      await visit(server.visitor(), (who) => who.get('/', page))
      await visit(server.visitor(), (who) => who.delete('/api/session'))
    }
    return { statuses, longestMs }
  }

  const signInBadly = (who: Client) =>
    who.post('/api/session', { email: 'nobody@example.org', password: 'not the password', persistent: false })
  const readiness = async () => (await server.visitor().get('/readyz')).body

  it('that is there is used', async () => {
    await expect.poll(readiness).toEqual({ status: 'ready', parts: { database: 'up', queue: 'up', redis: 'up' } })
  })

  it.each([
    ['killed', () => redis.kill(), () => redis.start()],
    ['frozen', async () => redis.freeze(), async () => redis.thaw()],
  ])('that is %s breaks and delays nothing, and is used again when it is back', { timeout: 40_000 }, async (_, lose, giveBack) => {
    await lose()
    const { statuses, longestMs } = await browse(4)
    expect([...statuses].sort()).toEqual([200, 204])
    expect(longestMs).toBeLessThan(1000)
    expect(await readiness()).toEqual({ status: 'degraded', parts: { database: 'up', queue: 'up', redis: 'away' } })
    expect((await server.visitor().get('/readyz')).status).toBe(200)

    await giveBack()
    await expect.poll(readiness, { timeout: 10_000 }).toMatchObject({ status: 'ready' })
    expect([...(await browse(0.5)).statuses].sort()).toEqual([200, 204])
  })

  it('that is killed keeps nobody from buying', { timeout: 40_000 }, async () => {
    const product = await make(server.ctx).product({ stock: 20 })
    const buy = (count: number) => Promise.all(Array.from({ length: count }, () => buyOverHttp(server.visitor(), product)))
    const before = buy(5)
    await redis.kill()
    const bought = [...(await before), ...(await buy(10))]
    await redis.start()
    bought.push(...(await buy(5)))

    expect(bought.map(({ status }) => status)).toEqual(Array(20).fill('completed'))
    await expectHealthyMarketplace(server.ctx)
    await expect.poll(readiness, { timeout: 10_000 }).toMatchObject({ status: 'ready' })
  })

  it('that is killed leaves the limits in force', { timeout: 40_000 }, async () => {
    await redis.kill()
    const person = server.visitor()
    const statuses: number[] = []
    for (let n = 0; n < 40 && !statuses.includes(429); n++) statuses.push((await signInBadly(person)).status)
    expect(statuses.at(-1)).toBe(429)
    expect(statuses.filter((status) => status >= 500)).toEqual([])
    await redis.start()
    await expect.poll(readiness, { timeout: 10_000 }).toMatchObject({ status: 'ready' })
  })

  it('that is emptied loses nothing of record', async () => {
    const { createConnection } = await import('node:net')
    const socket = createConnection(Number(new URL(redis.url).port), '127.0.0.1')
    socket.write('FLUSHALL\r\n')
    await new Promise((resolve) => socket.once('data', resolve))
    socket.destroy()

    expect((await client.get('/api/session')).body.user).not.toBeNull()
    expect([...(await browse(0.5)).statuses].sort()).toEqual([200, 204])
  })

  it('that is absent does not keep the server from starting', { timeout: 40_000 }, async () => {
    await server.stop()
    await redis.kill()
    await server.start()
    expect(await readiness()).toMatchObject({ status: 'degraded', parts: { redis: 'away' } })
    expect([...(await browse(1)).statuses].sort()).toEqual([200, 204])

    await redis.start()
    await expect.poll(readiness, { timeout: 10_000 }).toMatchObject({ status: 'ready' })
    await redis.close()
  })
})
