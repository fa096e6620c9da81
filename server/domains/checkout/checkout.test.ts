import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  cartLines,
  checkouts,
  commissionLines,
  idempotencyKeys,
  ledgerAccounts,
  orderAdjustments,
  orderEvents,
  orderGroups,
  orderLines,
  orders,
  paymentAllocations,
  paymentEvents,
  payments,
  products,
  shippingMethods,
  shippingZones,
  stockHolds,
  variants,
} from '#db/schema'
import { readCart } from '#server/domains/cart'
import { owedTo, shopBalance } from '#server/domains/ledger'
import { setTaxRate } from '#server/domains/pricing'
import { systemActor, visitor } from '#server/platform/actor'
import { amountRefused } from '#server/platform/payment-gateway/gateway-errors'
import { noGateway } from '#server/platform/payment-gateway/no-gateway'
import { checkoutViewSchema } from '#shared/contracts/checkout'
import { buying, someAddress } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make, type MadeProduct } from '../../../tests/support/make'
import { levelOf } from '../../../tests/support/small-shop'
import { cancelCheckout } from './cancel-checkout'
import { finalizeCheckout } from './finalize-checkout'
import { finalizeOwnCheckout } from './finalize-own-checkout'
import { getCheckout } from './get-checkout'
import { inspectMarketplace } from './inspect-marketplace'
import { authenticateTest } from './pay-with-test-card'
import { presentCheckout } from './present-checkout'
import { startCheckout } from './start-checkout'

const ctx = await testContext()
const { guest, fill, form, start, pay, buy } = buying(ctx)
const groups = () => ctx.db.select().from(orderGroups)
/** What the provider took from anybody, by its own books. */
const charged = async () =>
  Number(
    (
      await ctx.db.execute<{ n: string }>(
        sql`select coalesce(sum(amount_minor), 0) as n from test_provider.intents where status = 'succeeded'`,
      )
    )[0]!.n,
  )
const openIntents = async () =>
  Number(
    (
      await ctx.db.execute<{ n: number }>(
        sql`select count(*)::int as n from test_provider.intents where status not in ('succeeded', 'cancelled')`,
      )
    )[0]!.n,
  )
const problems = async () => (await inspectMarketplace(ctx)).filter(({ ok, invariant }) => !ok && !invariant.includes('read model'))

beforeEach(async () => {
  await ctx.db.execute(
    sql`truncate order_groups, document_counters, checkouts, carts, idempotency_keys, ledger_accounts, stock_holds, products, users cascade`,
  )
  await ctx.db.execute(sql`truncate test_provider.intents, test_provider.requests, test_provider.webhooks cascade`)
})
afterEach(async () => {
  ctx.travelTo(null)
  expect(await problems()).toEqual([])
})

