import { orderGroups, paymentEvents, payments, refunds, webhookInbox } from '#db/schema'
import { inspectMarketplace } from '#server/domains/checkout'
import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { someAddress } from '../support/buying'
import { sign } from '../support/doubles/fake-stripe/deliveries'
import { startFakeStripe } from '../support/doubles/fake-stripe/fake-stripe'
import type { StripeFault } from '../support/doubles/fake-stripe/faults'
import { make } from '../support/make'
import { testServer, type TestServer } from '../support/server'
import { stripeEnvironment, WEBHOOK_SECRET } from '../support/stripe-server'

/** `npm run faults -- checkout` does all of it; among all tests each scenario is shown small. */
const LONG = process.env.SOUK_FAULTS === 'long'
const SEED = Number(process.env.SOUK_SEED ?? Date.now() % 1_000_000)
const random = seeded(SEED)
const fake = await startFakeStripe({ random })
const environment = stripeEnvironment(fake)
const first = await testServer(environment, { production: true })
const second = await testServer(environment, { production: true, beside: first })
const { ctx } = first
afterAll(() => fake.stop())
afterEach(() => fake.faults.clear())

/** Repeats a run: SOUK_SEED=… */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

const shuffled = <Thing>(things: readonly Thing[]): Thing[] =>
  things
    .map((thing) => ({ thing, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ thing }) => thing)

