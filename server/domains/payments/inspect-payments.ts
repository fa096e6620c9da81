import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { inspect, type Finding } from '#server/platform/doctor/finding'

/** What must hold of money that came in and went back, whatever happened. */
export const inspectPayments = (ctx: Context): Promise<Finding[]> =>
  Promise.all([
    inspect(
      ctx,
      'what was allocated to orders is what was charged',
      sql`
        select payment.id, charged.amount as charged, sum(allocation.captured_minor) as allocated
        from payment_allocations allocation join payments payment on payment.id = allocation.payment_id
        left join lateral (
          select coalesce(sum(amount_minor), 0) as amount from payment_events where payment_id = payment.id and kind = 'charged'
        ) charged on true
        group by payment.id, charged.amount having charged.amount <> sum(allocation.captured_minor)`,
    ),
    inspect(
      ctx,
      'every charge has an order group or a refund of all of it',
      sql`
        select event.payment_id, event.provider_object_id, event.amount_minor
        from payment_events event join payments payment on payment.id = event.payment_id
        where event.kind = 'charged'
          and not exists (select from order_groups where checkout_id = payment.checkout_id)
          and event.amount_minor > coalesce((select sum(amount_minor) from refunds where payment_id = payment.id and order_id is null and replaces_id is null), 0)`,
    ),
    inspect(
      ctx,
      'every order group that costs something was charged once, with its total',
      sql`
        select groups.number, groups.total_minor, count(event.id) as charges, sum(event.amount_minor) as charged
        from order_groups groups
        left join payments payment on payment.checkout_id = groups.checkout_id
        left join payment_events event on event.payment_id = payment.id and event.kind = 'charged'
        group by groups.id having count(event.id) <> (groups.total_minor > 0)::int or coalesce(sum(event.amount_minor), 0) <> groups.total_minor`,
    ),
    inspect(
      ctx,
      'what went back of an order is the sum of its refunds and no more than it cost',
      sql`
        select allocation.order_id, allocation.refunded_minor, coalesce(sum(refund.amount_minor), 0) as asked
        from payment_allocations allocation
        left join refunds refund on refund.order_id = allocation.order_id and refund.payment_id = allocation.payment_id and refund.replaces_id is null
        group by allocation.id having allocation.refunded_minor <> coalesce(sum(refund.amount_minor), 0)`,
    ),
    inspect(
      ctx,
      "what buyers' banks have of an order, or took for good, is what its disputes say",
      sql`
        select o.number, o.payment_status, allocation.disputed_minor, allocation.charged_back_minor, said.open, said.lost
        from payment_allocations allocation
        join orders o on o.id = allocation.order_id
        left join lateral (
          select coalesce(sum(share.amount_minor) filter (where dispute.status = 'open'), 0) as open,
            coalesce(sum(share.amount_minor) filter (where dispute.status = 'lost'), 0) as lost
          from dispute_shares share join disputes dispute on dispute.id = share.dispute_id
          where share.order_id = allocation.order_id and dispute.payment_id = allocation.payment_id
        ) said on true
        where allocation.disputed_minor <> said.open or allocation.charged_back_minor <> said.lost`,
    ),
    inspect(
      ctx,
      'a dispute is the sum of its shares',
      sql`
        select dispute.id, dispute.amount_minor, sum(share.amount_minor) as shared
        from disputes dispute join dispute_shares share on share.dispute_id = dispute.id
        group by dispute.id having dispute.amount_minor <> sum(share.amount_minor)`,
    ),
    inspect(
      ctx,
      'every order says what became of its money',
      sql`
        select o.number, o.payment_status, allocation.captured_minor, allocation.refunded_minor, allocation.disputed_minor, allocation.charged_back_minor
        from orders o join payment_allocations allocation on allocation.order_id = o.id
        where o.payment_status <> case
          when allocation.disputed_minor > 0 then 'disputed'
          when allocation.charged_back_minor > 0 then 'charged_back'
          when allocation.refunded_minor = 0 then 'captured'
          when allocation.refunded_minor < allocation.captured_minor then 'partially_refunded'
          else 'refunded' end`,
    ),
    inspect(
      ctx,
      'no refund was given up',
      sql`
        select failed.id, failed.payment_id, failed.amount_minor, failed.reason from refunds failed
        where failed.status = 'failed' and not exists (select from refunds again where again.replaces_id = failed.id)`,
    ),
  ])