describe('starting to pay', () => {
  it('freezes the cart, puts the stock aside and prepares one intent', async () => {
    const bowl = await make(ctx).product({ title: 'Bowl', priceMinor: 2400, stock: 5 })
    const who = guest()
    await fill(who, [bowl, 2])

    const started = await start(who)

    expect(started.checkout).toMatchObject({ status: 'paying', totalMinor: 5290, currency: 'EUR', guestKey: who.guestKey })
    expect(started.checkout.expiresAt.getTime() - started.checkout.createdAt.getTime()).toBe(15 * 60_000)
    expect(started.payment).toMatchObject({ status: 'pending', provider: 'test', amountMinor: 5290 })
    expect(started.intent).toMatchObject({ status: 'requires_payment', amountMinor: 5290, metadata: { checkoutId: started.checkout.id } })
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 5, reserved: 2 })
    expect(await ctx.db.select().from(stockHolds)).toMatchObject([{ quantity: 2, state: 'active', ownerId: started.checkout.id }])
    expect(await readCart(ctx, who)).toHaveLength(1)
  })

  it('shows what is bought and how to pay, and nothing that only the server needs', async () => {
    const who = guest()
    await fill(who, await make(ctx).product({ title: 'Bowl' }))
    const view = checkoutViewSchema.parse(presentCheckout(ctx, await start(who)))

    expect(view).toMatchObject({ status: 'paying', payment: { step: 'confirm', declineCode: null }, orderGroup: null, refunded: false })
    expect(view.payment.clientSecret).toMatch(/^ti_secret_/)
    expect(JSON.stringify(view)).not.toMatch(/variantId|cartLineId|guestKey/)
  })

  it('keeps what it froze, whatever changes afterwards', async () => {
    const bowl = await make(ctx).product({ title: 'Bowl', priceMinor: 1000 })
    const who = guest()
    await fill(who, bowl)
    const { checkout } = await start(who)
    await ctx.db.update(variants).set({ priceMinor: 9900 }).where(eq(variants.id, bowl.variant.id))
    await ctx.db.update(products).set({ title: 'Vase', status: 'archived' }).where(eq(products.id, bowl.id))
    await fill(who, await make(ctx).product())

    await pay(who, checkout.id)

    expect(await groups()).toMatchObject([{ totalMinor: 1490 }])
    expect(await ctx.db.select().from(orderLines)).toMatchObject([{ title: 'Bowl', unitPriceMinor: 1000, quantity: 1 }])
    expect(await readCart(ctx, who)).toHaveLength(1)
  })

  it.each([
    ['an empty cart', 'cart.empty', async () => {}],
    [
      'a total of before',
      'checkout.total_changed',
      (made: MadeProduct) => ctx.db.update(variants).set({ priceMinor: 1200 }).where(eq(variants.id, made.variant.id)),
    ],
    [
      'what is archived',
      'checkout.lines_unavailable',
      (made: MadeProduct) => ctx.db.update(products).set({ status: 'archived' }).where(eq(products.id, made.id)),
    ],
    [
      'what is sold out',
      'checkout.sold_out',
      (made: MadeProduct) => ctx.db.execute(sql`update stock_levels set on_hand = 0 where variant_id = ${made.variant.id}`),
    ],
    [
      'a number that the shop does not sell at once',
      'checkout.lines_unavailable',
      (made: MadeProduct) => ctx.db.update(products).set({ orderMin: 2 }).where(eq(products.id, made.id)),
    ],
    [
      'a country that the shop does not send to',
      'checkout.does_not_ship',
      (made: MadeProduct) =>
        ctx.db
          .update(shippingZones)
          .set({ countries: ['FR'] })
          .where(eq(shippingZones.shopId, made.shop.id)),
    ],
    [
      'more than a shop can send',
      'checkout.too_much_to_send',
      (made: MadeProduct) =>
        ctx.db
          .update(shippingMethods)
          .set({ rule: 'by_total', tiers: [{ upTo: 999, priceMinor: 490 }] })
          .where(eq(shippingMethods.shopId, made.shop.id)),
    ],
  ])('refuses %s, and nothing has changed', async (what, code, spoil) => {
    const bowl = await make(ctx).product()
    const who = guest()
    if (what !== 'an empty cart') await fill(who, bowl)
    const input = await form(who, what === 'an empty cart' ? { expectedTotalMinor: 1 } : {})
    await spoil(bowl)

    await expect(startCheckout(ctx, who, 'a key of mine', input)).rejects.toMatchObject({ kind: 'conflict', code })

    expect(await ctx.db.select().from(checkouts)).toEqual([])
    expect(await ctx.db.select().from(stockHolds)).toEqual([])
    expect(await ctx.db.select().from(idempotencyKeys)).toEqual([])
    expect((await levelOf(ctx, bowl)).reserved).toBe(0)
    expect(await openIntents()).toBe(0)
    if (what === 'what is sold out') await ctx.db.execute(sql`update stock_levels set on_hand = 10 where variant_id = ${bowl.variant.id}`)
  })

  it('says the new total when it has changed', async () => {
    const bowl = await make(ctx).product({ priceMinor: 1000 })
    const who = guest()
    await fill(who, bowl)

    await expect(start(who, { expectedTotalMinor: 1489 })).rejects.toMatchObject({
      code: 'checkout.total_changed',
      details: { totalMinor: 1490, currency: 'EUR' },
    })
  })

  it('refuses a way of sending that is gone', async () => {
    const bowl = await make(ctx).product()
    const who = guest()
    await fill(who, bowl)

    await expect(start(who, { shipping: [{ shopId: bowl.shop.id, methodId: ctx.newId() }] })).rejects.toMatchObject({
      code: 'checkout.shipping_method_gone',
      details: { shopIds: [bowl.shop.id] },
    })
  })

  it('does not begin where payments are not set up', async () => {
    const who = guest()
    await fill(who, await make(ctx).product())
    const input = await form(who)

    await expect(startCheckout({ ...ctx, gateway: noGateway }, who, 'a key of mine', input)).rejects.toMatchObject({
      code: 'payments.not_set_up',
    })
    expect(await ctx.db.select().from(checkouts)).toEqual([])
  })

  it('puts nothing aside for what the provider could never take', async () => {
    const [who, bowl] = [guest(), await make(ctx).product()]
    await fill(who, bowl)
    const input = await form(who)
    const checkAmount = () => {
      throw amountRefused()
    }

    await expect(startCheckout({ ...ctx, gateway: { ...ctx.gateway, checkAmount } }, who, 'a key of mine', input)).rejects.toMatchObject({
      code: 'payments.amount_refused',
    })
    expect(await ctx.db.select().from(checkouts)).toEqual([])
    expect((await levelOf(ctx, bowl)).reserved).toBe(0)
  })

  it('bounds what one address can put aside', async () => {
    const bowl = await make(ctx).product({ stock: 100 })
    const fromOneAddress = () => ({ ...guest(), address: '10.9.9.9' })
    for (let index = 0; index < 30; index++) {
      const who = fromOneAddress()
      await fill(who, bowl)
      await start(who)
    }
    const who = fromOneAddress()
    await fill(who, bowl)

    await expect(start(who)).rejects.toMatchObject({ kind: 'too_many', code: 'checkout.too_many_holds' })
    expect((await levelOf(ctx, bowl)).reserved).toBe(30)
    await expect(start({ ...who, address: '10.9.9.8' })).resolves.toMatchObject({ checkout: { status: 'paying' } })
  })
})

