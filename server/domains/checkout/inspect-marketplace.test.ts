import { readFileSync } from 'node:fs'
import { sql, type SQL } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { recordAudit } from '#server/domains/audit'
import { refreshListings } from '#server/domains/catalog'
import { openConversation, sendMessage } from '#server/domains/chat'
import { answerOffer, makeOffer } from '#server/domains/offers'
import { answerShopReturn, getShopOrder, receiveShopReturn, refundShopReturn, requestReturn, shipOrder } from '#server/domains/orders'
import { changeCartCoupon } from '#server/domains/pricing'
import { jobs } from '#server/jobs'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { keyOfInvariant } from '#shared/contracts/doctor'
import { buying } from '../../../tests/support/buying'
import { earning } from '../../../tests/support/earning'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { makeCoupon } from '../../../tests/support/make-coupon'
import { settleCheckout } from './finalize-checkout'
import { requestPayout } from '../payouts/request-payout'
import { inspectMarketplace } from './inspect-marketplace'

const ctx = await testContext({}, jobs)

/** A marketplace with something of everything: an order, a checkout under way, one that ended, and money that went back. */
beforeAll(async () => {
  const { guest, fill, start, pay, buy } = buying(ctx)
  await recordAudit(ctx, systemActor, { action: 'tests.begun', subject: { type: 'test', id: 'one' }, details: { whole: true } })
  const bowl = await make(ctx).product({ stock: 50 })
  const cup = await make(ctx).product({ stock: 50 })
  await refreshListings(ctx, [bowl.id, cup.id])
  await buy(guest(), [bowl, 2], cup)
  const coupon = await makeCoupon(ctx, { maxUses: 50 })
  const saving = guest()
  await fill(saving, bowl, cup)
  await changeCartCoupon(ctx, saving, { code: coupon.code }, {})
  await pay(saving, (await start(saving)).checkout.id)
  const paying = guest()
  await fill(paying, bowl)
  await start(paying)
  const late = guest()
  await fill(late, cup)
  const { checkout } = await start(late)
  await ctx.db.execute(sql`update checkouts set status = 'expired' where id = ${checkout.id}`)
  await ctx.db.execute(sql`update stock_holds set state = 'expired' where owner_id = ${checkout.id}`)
  await ctx.db.execute(sql`update stock_levels set reserved = reserved - 1 where variant_id = ${cup.variant.id}`)
  await ctx.db.execute(
    sql`insert into stock_movements (id, variant_id, kind, quantity, on_hand_delta, reserved_delta) values (${ctx.newId()}, ${cup.variant.id}, 'released', 1, 0, -1)`,
  )
  const [row] = await ctx.db.execute<{ intent_id: string }>(sql`select intent_id from payments where checkout_id = ${checkout.id}`)
  await ctx.db.execute(
    sql`update test_provider.intents set status = 'succeeded', charge_id = 'tch_late', charge_status = 'succeeded', charge_at = now() where id = ${row!.intent_id}`,
  )
  await settleCheckout(ctx, checkout.id, await ctx.gateway.readIntent(row!.intent_id))
  const disputing = guest()
  await fill(disputing, bowl, cup)
  await pay(disputing, (await start(disputing)).checkout.id, 'is_disputed')
  await talk(bowl.shop.slug)
  await agree()
  await payOut()
  await giveBack()
  await ctx.queue.drain()
})

/** Somebody asks a shop something. */
async function talk(slug: string) {
  const buyer = await make(ctx).user()
  const conversationId = await openConversation(ctx, buyer, { about: 'shop', slug })
  for (const body of ['Hello', 'Is anybody there?'])
    await sendMessage(ctx, buyer, { conversationId, shopId: null }, { clientId: crypto.randomUUID(), body })
}

/** A shop and a shopper agree on a price that is not paid yet. */
async function agree() {
  const [keeper, buyer] = [await make(ctx).user(), await make(ctx).user()]
  const vase = await make(ctx).product({ shop: await make(ctx).shop({ owner: keeper }) })
  await refreshListings(ctx, [vase.id])
  const conversationId = await openConversation(ctx, buyer, { about: 'shop', slug: vase.shop.slug })
  const { offer } = await makeOffer(
    ctx,
    buyer,
    { conversationId, shopId: null },
    { clientId: crypto.randomUUID(), variantId: vase.variant.id, quantity: 2, unitMinor: 500, hours: 24 },
  )
  await answerOffer(ctx, keeper, { conversationId, shopId: vase.shop.id }, offer!.id, { answer: 'accept' })
}

