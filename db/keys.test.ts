import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { runPayouts } from '#server/domains/payouts'
import { jobs } from '#server/jobs'
import { testContext } from '../tests/support/context'
import { earning } from '../tests/support/earning'
import { makeCoupon } from '../tests/support/make-coupon'

const ctx = await testContext({}, jobs)
const { after, shopWithBowl, earn, sell, release } = earning(ctx)

beforeAll(async () => {
  const bowl = await shopWithBowl()
  const { refund } = await earn(bowl)
  await refund(100)
  const coupon = await makeCoupon(ctx)
  await release(bowl, (await sell(bowl, coupon.code)).number)
  // A Monday comes, and with it a day of payouts.
  for (let days = 1; days <= 8; days++) {
    after(days)
    await runPayouts(ctx)
  }
  await ctx.db.execute(sql`
    insert into webhook_inbox (id, provider, event_id, payload) values (${ctx.newId()}::uuid, 'test', 'an event', '{}'::jsonb)`)
  await ctx.db.execute(sql`
    insert into idempotency_keys (id, actor, key, request_hash) values (${ctx.newId()}::uuid, 'somebody', 'a key', 'a hash')
    on conflict do nothing`)
})

/** A second row that says the same, with an id of its own and what else has to be its own. */
const copy = (table: string, own: Record<string, unknown> = {}) =>
  ctx.db.execute(sql`
    insert into ${sql.identifier(table)}
    select (jsonb_populate_record(null::${sql.identifier(table)}, to_jsonb(known) || ${JSON.stringify({ id: ctx.newId(), ...own })}::jsonb)).*
    from ${sql.identifier(table)} known limit 1`)

const constraintOf = async (work: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(work).then(
    () => 'nothing refused it',
    (error: { cause?: { constraint_name?: string } }) => error.cause?.constraint_name,
  )

describe('the database itself, whatever the code does', () => {
  it.each([
    ['order_groups', 'one_group_a_checkout', { number: 'S-AAAA-AAAA' }],
    ['orders', 'one_order_a_shop_and_group', { number: 'S-AAAA-AAAA-1' }],
    ['payments', 'one_payment_an_attempt', { intent_id: 'another' }],
    ['payment_events', 'one_record_a_fact', {}],
    ['payment_allocations', 'one_allocation_a_payment_and_order', {}],
    ['refunds', 'one_refund_a_request', {}],
    ['webhook_inbox', 'one_row_a_webhook', {}],
    ['idempotency_keys', 'one_effect_a_key', {}],
    ['stock_holds', 'one_hold_an_owner_and_variant', {}],
    ['coupon_redemptions', 'one_coupon_a_checkout', {}],
    ['ledger_journals', 'one_journal_a_source', {}],
    ['payouts', 'one_payout_a_shop_and_period', { number: 'P-AAAA-AAAA' }],
    ['payout_entries', 'one_claim_an_entry', { payout_id: crypto.randomUUID() }],
  ])('takes one row only of %s by %s', async (table, constraint, own) => {
    expect(await constraintOf(copy(table, own))).toBe(constraint)
  })

  it('refunds no more of an order than came in', async () => {
    expect(await constraintOf(ctx.db.execute(sql`update payment_allocations set refunded_minor = captured_minor + 1`))).toBe(
      'payment_allocations_never_over_refunded',
    )
  })

  it('puts no more aside than there is', async () => {
    expect(await constraintOf(ctx.db.execute(sql`update stock_levels set reserved = on_hand + 1`))).toBe('stock_never_oversold')
  })
})