describe('the same request again', () => {
  it('gives the same checkout', async () => {
    const who = guest()
    await fill(who, await make(ctx).product())
    const input = await form(who)
    const first = await startCheckout(ctx, who, 'my one and only', input)
    const second = await startCheckout(ctx, who, 'my one and only', input)

    expect(second.checkout.id).toBe(first.checkout.id)
    expect(second.intent!.id).toBe(first.intent!.id)
    expect(await ctx.db.select().from(checkouts)).toHaveLength(1)
  })

  it('gives one order when the button is pressed fifty times at once', async () => {
    const bowl = await make(ctx).product({ stock: 10 })
    const who = guest()
    await fill(who, bowl)
    const input = await form(who)
    const results = await Promise.all(Array.from({ length: 50 }, () => startCheckout(ctx, who, 'my one and only', input)))
    const ids = new Set(results.map(({ checkout }) => checkout.id))
    await Promise.all(results.slice(0, 10).map(({ checkout }) => pay(who, checkout.id)))

    expect(ids.size).toBe(1)
    expect(await groups()).toHaveLength(1)
    expect(await charged()).toBe(1490)
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 1 })
  })

  it('is refused when it asks for something else, and nothing has changed', async () => {
    const who = guest()
    await fill(who, await make(ctx).product())
    const input = await form(who)
    await startCheckout(ctx, who, 'my one and only', input)

    await expect(startCheckout(ctx, who, 'my one and only', { ...input, email: 'eve@example.org' })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'request.key_reused',
    })
    expect(await ctx.db.select().from(checkouts)).toMatchObject([{ status: 'paying' }])
  })

  it('is nobody else’s key', async () => {
    const bowl = await make(ctx).product()
    const [mine, yours] = [guest(), guest()]
    await fill(mine, bowl)
    await fill(yours, bowl)
    const first = await startCheckout(ctx, mine, 'the same words', await form(mine))
    const second = await startCheckout(ctx, yours, 'the same words', await form(yours))

    expect(second.checkout.id).not.toBe(first.checkout.id)
  })
})

