import { checkouts, orderGroups, paymentEvents, payments, products, refunds, stockLevels } from '#db/schema'
import { refreshListings, releaseHolds } from '#server/domains/catalog'
import { and, eq, sql } from 'drizzle-orm'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { card, someAddress } from '../support/buying'
import { make, type MadeProduct } from '../support/make'
import { needs } from '../support/needs'
import { startNginx } from '../support/nginx'
import { testServer, visitorAt, type Answer, type Client, type TestServer } from '../support/server'
import { levelOf } from '../support/small-shop'
import { buyOverHttp, expectHealthyMarketplace } from '../support/shopping'

/** `npm run faults -- checkout` does all of it; among all tests each scenario is shown once and small. */
const LONG = process.env.SOUK_FAULTS === 'long'
const SEED = Number(process.env.SOUK_SEED ?? Date.now() % 1_000_000)
const BUYERS = LONG ? 200 : 50
const UNITS = 10
const SLOWEST_MS = 5000

/** A clock that goes wrong by so many milliseconds, as a node's may; nobody else's. */
const clockOff = (ms: number) =>
  `--import "data:text/javascript,const Right = Date; globalThis.Date = class extends Right { constructor(...of) { of.length > 0 ? super(...of) : super(Right.now() + ${ms}) } static now() { return Right.now() + ${ms} } }"`
const HOUR_MS = 3_600_000

const first = await testServer()
const second = await testServer({}, { beside: first })
const { ctx } = first
const nginx = needs('nginx') ? await startNginx([first.url, second.url]) : null
afterAll(() => nginx?.close())

const through = nginx?.url ?? first.url
const random = seeded(SEED)

/** Repeats a run: SOUK_SEED=… */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

interface Bought {
  answer: Answer
  ms: number
}

/** What a buyer has before pressing the button: a cart and its total. */
async function filledCart(client: Client, products: readonly MadeProduct[]): Promise<() => Promise<Answer>> {
  for (const { variant } of products)
    expect((await client.post('/api/cart/lines', { variantId: variant.id, quantity: 1 })).status).toBe(201)
  const { totalMinor } = (await client.post('/api/checkouts/quote', { country: 'DE' })).body
  const form = { email: 'ada@mail.example', shippingAddress: someAddress(), expectedTotalMinor: totalMinor }
  return () => client.post('/api/checkouts', form, { 'idempotency-key': crypto.randomUUID() })
}

const pay = (client: Client, checkoutId: string) => client.post(`/api/checkouts/${checkoutId}/pay/test`, { cardNumber: card('succeeds') })

/** All press the button within a moment of each other; who may pay does. */
async function rush(carts: readonly { client: Client; start: () => Promise<Answer> }[]): Promise<Bought[]> {
  return Promise.all(
    carts.map(async ({ client, start }) => {
      await pause(random() * 50)
      const began = performance.now()
      const started = await start()
      const answer = started.status === 201 ? await pay(client, started.body.id) : started
      return { answer, ms: performance.now() - began }
    }),
  )
}

const chargesOf = async (variantId: string) => {
  const [row] = await ctx.db.execute<{ n: number }>(sql`
    select count(*)::int as n from payment_events event
    join payments payment on payment.id = event.payment_id join checkouts checkout on checkout.id = payment.checkout_id
    where event.kind = 'charged' and checkout.snapshot::text like ${`%${variantId}%`}`)
  return row!.n
}
const groupsOf = (checkoutId: string) => ctx.db.$count(orderGroups, eq(orderGroups.checkoutId, checkoutId))
const chargesFor = (checkoutId: string) =>
  ctx.db
    .select({ id: paymentEvents.id })
    .from(paymentEvents)
    .innerJoin(payments, eq(payments.id, paymentEvents.paymentId))
    .where(and(eq(payments.checkoutId, checkoutId), eq(paymentEvents.kind, 'charged')))

afterEach(async () => {
  // What `make` made is on sale without having been listed.
  const made = await ctx.db.select({ id: products.id }).from(products)
  await refreshListings(
    ctx,
    made.map(({ id }) => id),
  )
  await expectHealthyMarketplace(ctx)
}, 60_000)

/** A round of the sweeper, now and not when its time has come. */
const sweep = () => ctx.queue.send(ctx.db, 'checkout.sweep', { second: 1 })

