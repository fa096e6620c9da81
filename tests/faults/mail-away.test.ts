import { createPgBossQueue } from '#server/platform/queue/pg-boss-queue'
import { createResendMailer } from '#server/platform/mail/resend-mailer'
import type { Job } from '#server/platform/queue/queue'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { testContext } from '../support/context'
import { startFakeResend } from '../support/fake-resend'

const MAILS = 20

const sendMailJob: Job<{ n: number }> = {
  name: 'test.send-mail',
  concurrency: 4,
  handle: (ctx, { n }) =>
    ctx.mailer.send({
      to: `buyer${n}@example.org`,
      subject: `Order ${n}`,
      html: '<p>Thank you</p>',
      text: 'Thank you',
      idempotencyKey: `order:${n}`,
    }),
}

const resend = await startFakeResend()
const mailer = createResendMailer({ apiKey: 're_test', from: 'Souk <no-reply@souk.example>', baseUrl: resend.url })
const ctx = await testContext({ mailer }, [sendMailJob])
const worker = createPgBossQueue({ url: ctx.config.databaseUrl, log: ctx.log })
await worker.start([sendMailJob], { work: true, context: () => ctx })
afterAll(async () => {
  await worker.stop(5)
  await resend.close()
})

it('a mail provider with bad days neither blocks an order nor sends a mail twice', { timeout: 90_000 }, async () => {
  resend.behave('limit')
  const start = Date.now()
  for (let n = 0; n < MAILS; n++) await ctx.db.transaction((tx) => ctx.queue.send(tx, sendMailJob.name, { n }))
  expect(Date.now() - start).toBeLessThan(2000)

  for (const behaviour of ['limit', 'fail', 'take-and-hang-up'] as const) {
    resend.behave(behaviour)
    await pause(2500)
  }
  const requestsBefore = resend.requests()
  expect(requestsBefore).toBeGreaterThan(MAILS)

  resend.behave('take')
  await expect
    .poll(async () => (await ctx.queue.stats()).waiting === 0 && resend.mails().length === MAILS, { timeout: 60_000, interval: 250 })
    .toBe(true)
  await expect.poll(async () => await unfinished(), { timeout: 60_000, interval: 250 }).toBe(0)

  expect(
    resend
      .mails()
      .map(({ idempotencyKey }) => idempotencyKey)
      .sort(),
  ).toEqual(Array.from({ length: MAILS }, (_, n) => `order:${n}`).sort())
  expect((await ctx.queue.stats()).failed).toBe(0)
})

async function unfinished(): Promise<number> {
  const [row] = await ctx.db.execute<{ count: number }>(
    `select count(*)::int as count from pgboss.job where name = '${sendMailJob.name}' and state <> 'completed'`,
  )
  return row!.count
}