describe('starting again', () => {
  it('ends what was under way at the provider before it puts anything aside', async () => {
    const bowl = await make(ctx).product({ stock: 1 })
    const who = guest()
    await fill(who, bowl)
    const first = await start(who)
    const second = await start(who, { email: 'other@example.org' })

    expect(await getCheckout(ctx, who, first.checkout.id)).toMatchObject({
      checkout: { status: 'expired' },
      payment: { status: 'cancelled' },
    })
    expect((await ctx.gateway.readIntent(first.intent!.id)).status).toBe('cancelled')
    expect(second.checkout.status).toBe('paying')
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 1, reserved: 1 })
  })

  it('leaves one that can be paid when it happens many times at once with different keys', async () => {
    const bowl = await make(ctx).product({ stock: 10 })
    const who = guest()
    await fill(who, bowl)
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => start(who)))
    const started = results.flatMap((result) => (result.status === 'fulfilled' ? result.value.checkout.id : []))
    const paid = await Promise.allSettled(started.map((id) => pay(who, id)))

    expect(paid.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await groups()).toHaveLength(1)
    expect(await charged()).toBe(1490)
    expect(await openIntents()).toBe(0)
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 1 })
  })

  it('tells of the order when the earlier one is paid', async () => {
    const who = guest()
    await fill(who, [await make(ctx).product(), 2])
    const { checkout, intent } = await start(who)
    // The buyer pays at the provider, and closes the browser before it comes back.
    await ctx.db.execute(
      sql`update test_provider.intents set status = 'succeeded', charge_id = 'tch_1', charge_status = 'succeeded', charge_at = now() where id = ${intent!.id}`,
    )

    await expect(start(who)).rejects.toMatchObject({ code: 'checkout.already_paid', details: { number: expect.stringMatching(/^S-/) } })
    expect(await getCheckout(ctx, who, checkout.id)).toMatchObject({ checkout: { status: 'completed' } })
    expect(await groups()).toHaveLength(1)
  })

  it('waits while the earlier payment is being worked on', async () => {
    const who = guest()
    await fill(who, await make(ctx).product())
    const { checkout } = await start(who)
    await pay(who, checkout.id, 'succeeds_slowly')

    await expect(start(who)).rejects.toMatchObject({ code: 'checkout.payment_processing' })
    expect(await getCheckout(ctx, who, checkout.id)).toMatchObject({ checkout: { status: 'paying' }, intent: { status: 'processing' } })
  })

  it('also ends what was started in this browser before signing in', async () => {
    const bowl = await make(ctx).product({ stock: 5 })
    const who = guest()
    await fill(who, bowl)
    const first = await start(who)
    const user = { ...(await make(ctx).user()), guestKey: who.guestKey, address: who.address }
    await fill(user, bowl)
    await start(user)

    expect(await getCheckout(ctx, who, first.checkout.id)).toMatchObject({ checkout: { status: 'expired' } })
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 5, reserved: 1 })
  })
})

