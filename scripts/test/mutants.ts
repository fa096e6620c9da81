/** Something that keeps stock, money or messages right, taken away. */
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
const RETURNS = ['server/domains/orders/returns.test.ts']
const MESSAGES = ['server/domains/chat/interleavings.test.ts']
const LINES = ['app/composables/conversation-line.test.ts']
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
    tests: CHECKOUT,
  },
  {
    what: 'guard: another amount than was asked for makes no order',
    file: 'server/domains/checkout/finalize-checkout.ts',
    from: 'if (isWhatWeAsked(payment, intent)) return',
    to: 'if (isWhatWeAsked(payment, intent) || intent) return',
    tests: CHECKOUT,
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
    tests: ['server/domains/checkout/checkout-locks.test.ts'],
  },
  {
    what: 'lock: two starts of one buyer happen one after the other',
    file: 'server/domains/checkout/checkout-locks.ts',
    from: "    .for('update')\n  return cart?.id",
    to: '  return cart?.id',
    tests: ['server/domains/checkout/checkout-locks.test.ts'],
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
  {
    what: 'guard: nobody gives the same piece back twice',
    file: 'server/domains/orders/chosen-pieces.ts',
    from: 'line.shippedQuantity - line.returnedQuantity - line.claimedQuantity',
    to: 'line.shippedQuantity - line.returnedQuantity',
    tests: RETURNS,
  },
  {
    what: 'guard: what was refunded before is not refunded when it comes back',
    file: 'server/domains/orders/refund-return.ts',
    from: 'Math.min(accepted, unrefundedOf(line))',
    to: 'accepted',
    tests: RETURNS,
  },
  {
    what: 'signature: nobody makes the address of a private file',
    file: 'server/domains/files/private-files.ts',
    from: '!isGenuine || until',
    to: 'until',
    tests: RETURNS,
  },
  {
    what: 'events: one that is sent on again sends nothing twice',
    file: 'server/platform/queue/spread-events.ts',
    from: '{ id, singletonKey: id, data }',
    to: '{ id: crypto.randomUUID(), singletonKey: crypto.randomUUID(), data }',
    tests: ['tests/contracts/queue.test.ts'],
  },
  {
    what: 'events: an order that cannot be worked leaves those beside it alone',
    file: 'server/platform/queue/handle-jobs.ts',
    from: "ctx.log.warn({ error }, 'jobs failed together and are handled one by one')",
    to: 'return new Map(found.map(({ id }) => [id, error]))',
    tests: ['server/jobs/placed-orders.test.ts'],
  },
  {
    what: 'lock: an invoice is issued by one at a time',
    file: 'server/domains/orders/issue-document.ts',
    from: ".for('update', { of: orders })",
    to: '',
    tests: ['server/domains/orders/documents.test.ts'],
  },
  {
    what: 'lock: a message takes its number while nobody else takes one',
    file: 'server/domains/chat/chat-locks.ts',
    from: ".for('no key update')",
    to: '',
    tests: MESSAGES,
  },
  {
    what: 'guard: a message that is sent again is the one that is stored',
    file: 'server/domains/chat/send-message.ts',
    from: 'if (stored) return',
    to: 'if (!stored && conversation.lastSeq < 0) return',
    tests: MESSAGES,
  },
  {
    what: 'guard: what could not be fetched of a conversation is asked for again',
    file: 'app/composables/conversation-line.ts',
    from: 'else if (!stopped) fetching.later(() => catchUp(asked))',
    to: 'else void asked',
    tests: LINES,
  },
  {
    what: 'guard: an answer is taken for all before it only where nothing is missing',
    file: 'app/composables/message-log.ts',
    from: 'message.rev === log.rev + 1 ? message.rev : log.rev',
    to: 'message.rev',
    tests: ['app/composables/message-log.test.ts'],
  },
  {
    what: 'guard: without the other nodes what is watched is looked up',
    file: 'server/http/topic-looks.ts',
    from: 'else if (known.revs.get(topic) !== found.revs.get(topic)) tell(topic, found.revs.get(topic))',
    to: 'else void [known, topic]',
    tests: ['server/http/sockets.test.ts'],
  },
  {
    what: 'guard: without the other nodes what has no count is looked up too',
    file: 'server/http/topic-looks.ts',
    from: 'if (known.signs.get(topic) !== found.signs.get(topic)) tell(topic)',
    to: 'if (!known) tell(topic)',
    tests: ['server/http/sockets.test.ts'],
  },
  {
    what: 'guard: who does not show how far they have read does not see it of others',
    file: 'server/domains/chat/read-marks.ts',
    from: 'if (!found?.isShown) return null',
    to: 'if (!found) return null',
    tests: ['server/domains/chat/read-marks.test.ts'],
  },
  {
    what: 'guard: nobody is seen to write where they take no part',
    file: 'server/domains/chat/who-types.ts',
    from: "if (here === 'member' ? side === 'shop' || conversation.closedAt : here !== side) return null",
    to: '',
    tests: ['server/domains/chat/who-types.test.ts'],
  },
  {
    what: 'guard: who has lost the role answers no more for the marketplace, however old the session is',
    file: 'server/domains/chat/chat-policy.ts',
    from: 'return STAFF_ROLES.some((role) => role === user?.role)',
    to: 'return Boolean([STAFF_ROLES, user])',
    tests: ['server/domains/chat/support.test.ts'],
  },
  {
    what: 'guard: nobody answers for the marketplace what they wrote to it themselves',
    file: 'server/domains/chat/chat-policy.ts',
    from: "conversation.kind === 'support' && conversation.begun && conversation.buyerId !== actor.userId",
    to: "conversation.kind === 'support' && conversation.begun",
    tests: ['server/domains/chat/support.test.ts'],
  },
  {
    what: 'guard: who is there is shown to those alone who take part',
    file: 'server/domains/chat/list-presence.ts',
    from: 'rows.filter((row, index) => isOwn[index] && !isBlocked(row))',
    to: 'rows.filter((row, index) => (isOwn[index] ?? true) || !isBlocked(row))',
    tests: ['server/domains/chat/list-presence.test.ts'],
  },
  {
    what: 'guard: for a shop those take part who are on its team at this moment',
    file: 'server/domains/chat/chat-policy.ts',
    from: '&& (await roleInShop(ctx, actor, shopId)) !== null',
    to: '',
    tests: ['server/domains/chat/chat.test.ts'],
  },
  {
    what: 'guard: what a checkout has taken over from an agreed price is given back to it',
    file: 'server/domains/catalog/stock-holds.ts',
    from: 'isNotNull(stockHolds.offerId)',
    to: 'sql`false`',
    tests: ['server/domains/offers/offers.test.ts'],
  },
  {
    what: 'unique key: one_hold_an_owner_and_variant',
    file: 'db/migrations/0046_price_offers.sql',
    from: 'CONSTRAINT "one_hold_an_owner_and_variant" UNIQUE NULLS NOT DISTINCT(',
    to: 'CONSTRAINT "one_hold_an_owner_and_variant" UNIQUE NULLS NOT DISTINCT("id",',
    tests: KEYS,
  },
  ...uniqueKeys([
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