/** Somebody gives one of two bowls back, and asks for the other one. */
async function giveBack() {
  const keeper = await make(ctx).user()
  const bowl = await make(ctx).product({ shop: await make(ctx).shop({ owner: keeper }), stock: 5 })
  await refreshListings(ctx, [bowl.id])
  const buyer = await make(ctx).user()
  const number = `${(await buying(ctx).buy(buyer, [bowl, 2])).groupNumber}-1`
  await shipOrder(ctx, keeper, bowl.shop.id, number, { carrier: '', trackingNumber: '', trackingUrl: null })
  const { lines } = await getShopOrder(ctx, keeper, bowl.shop.id, number)
  const lineId = lines[0]!.id
  const ask = (key: string) =>
    requestReturn(ctx, buyer, number, { access: null, key }, { lines: [{ lineId, quantity: 1 }], reason: 'late', text: '', photoIds: [] })
  await ask('the one')
  await ask('the other')
  const [back] = (await getShopOrder(ctx, keeper, bowl.shop.id, number)).returns
  const address = { name: 'Clay', street: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' }
  await answerShopReturn(ctx, keeper, bowl.shop.id, back!.id, { answer: 'send', address, labelFileId: null, note: '' })
  await receiveShopReturn(ctx, keeper, bowl.shop.id, back!.id)
  const taken = { lines: [{ lineId, acceptedQuantity: 1, restockedQuantity: 1 }], shippingMinor: 0, deductionMinor: 0, note: '' }
  await refundShopReturn(ctx, keeper, bowl.shop.id, back!.id, taken)
}

/** Somebody has earned something and is being paid. */
async function payOut() {
  const { shopWithBowl, earn } = earning(ctx)
  const sold = await shopWithBowl()
  await earn(sold)
  await requestPayout(ctx, sold.shop.id, { period: '2026-01-05', replacesId: null })
  await refreshListings(ctx, [sold.id])
}

it('finds nothing in a marketplace that is well', async () => {
  const findings = await inspectMarketplace(ctx)

  expect(findings.filter(({ ok }) => !ok)).toEqual([])
  expect(findings.length).toBeGreaterThan(15)
})

/** One break for each invariant, in the words of the database; `triggers` are switched off where history cannot be rewritten. */
const BREAKS: [invariant: string, break_: SQL][] = [
  ['what is reserved is what live holds and unshipped lines ask for', sql`update stock_levels set reserved = reserved + 1`],
  [
    'what is reserved is what live holds and unshipped lines ask for',
    sql`update stock_holds set quantity = quantity + 1 where state = 'active'`,
  ],
  [
    'what is reserved is what live holds and unshipped lines ask for',
    sql`update order_lines set cancelled_quantity = 1 where quantity = 1 and shipped_quantity = 0`,
  ],
  ['stock is the sum of its movements', sql`update stock_levels set on_hand = on_hand + 1`],
  [
    'never more is reserved than there is',
    sql`alter table stock_levels drop constraint stock_never_oversold; update stock_levels set reserved = 99`,
  ],
  ['every live product of an open shop is in the read model, and nothing else', sql`delete from listings`],
  ['every live product of an open shop is in the read model, and nothing else', sql`update products set status = 'draft'`],
  ['what the read model says of a product is true', sql`update products set description = 'Another one.'`],
  ['what the read model says of a product is true', sql`update products set sold_count = sold_count + 1`],
  ['what the read model says of a product is true', sql`update listings set in_stock = not in_stock`],
  ["an order's total is its lines and adjustments", sql`delete from order_adjustments`],
  [
    "an order's total is its lines and adjustments",
    sql`update order_lines set unit_price_minor = unit_price_minor + 1, total_minor = total_minor + quantity`,
  ],
  ["an order's total is its lines and adjustments", sql`update order_adjustments set kind = 'shipping' where kind = 'discount'`],
  ["an order group's total is that of its orders", sql`update order_groups set total_minor = total_minor - 1`],
  ["the numbers of a shop's invoices and credit notes have no gaps", sql`update document_counters set last = last + 1`],
  ["the numbers of a shop's invoices and credit notes have no gaps", sql`delete from document_counters`],
  ["the numbers of a shop's invoices and credit notes have no gaps", sql`update order_documents set sequence = sequence + 1000`],
  [
    'an invoice is of what its order cost, a credit note of what went back, and both say so by rate',
    sql`update order_documents set total_minor = total_minor + 1`,
  ],
  [
    'an invoice is of what its order cost, a credit note of what went back, and both say so by rate',
    sql`update order_documents set content = jsonb_set(content, '{taxes}', '[]')`,
  ],
  ['what was shipped of a line is what lies in its parcels', sql`update order_lines set shipped_quantity = 1 where shipped_quantity = 0`],
  [
    'what is going back of a line, and came back, is what its returns say, and no more than was shipped',
    sql`update order_lines set claimed_quantity = claimed_quantity - 1 where claimed_quantity > 0`,
  ],
  [
    'what is going back of a line, and came back, is what its returns say, and no more than was shipped',
    sql`update return_lines set accepted_quantity = null, restocked_quantity = 0`,
  ],
  ['a return that was taken back has its money on the way, and no other has', sql`update returns set refund_id = null`],
  ['a return that was taken back has its money on the way, and no other has', sql`update returns set refunded_minor = refunded_minor - 1`],
  ['a return that was taken back has its money on the way, and no other has', sql`update returns set status = 'received'`],
  ['what returns put back into stock are its movements', sql`update return_lines set restocked_quantity = 0`],
  ['what returns put back into stock are its movements', sql`update stock_movements set reference_id = null where kind = 'returned'`],
  ['what was allocated to orders is what was charged', sql`update payment_allocations set captured_minor = captured_minor + 1`],
  ['every charge has an order group or a refund of all of it', sql`update refunds set amount_minor = amount_minor - 1`],
  ['every order group that costs something was charged once, with its total', sql`delete from payment_events where kind = 'charged'`],
  ['what went back of an order is the sum of its refunds and no more than it cost', sql`update payment_allocations set refunded_minor = 1`],
  [
    "what buyers' banks have of an order, or took for good, is what its disputes say",
    sql`update payment_allocations set disputed_minor = 1`,
  ],
  [
    "what buyers' banks have of an order, or took for good, is what its disputes say",
    sql`update disputes set status = 'lost', closed_at = now()`,
  ],
  ['a dispute is the sum of its shares', sql`update disputes set amount_minor = amount_minor + 1`],
  ['every order says what became of its money', sql`update orders set payment_status = 'captured' where payment_status = 'disputed'`],
  ['every order says what became of its money', sql`update orders set payment_status = 'refunded' where payment_status = 'captured'`],
  ['every dispute is in the books as what it is: open, won or lost', sql`update dispute_shares set held_minor = held_minor + 1`],
  ['every dispute is in the books as what it is: open, won or lost', sql`update disputes set status = 'won', closed_at = now()`],
  ['no refund was given up', sql`update refunds set status = 'failed'`],
  ['every journal sums to zero per currency', sql`update ledger_entries set amount_minor = amount_minor + 1`],
  [
    "each shop's balance recomputes from the ledger",
    sql`update ledger_accounts set balance_minor = balance_minor + 1 where shop_id is not null`,
  ],
  ['the commission in the books is the commission that was frozen', sql`update commission_lines set amount_minor = amount_minor + 1`],
  ['of an order whose earnings were released nothing is pending', sql`update orders set released_at = now()`],
  ['a payout is what it claims of its own shop, and a failed one claims nothing', sql`update payouts set amount_minor = amount_minor + 1`],
  ['a payout is what it claims of its own shop, and a failed one claims nothing', sql`update payouts set status = 'failed'`],
  [
    'a payout is what it claims of its own shop, and a failed one claims nothing',
    sql`update payouts set shop_id = (select id from shops where id <> payouts.shop_id limit 1)`,
  ],
  ['what is free to pay out to a shop is what no payout has claimed', sql`update payout_entries set ended_at = now()`],
  ['every payout is in the books as what it is: on its way, arrived or given back', sql`update payouts set status = 'paid'`],
  ['every order is in the books with its total', sql`delete from ledger_entries where amount_minor > 0`],
  [
    'what the provider keeps and what moves to our bank is in the books as it was read, once',
    sql`insert into provider_balance_entries (id, provider, entry_id, kind, amount_minor, fee_minor, currency, at, available_at)
      values (gen_random_uuid(), 'test', 'unbooked', 'other', 0, 1, 'EUR', now(), now())`,
  ],
  [
    'what the provider keeps and what moves to our bank is in the books as it was read, once',
    sql`update ledger_journals set source_type = 'balance_entry', kind = 'provider_payout' where kind = 'sale'`,
  ],
  [
    'what the marketplace gave for discounts is in the books, and no more of it came back',
    sql`update order_adjustments set bearer = 'shop' where kind = 'discount'`,
  ],
  [
    'what the marketplace gave for discounts is in the books, and no more of it came back',
    sql`update ledger_journals set kind = 'refund' where kind = 'sale'`,
  ],
  ['how often a coupon was used is what its redemptions say', sql`update coupons set used = used + 1`],
  ['how often a coupon was used is what its redemptions say', sql`update coupon_uses set used = used - 1`],
  ['how often a coupon was used is what its redemptions say', sql`delete from coupon_uses`],
  ['how often a coupon was used is what its redemptions say', sql`update coupon_redemptions set state = 'released'`],
  [
    'a use of a coupon stands as its checkout does, with the discount of its order',
    sql`update coupon_redemptions set state = 'taken' where state = 'redeemed'`,
  ],
  [
    'a use of a coupon stands as its checkout does, with the discount of its order',
    sql`update coupon_redemptions set discount_minor = discount_minor + 1`,
  ],
  [
    'a completed checkout has an order group, and only a completed one',
    sql`update checkouts set status = 'failed' where status = 'completed'`,
  ],
  [
    'a completed checkout has an order group, and only a completed one',
    sql`update checkouts set status = 'completed' where status = 'expired'`,
  ],
  ['stock is put aside only for checkouts that are under way', sql`update checkouts set status = 'expired' where status = 'paying'`],
  [
    'the messages of a conversation have no gaps, and it knows the newest one and the newest change',
    sql`update conversations set last_seq = last_seq + 1`,
  ],
  [
    'the messages of a conversation have no gaps, and it knows the newest one and the newest change',
    sql`update conversations set last_rev = last_rev + 1`,
  ],
  [
    'the messages of a conversation have no gaps, and it knows the newest one and the newest change',
    sql`delete from messages where seq = 1`,
  ],
  ...[
    sql`update offers set state = 'declined' where state = 'accepted'`,
    sql`update offers set state = 'bought' where state = 'accepted'`,
    sql`update offers set quantity = quantity + 1 where state = 'accepted'`,
    sql`delete from stock_holds where offer_id is not null`,
    sql`delete from offers`,
  ].map((break_): [string, SQL] => ['what is agreed on is put aside once, until it is bought or its time is up', break_]),
  ['no audit entry was changed or removed', sql`update audit_entries set details = '{}'`],
  [
    'every picture and every size of it has its bytes in storage',
    sql`insert into files (id, purpose, key, content_type, size_bytes, sha256, status)
      values (gen_random_uuid(), 'avatar', 'pictures/lost/source.webp', 'image/webp', 1, 'none', 'ready')`,
  ],
]

describe('a broken marketplace', () => {
  it.each(BREAKS)('is found out: %s', async (invariant, break_) => {
    const [finding] = await inspectAfter(break_, invariant)

    expect(finding).toMatchObject({ invariant, ok: false })
    expect(finding!.rows).toBeGreaterThan(0)
    expect(finding!.examples.length).toBeGreaterThan(0)
  })

  it('is known by each of its invariants: every one has a break above', async () => {
    const findings = await inspectMarketplace(ctx)

    expect([...new Set(BREAKS.map(([invariant]) => invariant))].sort()).toEqual(findings.map(({ invariant }) => invariant).sort())
  })
})

it('has a name for every invariant in the language of each admin', async () => {
  const findings = await inspectMarketplace(ctx)
  for (const language of ['en', 'de']) {
    const { admin } = JSON.parse(readFileSync(`i18n/locales/${language}.json`, 'utf8')) as { admin: { doctor: { invariants: object } } }
    expect(Object.keys(admin.doctor.invariants).sort()).toEqual(findings.map(({ invariant }) => keyOfInvariant(invariant)).sort())
  }
})

/** Breaks, looks, and takes it back. */
async function inspectAfter(break_: SQL, invariant: string) {
  const takenBack = new Error('taken back')
  let findings: Awaited<ReturnType<typeof inspectMarketplace>> = []
  await ctx.db
    .transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`)
      await tx.execute(break_)
      findings = await inspectMarketplace({ ...ctx, db: tx as unknown as Context['db'] })
      throw takenBack
    })
    .catch((error) => {
      if (error !== takenBack) throw error
    })
  return findings.filter((finding) => finding.invariant === invariant)
}