describe('paying', () => {
  it('makes a group with an order a shop, and everything that belongs to it', async () => {
    await setTaxRate(ctx, systemActor, { country: 'DE', categoryId: null, rateBps: 1900 })
    const [clay, wool] = [await make(ctx).shop({ name: 'Clay' }), await make(ctx).shop({ name: 'Wool' })]
    const bowl = await make(ctx).product({ shop: clay, priceMinor: 2400, stock: 5 })
    const cup = await make(ctx).product({ shop: clay, priceMinor: 1500, stock: 5 })
    const scarf = await make(ctx).product({ shop: wool, priceMinor: 4999, stock: 5 })
    const who = guest()
    await fill(who, [bowl, 2], scarf, cup)
    const { checkout } = await start(who, { email: 'ada@example.org', locale: 'de' })

    const paid = await pay(who, checkout.id)

    expect(paid).toMatchObject({ checkout: { status: 'completed' }, payment: { status: 'captured' } })
    const [group] = await groups()
    expect(group).toMatchObject({
      number: paid.groupNumber,
      checkoutId: checkout.id,
      email: 'ada@example.org',
      locale: 'de',
      totalMinor: 12279,
      userId: null,
    })
    expect(group!.number).toMatch(/^S-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/)

    expect(await ctx.db.select().from(orders).orderBy(orders.number)).toMatchObject([
      {
        shopId: clay.id,
        number: `${group!.number}-1`,
        itemsMinor: 6300,
        shippingMinor: 490,
        totalMinor: 6790,
        taxMinor: 1083,
        status: 'placed',
        fulfilmentStatus: 'unfulfilled',
        paymentStatus: 'captured',
      },
      { shopId: wool.id, number: `${group!.number}-2`, itemsMinor: 4999, shippingMinor: 490, totalMinor: 5489, taxMinor: 876 },
    ])
    expect(
      (await ctx.db.select().from(orderLines))
        .map(({ title, quantity, totalMinor, taxMinor }) => [title, quantity, totalMinor, taxMinor])
        .sort(),
    ).toEqual(
      [
        [bowl.title, 2, 4800, 766],
        [cup.title, 1, 1500, 239],
        [scarf.title, 1, 4999, 798],
      ].sort(),
    )
    expect(await ctx.db.select().from(orderAdjustments)).toMatchObject([
      { kind: 'shipping', amountMinor: 490, taxMinor: 78 },
      { amountMinor: 490 },
    ])
    expect((await ctx.db.select().from(orderEvents)).map(({ kind }) => kind)).toEqual(['placed', 'placed'])
    expect((await ctx.db.select().from(paymentAllocations)).map(({ capturedMinor }) => capturedMinor).sort()).toEqual([5489, 6790])
    expect((await ctx.db.select().from(paymentEvents)).map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([['charged', 12279]])
    expect((await ctx.db.select().from(stockHolds)).map(({ state }) => state)).toEqual(['consumed', 'consumed', 'consumed'])
    expect([await levelOf(ctx, bowl), await levelOf(ctx, cup), await levelOf(ctx, scarf)].map(({ reserved }) => reserved)).toEqual([
      2, 1, 1,
    ])
    expect(await readCart(ctx, who)).toEqual([])
  })

  it('books the sale, the commission and what each shop is owed', async () => {
    const bowl = await make(ctx).product({ priceMinor: 2455 })
    await buy(guest(), bowl)

    expect((await ctx.db.select().from(commissionLines)).map(({ rateBps, amountMinor }) => [rateBps, amountMinor])).toEqual([
      [1000, 246],
      [1000, 49],
    ])
    expect(owedTo(await shopBalance(ctx, bowl.shop.id))).toBe(2455 + 490 - 246 - 49)
    const booked = await ctx.db.execute<{ kind: string; amount: string }>(sql`
      select account.kind, sum(entry.amount_minor) as amount from ledger_entries entry
      join ledger_accounts account on account.id = entry.account_id group by account.kind order by account.kind`)
    expect(booked.map(({ kind, amount }) => [kind, Number(amount)])).toEqual([
      ['commission', -295],
      ['provider_clearing', 2945],
      ['shop_pending', -2650],
    ])
    expect(
      (await ctx.db.select().from(ledgerAccounts)).filter(({ shopId }) => shopId === null).map(({ balanceMinor }) => balanceMinor),
    ).toEqual([0, 0])
  })

  it('belongs to the user who was signed in', async () => {
    const user = await make(ctx).user()
    const paid = await buy(user, await make(ctx).product())

    expect(await groups()).toMatchObject([{ number: paid.groupNumber, userId: user.userId }])
  })

  it('can be tried again after a refusal, in the same checkout', async () => {
    const who = guest()
    await fill(who, await make(ctx).product())
    const { checkout } = await start(who)

    const refused = await pay(who, checkout.id, 'lacks_funds')
    expect(presentCheckout(ctx, refused)).toMatchObject({
      status: 'paying',
      payment: { step: 'confirm', declineCode: 'insufficient_funds' },
    })
    expect(await groups()).toEqual([])

    await pay(who, checkout.id)
    expect(await groups()).toHaveLength(1)
    expect((await ctx.db.select().from(paymentEvents)).map(({ kind }) => kind).sort()).toEqual(['charged', 'declined'])
  })

  it('asks the buyer’s bank', async () => {
    const who = guest()
    await fill(who, await make(ctx).product())
    const { checkout } = await start(who)

    expect(presentCheckout(ctx, await pay(who, checkout.id, 'asks_the_buyer')).payment.step).toBe('authenticate')
    expect(presentCheckout(ctx, await authenticateTest(ctx, who, checkout.id, { outcome: 'refuse' })).payment).toMatchObject({
      step: 'confirm',
      declineCode: 'authentication_failed',
    })
    await pay(who, checkout.id, 'asks_the_buyer')
    expect(presentCheckout(ctx, await authenticateTest(ctx, who, checkout.id, { outcome: 'approve' }))).toMatchObject({
      status: 'completed',
      payment: { step: 'paid' },
      orderGroup: { number: expect.any(String), key: expect.any(String) },
    })
  })

  it('may take a while', async () => {
    const who = guest()
    await fill(who, await make(ctx).product())
    const { checkout, intent } = await start(who)
    expect(presentCheckout(ctx, await pay(who, checkout.id, 'succeeds_slowly')).payment.step).toBe('processing')
    expect(presentCheckout(ctx, await finalizeOwnCheckout(ctx, who, checkout.id))).toMatchObject({
      status: 'paying',
      payment: { step: 'processing' },
    })

    await ctx.db.execute(sql`update test_provider.intents set settles_at = now() where id = ${intent!.id}`)
    expect(presentCheckout(ctx, await finalizeOwnCheckout(ctx, who, checkout.id))).toMatchObject({
      status: 'completed',
      payment: { step: 'paid' },
    })
  })

  it('is for whoever started it only', async () => {
    const who = guest()
    await fill(who, await make(ctx).product())
    const { checkout } = await start(who)

    for (const stranger of [guest(), visitor(), await make(ctx).user()]) {
      await expect(getCheckout(ctx, stranger, checkout.id)).rejects.toMatchObject({ code: 'checkout.not_found' })
      await expect(pay(stranger, checkout.id)).rejects.toMatchObject({ code: 'checkout.not_found' })
      await expect(cancelCheckout(ctx, stranger, checkout.id)).rejects.toMatchObject({ code: 'checkout.not_found' })
    }
    expect(await groups()).toEqual([])
    expect(await getCheckout(ctx, who, checkout.id)).toMatchObject({ checkout: { status: 'paying' } })
  })
})

describe('finalizing', () => {
  const paidElsewhere = async (...others: MadeProduct[]) => {
    const bowl = await make(ctx).product({ stock: 5 })
    const who = guest()
    await fill(who, bowl, ...others)
    const started = await start(who)
    await ctx.db.execute(
      sql`update test_provider.intents set status = 'succeeded', charge_id = 'tch_' || id, charge_status = 'succeeded', charge_at = now() where id = ${started.intent!.id}`,
    )
    return { bowl, who, ...started }
  }

  it('by the redirect, the webhook and the sweeper at once makes one group', async () => {
    const { checkout, who } = await paidElsewhere()
    await Promise.all([
      ...Array.from({ length: 6 }, () => finalizeCheckout(ctx, checkout.id)),
      ...Array.from({ length: 6 }, () => finalizeOwnCheckout(ctx, who, checkout.id)),
    ])

    expect(await groups()).toHaveLength(1)
    expect(await ctx.db.select().from(paymentEvents)).toHaveLength(1)
  })

  it('again changes nothing', async () => {
    const { checkout } = await paidElsewhere()
    await finalizeCheckout(ctx, checkout.id)
    const before = await groups()
    await finalizeCheckout(ctx, checkout.id)

    expect(await groups()).toEqual(before)
  })

  it('before anything is paid changes nothing', async () => {
    const who = guest()
    await fill(who, await make(ctx).product())
    const { checkout } = await start(who)
    await finalizeCheckout(ctx, checkout.id)

    expect(await groups()).toEqual([])
    expect(await ctx.db.select().from(payments)).toMatchObject([{ status: 'pending' }])
  })

  it.each([
    ['all', 1490],
    ['a part', 2980],
  ])('gives the money back when %s of what was put aside is gone', async (what, paidMinor) => {
    const cups = what === 'a part' ? [await make(ctx).product({ stock: 5 })] : []
    const { checkout, bowl } = await paidElsewhere(...cups)
    await ctx.db.update(stockHolds).set({ state: 'released' }).where(eq(stockHolds.variantId, bowl.variant.id))
    await ctx.db.execute(sql`update stock_levels set reserved = 0 where variant_id = ${bowl.variant.id}`)
    await ctx.db.execute(
      sql`insert into stock_movements (id, variant_id, kind, quantity, on_hand_delta, reserved_delta) values (${ctx.newId()}, ${bowl.variant.id}, 'released', 1, 0, -1)`,
    )

    await finalizeCheckout(ctx, checkout.id)
    await finalizeCheckout(ctx, checkout.id)

    expect(await groups()).toEqual([])
    const [row] = await ctx.db.execute<{ n: number; amount: string }>(
      sql`select count(*)::int as n, sum(amount_minor) as amount from refunds`,
    )
    expect([row!.n, Number(row!.amount)]).toEqual([1, paidMinor])
    expect(await ctx.db.select().from(checkouts)).toMatchObject([{ status: 'failed' }])
    for (const thing of [bowl, ...cups]) expect(await levelOf(ctx, thing)).toEqual({ onHand: 5, reserved: 0 })
  })

  it('gives back what is not the amount that was asked for', async () => {
    const { checkout, intent, bowl } = await paidElsewhere()
    await ctx.db.execute(sql`update test_provider.intents set amount_minor = 1 where id = ${intent!.id}`)
    await finalizeCheckout(ctx, checkout.id)

    expect(await groups()).toEqual([])
    expect(await ctx.db.select().from(checkouts)).toMatchObject([{ status: 'failed' }])
    expect((await levelOf(ctx, bowl)).reserved).toBe(0)
  })
})

describe('what costs nothing', () => {
  it('is ordered at once, without the provider, also when it is asked for again', async () => {
    const sample = await make(ctx).product({ priceMinor: 0, stock: 3 })
    await ctx.db.update(shippingMethods).set({ priceMinor: 0 }).where(eq(shippingMethods.shopId, sample.shop.id))
    const actor = guest()
    await fill(actor, [sample, 2])
    const input = await form(actor)
    const started = await startCheckout(ctx, actor, 'free', input)
    const again = await startCheckout(ctx, actor, 'free', input)

    expect(presentCheckout(ctx, started)).toMatchObject({ status: 'completed', payment: { step: 'paid' }, refunded: false })
    expect(again.groupNumber).toBe(started.groupNumber)
    expect(await levelOf(ctx, sample)).toEqual({ onHand: 3, reserved: 2 })
    expect(await groups()).toMatchObject([{ number: started.groupNumber, totalMinor: 0 }])
    expect(await charged()).toBe(0)
    expect(await openIntents()).toBe(0)
    expect(await ctx.db.$count(cartLines)).toBe(0)
  })

  it('takes nothing from its shop where the rest of a cart is paid', async () => {
    const sample = await make(ctx).product({ priceMinor: 0, stock: 3 })
    await ctx.db.update(shippingMethods).set({ priceMinor: 0 }).where(eq(shippingMethods.shopId, sample.shop.id))
    const bowl = await make(ctx).product({ priceMinor: 2400, stock: 3 })
    await buy(guest(), sample, bowl)

    expect(owedTo(await shopBalance(ctx, sample.shop.id))).toBe(0)
    expect((await ctx.db.select().from(orders)).map(({ totalMinor }) => totalMinor).sort((a, b) => a - b)[0]).toBe(0)
  })
})

describe('giving up', () => {
  it('puts the stock back and leaves the cart', async () => {
    const bowl = await make(ctx).product({ stock: 2 })
    const who = guest()
    await fill(who, [bowl, 2])
    const { checkout } = await start(who)
    const cancelled = await cancelCheckout(ctx, who, checkout.id)

    expect(cancelled).toMatchObject({ checkout: { status: 'expired' }, payment: { status: 'cancelled' } })
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 2, reserved: 0 })
    expect(await ctx.db.select().from(cartLines)).toHaveLength(1)
    await expect(pay(who, checkout.id)).rejects.toMatchObject({ code: 'checkout.over' })
    expect(await charged()).toBe(0)
  })

  it('is too late once it is paid', async () => {
    const who = guest()
    const paid = await buy(who, await make(ctx).product())

    expect(await cancelCheckout(ctx, who, paid.checkout.id)).toMatchObject({
      checkout: { status: 'completed' },
      groupNumber: paid.groupNumber,
    })
  })
})