describe(`checkout on two nodes (seed ${SEED})`, () => {
  const rounds = Array.from({ length: LONG ? 20 : 1 }, (_, round) => round + 1)
  it.each(rounds)(
    'F1: sells ten pieces to ten of a crowd, charges nobody else, and says sold out (openfoodnetwork 3925), round %i',
    { timeout: 120_000 },
    async () => {
      const product = await make(ctx).product({ priceMinor: 1000, stock: UNITS })
      const clients = Array.from({ length: BUYERS }, () => visitorAt(through))
      const carts: { client: Client; start: () => Promise<Answer> }[] = []
      for (let from = 0; from < clients.length; from += 20)
        carts.push(
          ...(await Promise.all(
            clients.slice(from, from + 20).map(async (client) => ({ client, start: await filledCart(client, [product]) })),
          )),
        )

      const results = await rush(carts)
      const paid = results.filter(({ answer }) => answer.body?.status === 'completed')
      const refused = results.filter(({ answer }) => answer.status === 409 && answer.body.data.code === 'checkout.sold_out')
      expect(paid).toHaveLength(UNITS)
      expect(refused).toHaveLength(BUYERS - UNITS)
      expect(await chargesOf(product.variant.id)).toBe(UNITS)
      expect(await levelOf(ctx, product)).toMatchObject({ onHand: UNITS, reserved: UNITS })
      const slowest = results.map(({ ms }) => ms).toSorted((a, b) => a - b)[Math.ceil(results.length * 0.99) - 1]!
      expect(slowest).toBeLessThan(SLOWEST_MS)
    },
  )

  it('F1: is what reading first and writing then does not do: that sells more than there is', async () => {
    const product = await make(ctx).product({ stock: UNITS })
    const levels = eq(stockLevels.variantId, product.variant.id)
    const sold = await Promise.all(
      Array.from({ length: BUYERS }, async () => {
        const { onHand, reserved } = await levelOf(ctx, product)
        if (onHand - reserved < 1) return false
        await ctx.db
          .update(stockLevels)
          .set({ reserved: reserved + 1 })
          .where(levels)
        return true
      }),
    )
    await ctx.db.update(stockLevels).set({ reserved: 0 }).where(levels)
    expect(sold.filter(Boolean).length).toBeGreaterThan(UNITS)
  })

  it('F1: sells the last piece once (vendure 3508, medusa 16825)', async () => {
    for (let round = 0; round < (LONG ? 20 : 4); round++) {
      const product = await make(ctx).product({ stock: 1 })
      const carts = await Promise.all(
        [first, second].map(async (node) => {
          const client = node.visitor()
          return { client, start: await filledCart(client, [product]) }
        }),
      )
      const results = await rush(carts)
      expect(results.map(({ answer }) => answer.body?.status ?? answer.body.data.code).toSorted()).toEqual([
        'checkout.sold_out',
        'completed',
      ])
    }
  })

  it('F2: carts that hold the same two things in opposite order never wait in a circle', { timeout: 120_000 }, async () => {
    const stock = LONG ? 60 : 15
    const [one, other] = [await make(ctx).product({ stock }), await make(ctx).product({ stock })]
    const count = LONG ? 200 : 40
    const carts = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const client = visitorAt(through)
        return { client, start: await filledCart(client, index % 2 ? [one, other] : [other, one]) }
      }),
    )
    const results = await rush(carts)

    expect(results.filter(({ answer }) => answer.status >= 500)).toEqual([])
    expect(results.filter(({ answer }) => answer.body?.status === 'completed')).toHaveLength(stock)
    expect(await levelOf(ctx, one)).toMatchObject({ reserved: stock })
    expect(await levelOf(ctx, other)).toMatchObject({ reserved: stock })
  })

  it('F3: two lines of one thing have no more than there is of it (medusa 16502)', async () => {
    const product = await make(ctx).product({ stock: 1 })
    const client = first.visitor()
    const start = await filledCart(client, [product])
    const again = await client.post('/api/cart/lines', { variantId: product.variant.id, quantity: 1 })
    expect(again).toMatchObject({ status: 409, body: { data: { code: 'cart.not_enough' } } })
    // What a cart cannot hold by itself: a second line, of an offer that nobody made and nothing is put aside for.
    await ctx.db.execute(sql`
      insert into cart_lines (id, cart_id, variant_id, offer_id, quantity, unit_price_seen_minor)
      select ${ctx.newId()}::uuid, cart_id, variant_id, ${ctx.newId()}::uuid, 1, unit_price_seen_minor from cart_lines where variant_id = ${product.variant.id}`)
    const { totalMinor } = (await client.post('/api/checkouts/quote', { country: 'DE' })).body
    const form = { email: 'ada@mail.example', shippingAddress: someAddress(), expectedTotalMinor: totalMinor }
    const both = await client.post('/api/checkouts', form, { 'idempotency-key': crypto.randomUUID() })

    expect(both).toMatchObject({ status: 409, body: { data: { code: 'checkout.lines_unavailable' } } })
    expect((await start()).status).toBe(409)
    expect(await levelOf(ctx, product)).toMatchObject({ reserved: 0 })
  })

  it('F4, F5: fifty presses of one button are one order and one charge, and a key says one thing only', { timeout: 60_000 }, async () => {
    const product = await make(ctx).product({ stock: 100 })
    const client = visitorAt(through)
    await filledCart(client, [product])
    const { totalMinor } = (await client.post('/api/checkouts/quote', { country: 'DE' })).body
    const form = { email: 'ada@mail.example', shippingAddress: someAddress(), expectedTotalMinor: totalMinor }
    const key = { 'idempotency-key': crypto.randomUUID() }
    // As many as a minute allows, the retry beneath and the other body included.
    const started = await Promise.all(Array.from({ length: 20 }, () => client.post('/api/checkouts', form, key)))
    expect(new Set(started.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1)
    const { id } = started[0]!.body

    const other = await client.post('/api/checkouts', { ...form, email: 'other@mail.example' }, key)
    expect(other).toMatchObject({ status: 409, body: { data: { code: 'request.key_reused' } } })
    expect(await groupsOf(id)).toBe(0)

    const answers = await Promise.all(Array.from({ length: 50 }, () => pay(client, id)))
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.status} ${body.orderGroup?.number}`)).size).toBe(1)
    expect(await groupsOf(id)).toBe(1)
    expect(await chargesFor(id)).toHaveLength(1)
  })

  it('F6: who pays when the time is over is not charged, or gets it all back (vendure 3065)', { timeout: 90_000 }, async () => {
    const product = await make(ctx).product({ stock: 1 })
    const slow = first.visitor()
    const early = (await (await filledCart(slow, [product]))()).body.id as string
    await ctx.db
      .update(checkouts)
      .set({ expiresAt: sql`now() - interval '1 second'` })
      .where(eq(checkouts.id, early))
    await sweep()
    await expect.poll(async () => (await slow.get(`/api/checkouts/${early}`)).body.status, { timeout: 30_000 }).toBe('expired')
    await buyOverHttp(second.visitor(), product)
    expect((await pay(slow, early)).status).toBe(409)
    expect(await chargesFor(early)).toEqual([])

    // The provider takes the money all the same, of somebody whose goods were given away meanwhile.
    const last = await make(ctx).product({ stock: 1 })
    const other = first.visitor()
    const late = (await (await filledCart(other, [last]))()).body.id as string
    await releaseHolds(ctx, { kind: 'checkout', id: late }, 'expired')
    await buyOverHttp(second.visitor(), last)
    const answer = await pay(other, late)
    expect(answer.body).toMatchObject({ status: 'failed', refunded: true, orderGroup: null })
    const refundOf = () =>
      ctx.db
        .select({ status: refunds.status })
        .from(refunds)
        .innerJoin(payments, eq(payments.id, refunds.paymentId))
        .where(eq(payments.checkoutId, late))
    await expect.poll(refundOf, { timeout: 60_000 }).toEqual([{ status: 'succeeded' }])
  })

  describe('F10: a node that is killed', () => {
    /** The node stops in the middle of what it does, at a place where it needs this table, and is killed there. */
    async function killedAt(node: TestServer, table: string, ask: () => Promise<Answer>): Promise<void> {
      let release = () => {}
      const released = new Promise<void>((resolve) => (release = resolve))
      let isLocked = () => {}
      const locked = new Promise<void>((resolve) => (isLocked = resolve))
      const holding = ctx.db.transaction(async (tx) => {
        await tx.execute(sql.raw(`lock table ${table} in access exclusive mode`))
        isLocked()
        await released
      })
      await locked
      const asking = ask().catch(() => null)
      await waitsFor(table)
      await node.kill()
      release()
      await Promise.all([holding, asking])
    }
    const waitsFor = (table: string) =>
      expect
        .poll(
          async () => {
            const [row] = await ctx.db.execute<{ n: number }>(
              sql`select count(*)::int as n from pg_locks where not granted and relation = ${table}::regclass`,
            )
            return row!.n
          },
          { timeout: 5000, interval: 20 },
        )
        .toBeGreaterThan(0)

    it.each([
      ['while it puts stock aside', 'payments', 'start'],
      ['after that, before the provider knows of it', 'test_provider.intents', 'start'],
      ['when the card is charged, before it knows', 'payment_events', 'pay'],
      ['while it writes the order, before the commit', 'ledger_entries', 'pay'],
    ] as const)('%s leaves one order and one charge to who asks again', { timeout: 90_000 }, async (_, table, step) => {
      const product = await make(ctx).product({ stock: 5 })
      const client = first.visitor()
      await filledCart(client, [product])
      const { totalMinor } = (await client.post('/api/checkouts/quote', { country: 'DE' })).body
      const form = { email: 'ada@mail.example', shippingAddress: someAddress(), expectedTotalMinor: totalMinor }
      const key = { 'idempotency-key': crypto.randomUUID() }
      const start = () => client.post('/api/checkouts', form, key)

      if (step === 'start') await killedAt(first, table, start)
      const early = step === 'pay' ? (await start()).body.id : null
      if (step === 'pay') await killedAt(first, table, () => pay(client, early))
      const began = Date.now()
      await first.start()
      expect(Date.now() - began).toBeLessThan(10_000)

      const { id } = (await start()).body
      if (early) expect(id).toBe(early)
      // It may be finished by then: the provider told the other node.
      const { body } = await pay(client, id)
      expect(body.status).toBe('completed')
      expect(await groupsOf(id)).toBe(1)
      expect(await chargesFor(id)).toHaveLength(1)
      expect(await levelOf(ctx, product)).toMatchObject({ reserved: 1 })
    })

    it(`at any moment, again and again, loses nothing that it acknowledged`, { timeout: 300_000 }, async () => {
      const count = LONG ? 300 : 24
      const product = await make(ctx).product({ stock: 4 * count })
      const waiting = Array.from({ length: count }, (_, index) => index)
      const done: string[] = []
      const lane = async () => {
        for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
          const bought = await buyOverHttp(visitorAt(through), product, { patienceMs: 60_000 })
          done.push(bought.orderGroup!.number)
        }
      }
      let isOver = false
      const killing = (async () => {
        for (let kills = 0; !isOver; kills++) {
          const node = kills % 2 ? first : second
          await pause(300 + random() * 700)
          await node.kill()
          await node.start()
        }
      })()
      await Promise.all(Array.from({ length: 6 }, lane))
      isOver = true
      await killing

      expect(new Set(done).size).toBe(count)
      const stored = await ctx.db.select({ number: orderGroups.number }).from(orderGroups)
      const known = new Set(stored.map(({ number }) => number))
      expect(done.filter((number) => !known.has(number))).toEqual([])
    })
  })

  it.each([
    ['ahead', HOUR_MS],
    ['behind', -HOUR_MS],
  ])('F22: a node whose clock is an hour %s ends nothing early or late', { timeout: 60_000 }, async (_, wrongByMs) => {
    const wrong = await testServer({ NODE_OPTIONS: clockOff(wrongByMs) }, { beside: first })
    const product = await make(ctx).product({ stock: 2 })
    const client = wrong.visitor()
    const { id } = (await (await filledCart(client, [product]))()).body
    const [row] = await ctx.db.execute<{ seconds: number }>(
      sql`select extract(epoch from expires_at - now())::int as seconds from checkouts where id = ${id}`,
    )
    expect(row!.seconds).toBeGreaterThan(14 * 60)
    expect(row!.seconds).toBeLessThanOrEqual(15 * 60)

    await sweep()
    await pause(2000)
    expect((await client.get(`/api/checkouts/${id}`)).body.status).toBe('paying')
    expect(await levelOf(ctx, product)).toMatchObject({ reserved: 1 })
    expect((await pay(client, id)).body.status).toBe('completed')

    const late = wrong.visitor()
    const { id: lateId } = (await (await filledCart(late, [product]))()).body
    await ctx.db.execute(sql`update checkouts set expires_at = now() - interval '1 second' where id = ${lateId}`)
    await sweep()
    await expect.poll(async () => (await late.get(`/api/checkouts/${lateId}`)).body.status, { timeout: 10_000 }).toBe('expired')
  })
})
