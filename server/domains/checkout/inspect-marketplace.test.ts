import { sql, type SQL } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { recordAudit } from '#server/domains/audit'
import { refreshListings } from '#server/domains/catalog'
import { changeCartCoupon } from '#server/domains/pricing'
import { jobs } from '#server/jobs'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
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
  await payOut()
  await ctx.queue.drain()
})

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
  ['what was shipped of a line is what lies in its parcels', sql`update order_lines set shipped_quantity = 1`],
  ['what was allocated to orders is what was charged', sql`update payment_allocations set captured_minor = captured_minor + 1`],
  ['every charge has an order group or a refund of all of it', sql`update refunds set amount_minor = amount_minor - 1`],
  ['every order group that costs something was charged once, with its total', sql`delete from payment_events where kind = 'charged'`],
  ['what went back of an order is the sum of its refunds and no more than it cost', sql`update payment_allocations set refunded_minor = 1`],
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