describe('many buyers at once', () => {
  it('sells exactly what there is: 50 for 5, and nobody is charged without an order', async () => {
    const bowl = await make(ctx).product({ priceMinor: 1000, stock: 5 })
    const buyers = Array.from({ length: 50 }, guest)
    for (const who of buyers) await fill(who, bowl)

    const results = await Promise.allSettled(
      buyers.map(async (who) => {
        const { checkout } = await start(who, { expectedTotalMinor: 1490 })
        return pay(who, checkout.id)
      }),
    )

    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [[result.reason.kind, result.reason.code]] : []))
    expect(refusals).toEqual(Array.from({ length: 45 }, () => ['conflict', 'checkout.sold_out']))
    expect(await groups()).toHaveLength(5)
    expect(await charged()).toBe(5 * 1490)
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 5, reserved: 5 })
  })

  it('never lets carts with the same things in another order wait in a circle', async () => {
    const [one, other] = [await make(ctx).product({ stock: 100 }), await make(ctx).product({ stock: 100 })]
    const buyers = Array.from({ length: 40 }, guest)
    for (const [index, who] of buyers.entries()) await (index % 2 ? fill(who, one, other) : fill(who, other, one))

    const results = await Promise.allSettled(
      buyers.map(async (who) => {
        const { checkout } = await start(who)
        return pay(who, checkout.id)
      }),
    )

    expect(results.filter(({ status }) => status === 'rejected')).toEqual([])
    expect(await groups()).toHaveLength(40)
    expect([(await levelOf(ctx, one)).reserved, (await levelOf(ctx, other)).reserved]).toEqual([40, 40])
  })
})

it('takes the address of the invoice from the buyer, or from the parcel', async () => {
  const who = guest()
  await fill(who, await make(ctx).product())
  const { checkout } = await start(who, { billingAddress: someAddress({ name: 'Analytical Engines Ltd' }) })

  expect(checkout.snapshot).toMatchObject({ shippingAddress: { name: 'Ada Lovelace' }, billingAddress: { name: 'Analytical Engines Ltd' } })
})
