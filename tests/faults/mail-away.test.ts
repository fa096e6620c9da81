import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { startFakeResend } from '../support/fake-resend'
import { make } from '../support/make'
import { testServer } from '../support/server'
import { buyOverHttp, expectHealthyMarketplace } from '../support/shopping'

const ORDERS = 12

const resend = await startFakeResend()
const server = await testServer({ RESEND_API_KEY: 're_test', RESEND_BASE_URL: resend.url })
afterAll(() => resend.close())

it('a mail provider with bad days neither blocks an order nor sends a mail twice', { timeout: 90_000 }, async () => {
  const product = await make(server.ctx).product({ stock: ORDERS })
  resend.behave('limit')
  const bought = await Promise.all(
    Array.from({ length: ORDERS }, (_, n) => buyOverHttp(server.visitor(), product, { email: `buyer${n}@example.org` })),
  )
  expect(bought.map(({ status }) => status)).toEqual(Array(ORDERS).fill('completed'))

  for (const behaviour of ['limit', 'fail', 'take-and-hang-up'] as const) {
    resend.behave(behaviour)
    await pause(2000)
  }
  expect(resend.requests()).toBeGreaterThan(ORDERS)

  resend.behave('take')
  await expect.poll(unfinished, { timeout: 70_000, interval: 250 }).toBe(0)
  expect(
    resend
      .mails()
      .map(({ to }) => to)
      .sort(),
  ).toEqual(Array.from({ length: ORDERS }, (_, n) => `buyer${n}@example.org`).sort())
  expect((await server.ctx.queue.stats()).failed).toBe(0)
  await expectHealthyMarketplace(server.ctx)
})

async function unfinished(): Promise<number> {
  const [row] = await server.ctx.db.execute<{ count: number }>(
    `select count(*)::int as count from pgboss.job where name = 'orders.mail-confirmation' and state <> 'completed'`,
  )
  return row!.count
}
