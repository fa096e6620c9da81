/** Something that keeps stock or money right, taken away. */
export interface Mutant {
  what: string
  file: string
  /** Found once in the file. */
  from: string
  to: string
  /** The tests that are to notice it. */
  tests: readonly string[]
}

const CHECKOUT = ['server/domains/checkout/checkout.test.ts']
const KEYS = ['db/keys.test.ts']
const FOUNDATION = 'db/migrations/0001_foundation.sql'

/** One a guard, unique key, lock and signature check (scenario F29). */
export const MUTANTS: readonly Mutant[] = [
  {
    what: 'guard: stock is put aside only where it is left',
    file: 'server/domains/catalog/stock-movements.ts',
    from: 'sql`level.backorder or not level.tracked or level.on_hand - level.reserved >= locked.quantity`',
    to: 'sql`true`',
    tests: CHECKOUT,
  },
  {
    what: 'guard: a checkout that has lost some of its stock makes no order',
    file: 'server/domains/catalog/stock-holds.ts',
    from: 'sql`${active} = ${count}`',
    to: 'sql`${active} > 0`',
    tests: ['server/domains/checkout'],
  },
  {
    what: 'guard: another amount than was asked for makes no order',
    file: 'server/domains/checkout/finalize-checkout.ts',
    from: 'if (!isWhatWeAsked(payment, intent))',
    to: 'if (!isWhatWeAsked(payment, intent) && false)',
    tests: ['server/domains/checkout'],
  },
  {
    what: 'guard: the total is the one that the buyer saw',
    file: 'server/domains/checkout/freeze-snapshot.ts',
    from: 'if (cart.totalMinor !== input.expectedTotalMinor)',
    to: 'if (cart.totalMinor < 0)',
    tests: CHECKOUT,
  },
  {
    what: 'guard: a coupon is used no more often than it may be',
    file: 'server/domains/coupons/redeem-coupon.ts',
    from: 'or(isNull(coupons.maxUses), lt(coupons.used, coupons.maxUses)),',
    to: '',
    tests: ['server/domains/checkout/paying-with-a-coupon.test.ts'],
  },
  {
    what: 'guard: a person uses a coupon no more often than they may',
    file: 'server/domains/coupons/redeem-coupon.ts',
    from: 'setWhere: counted.maxUsesPerPerson === null ? undefined : lt(couponUses.used, counted.maxUsesPerPerson),',
    to: '',
    tests: ['server/domains/checkout/paying-with-a-coupon.test.ts'],
  },
  {
    what: 'guard: a key is not used for something else',
    file: 'server/domains/checkout/start-checkout.ts',
    from: 'if (known.requestHash !== request.requestHash) throw keyReused()',
    to: '',
    tests: CHECKOUT,
  },
  {
    what: 'lock: what happens to a checkout happens one after the other',
    file: 'server/domains/checkout/checkout-locks.ts',
    from: "await ctx.db.select({ id: checkouts.id }).from(checkouts).where(eq(checkouts.id, checkoutId)).for('update')",
    to: '',
    tests: ['server/domains/checkout'],
  },
  {
    what: 'lock: two starts of one buyer happen one after the other',
    file: 'server/domains/checkout/checkout-locks.ts',
    from: "    .for('update')\n  return cart?.id",
    to: '  return cart?.id',
    tests: ['server/domains/checkout'],
  },
  {
    what: 'lock: shipping, cancelling and refunding of an order happen one after the other',
    file: 'server/domains/orders/orders-locks.ts',
    from: "    .for('update')",
    to: '',
    tests: ['server/domains/orders'],
  },
  {
    what: 'signature: a webhook is signed by the provider',
    file: 'server/platform/payment-gateway/signed-webhook.ts',
    from: "if (!isRight) throw webhookRejected('wrong signature')",
    to: '',
    tests: ['tests/contracts/payment-gateway.test.ts'],
  },
  {
    what: 'signature: a webhook is of about now, on both sides',
    file: 'server/platform/payment-gateway/signed-webhook.ts',
    from: 'if (Math.abs(Date.now() / 1000 - Number(time)) > TOLERANCE_SECONDS)',
    to: 'if (Date.now() / 1000 - Number(time) > TOLERANCE_SECONDS)',
    tests: ['tests/contracts/payment-gateway.test.ts'],
  },
  {
    what: 'transaction: what its work left running is not stored after it was given up',
    file: 'db/guard-transactions.ts',
    from: 'connection.isClosed || connection.isOver',
    to: 'connection.isClosed',
    tests: ['db/guard-transactions.test.ts'],
  },
  {
    what: 'trigger: a journal sums to zero',
    file: 'db/migrations/0002_guards.sql',
    from: 'CREATE CONSTRAINT TRIGGER ledger_journals_balance AFTER INSERT ON ledger_entries',
    to: 'CREATE CONSTRAINT TRIGGER ledger_journals_balance AFTER INSERT ON ledger_accounts',
    tests: ['server/domains/ledger'],
  },
  {
    what: 'check: no more is refunded than came in',
    file: FOUNDATION,
    from: 'CHECK ("payment_allocations"."refunded_minor" between 0 and "payment_allocations"."captured_minor")',
    to: 'CHECK (true)',
    tests: KEYS,
  },
  ...uniqueKeys([
    'one_hold_an_owner_and_variant',
    'one_effect_a_key',
    'one_journal_a_source',
    'one_group_a_checkout',
    'one_record_a_fact',
    'one_refund_a_request',
    'one_row_a_webhook',
  ]),
]

/** A key over the columns that there were, and one more that is never the same. */
function uniqueKeys(names: readonly string[]): Mutant[] {
  return names.map((name) => ({
    what: `unique key: ${name}`,
    file: FOUNDATION,
    from: `CONSTRAINT "${name}" UNIQUE(`,
    to: `CONSTRAINT "${name}" UNIQUE("id",`,
    tests: KEYS,
  }))
}