/** Works through everything, so many at once. */
async function throughAll<Thing>(things: readonly Thing[], atOnce: number, work: (thing: Thing, index: number) => Promise<void>) {
  const waiting = [...things.entries()]
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await work(next[1], next[0])
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** Starts a checkout as a patient browser does: with the same key until it has an answer. */
async function startPatiently(node: TestServer, variantId: string): Promise<string> {
  const who = node.visitor()
  await who.post('/api/cart/lines', { variantId, quantity: 1 })
  const { totalMinor } = (await who.post('/api/checkouts/quote', { country: 'DE' })).body
  const form = { email: 'ada@example.org', shippingAddress: someAddress(), expectedTotalMinor: totalMinor }
  const key = { 'idempotency-key': crypto.randomUUID() }
  for (let tries = 0; tries < 20; tries++) {
    const { status, body } = await who.post('/api/checkouts', form, key)
    if (status < 300) return body.id
    expect(status).toBe(503)
    await pause(200)
  }
  throw new Error('no checkout after twenty tries')
}

const intentOf = async (checkoutId: string) =>
  (await ctx.db.select({ id: payments.intentId }).from(payments).where(eq(payments.checkoutId, checkoutId)))[0]?.id ?? null
const countOf = async (checkoutIds: readonly string[]) => {
  const [row] = await ctx.db
    .select({ n: sql<number>`count(*)::int` })
    .from(orderGroups)
    .where(sql`${orderGroups.checkoutId} in ${checkoutIds}`)
  return row!.n
}
const broken = async () =>
  (await inspectMarketplace(ctx)).filter(({ ok, invariant }) => !ok && !invariant.includes('read model')).map(({ invariant }) => invariant)

/** What Stripe holds: never two charges for one payment, never two refunds for one wish. */
function expectNothingTwice() {
  const paid = [...fake.state.charges.values()].filter((charge) => charge.paid)
  expect(new Set(paid.map(({ metadata }) => metadata.checkoutId)).size).toBe(paid.length)
  const given = [...fake.state.refunds.values()].map(({ metadata }) => metadata!.souk_key)
  expect(new Set(given).size).toBe(given.length)
}

describe(`Stripe (seed ${SEED})`, () => {
  it(
    'F7, F8: that tells everything three times, in no order, to nodes that are killed again and again, has one effect each',
    { timeout: 400_000 },
    async () => {
      const KILLS = LONG ? 20 : 5
      const { variant } = await make(ctx).product({ priceMinor: 1000, stock: 1000 })
      const checkoutIds: string[] = []
      await throughAll(Array.from({ length: LONG ? 170 : 50 }), 6, async (_, index) => {
        checkoutIds.push(await startPatiently(index % 2 ? first : second, variant.id))
      })
      // One in ten pays another amount than was asked for: that money goes back.
      const wrong = new Set(checkoutIds.filter((_, index) => index % 10 === 0))
      for (const id of checkoutIds) {
        const intentId = (await intentOf(id))!
        if (wrong.has(id)) Object.assign(fake.state.intents.get(intentId)!, { amount: 500 })
        fake.confirm(intentId, 'pm_card_visa')
      }
      const events = [...fake.deliveries.events]
      expect(events.length).toBeGreaterThanOrEqual(LONG ? 500 : 150)

      const nodes = [first, second]
      const killing = (async () => {
        for (let kills = 0; kills < KILLS; kills++) {
          const node = nodes[kills % 2]!
          await pause(100 + random() * 200)
          await node.kill()
          await node.start()
        }
      })()
      await throughAll(shuffled([...events, ...events, ...events]), 6, async (event, index) => {
        for (let tries = 0; ; tries++) {
          const { body, signature } = sign(event, WEBHOOK_SECRET, new Date())
          const headers = { 'content-type': 'application/json', 'stripe-signature': signature }
          const url = `${nodes[(index + tries) % 2]!.url}/webhooks/stripe`
          const status = await fetch(url, { method: 'POST', body, headers }).then(
            (answer) => answer.status,
            () => 0,
          )
          if (status === 200) break
          expect([0, 502, 503]).toContain(status)
          await pause(100)
        }
        await pause(20)
      })
      await killing

      const right = checkoutIds.filter((id) => !wrong.has(id))
      await expect.poll(() => countOf(right), { timeout: 120_000 }).toBe(right.length)
      await expect
        .poll(() => ctx.db.select({ id: webhookInbox.id }).from(webhookInbox).where(isNull(webhookInbox.processedAt)), { timeout: 120_000 })
        .toEqual([])
      await expect
        .poll(() => ctx.db.select({ id: refunds.id }).from(refunds).where(ne(refunds.status, 'succeeded')), { timeout: 120_000 })
        .toEqual([])
      const stored = await ctx.db.select({ eventId: webhookInbox.eventId }).from(webhookInbox)
      expect(stored).toHaveLength(events.length)
      expect(await countOf([...wrong])).toBe(0)
      expect([...fake.state.refunds.values()]).toHaveLength(wrong.size)
      expectNothingTwice()
      expect(await broken()).toEqual([])
    },
  )

  it('F9: that drops, fails and dawdles in one call of five loses nothing and does nothing twice', { timeout: 400_000 }, async () => {
    const kinds: StripeFault[] = ['drop_before', 'drop_after_commit', 'error_500', 'error_500_after_commit', 'error_500_kept', 'error_429']
    for (const does of kinds) fake.faults.add({ on: '/v1/', does, times: 10_000, chance: 0.035 })
    fake.faults.add({ on: '/v1/', does: { delaySeconds: 20 }, times: 3, chance: 0.01 })
    fake.deliveries.sendTo(`${second.url}/webhooks/stripe`, WEBHOOK_SECRET)
    Object.assign(fake.deliveries.switches, { shuffle: true, duplicate: true })

    const { variant } = await make(ctx).product({ priceMinor: 1000, stock: 1000 })
    const checkoutIds: string[] = []
    await throughAll(Array.from({ length: LONG ? 80 : 40 }), 8, async (_, index) => {
      checkoutIds.push(await startPatiently(index % 2 ? first : second, variant.id))
    })
    const wrong = new Set(checkoutIds.filter((_, index) => index % 5 === 0))
    for (const id of checkoutIds) {
      const intentId = (await intentOf(id))!
      if (wrong.has(id)) Object.assign(fake.state.intents.get(intentId)!, { amount: 500 })
      fake.confirm(intentId, 'pm_card_visa')
    }

    const right = checkoutIds.filter((id) => !wrong.has(id))
    await expect.poll(() => countOf(right), { timeout: 120_000 }).toBe(right.length)
    const unsettled = () =>
      ctx.db
        .select({ id: payments.id })
        .from(payments)
        .leftJoin(refunds, and(eq(refunds.paymentId, payments.id), ne(refunds.status, 'succeeded')))
        .where(sql`${payments.status} in ('creating', 'pending') or ${refunds.id} is not null`)
    await expect.poll(unsettled, { timeout: 90_000, interval: 500 }).toEqual([])
    const charged = await ctx.db
      .select({ checkoutId: payments.checkoutId })
      .from(paymentEvents)
      .innerJoin(payments, eq(payments.id, paymentEvents.paymentId))
      .where(and(eq(paymentEvents.kind, 'charged'), sql`${payments.checkoutId} in ${checkoutIds}`))
    expect(charged).toHaveLength(checkoutIds.length)
    expect(fake.faults.happened.length).toBeGreaterThan(LONG ? 30 : 10)
    expect(new Set(fake.faults.happened.map((fault) => JSON.stringify(fault))).size).toBeGreaterThan(4)
    expect(await countOf([...wrong])).toBe(0)
    expectNothingTwice()
    expect(await broken()).toEqual([])
  })
})
