import { sql } from 'drizzle-orm'
import { inspectAudit } from '#server/domains/audit'
import { inspectCatalog } from '#server/domains/catalog'
import { inspectCoupons } from '#server/domains/coupons'
import { inspectFiles } from '#server/domains/files'
import { inspectLedger } from '#server/domains/ledger'
import { inspectOrders } from '#server/domains/orders'
import { inspectPayments } from '#server/domains/payments'
import { inspectPayouts } from '#server/domains/payouts'
import { inspectReconciliation } from '#server/domains/reconciliation'
import type { Context } from '#server/platform/context'
import { inspect, type Finding } from '#server/platform/doctor/finding'

/** What must hold of any marketplace at any moment; reads only. */
export async function inspectMarketplace(ctx: Context): Promise<Finding[]> {
  const findings = await Promise.all([
    inspectCatalog(ctx),
    inspectCoupons(ctx),
    inspectOrders(ctx),
    inspectPayments(ctx),
    inspectLedger(ctx),
    inspectPayouts(ctx),
    inspectReconciliation(ctx),
    inspectCheckouts(ctx),
    inspectConversations(ctx),
    inspectAgreedPrices(ctx),
    inspectAudit(ctx),
    inspectFiles(ctx),
  ])
  return findings.flat()
}

const inspectCheckouts = (ctx: Context): Promise<Finding[]> =>
  Promise.all([
    inspect(
      ctx,
      'a completed checkout has an order group, and only a completed one',
      sql`
        select checkout.id, checkout.status, groups.number
        from checkouts checkout left join order_groups groups on groups.checkout_id = checkout.id
        where (checkout.status = 'completed') <> (groups.id is not null)`,
    ),
    inspect(
      ctx,
      'stock is put aside only for checkouts that are under way',
      sql`
        select hold.id, hold.variant_id, hold.quantity, checkout.status
        from stock_holds hold left join checkouts checkout on checkout.id = hold.owner_id
        where hold.owner_kind = 'checkout' and hold.state = 'active' and checkout.status is distinct from 'paying'`,
    ),
  ])

/** Chat is ranked above and cannot be called from here. */
const inspectConversations = (ctx: Context): Promise<Finding> =>
  inspect(
    ctx,
    'the messages of a conversation have no gaps, and it knows the newest one and the newest change',
    sql`
      select conversation.id, conversation.last_seq, conversation.last_rev, max(message.seq) as newest, count(message.seq) as messages
      from conversations conversation left join messages message on message.conversation_id = conversation.id
      group by conversation.id
      having conversation.last_seq <> coalesce(max(message.seq), 0) or conversation.last_rev <> coalesce(max(message.rev), 0)
        or conversation.last_seq <> count(message.seq)`,
  )

/** Offers are ranked above as well. */
const inspectAgreedPrices = (ctx: Context): Promise<Finding> =>
  inspect(
    ctx,
    'what is agreed on is put aside once, until it is bought or its time is up',
    sql`
      select offer.id, offer.state, offer.quantity, hold.id as hold, hold.state as hold_state, hold.quantity as held
      from offers offer full join (select * from stock_holds where offer_id is not null) hold on hold.offer_id = offer.id
      where case
        when offer.state = 'accepted' then hold.state is null or hold.state not in ('active', 'consumed')
        when offer.state = 'bought' then hold.state is distinct from 'consumed'
        else hold.state in ('active', 'consumed')
      end or (hold.state in ('active', 'consumed') and (hold.quantity <> offer.quantity or hold.variant_id is distinct from offer.variant_id))`,
  )
