import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { inspect, type Finding } from '#server/platform/doctor/finding'

/** What must hold of orders, whatever happened. */
export const inspectOrders = (ctx: Context): Promise<Finding[]> =>
  Promise.all([
    inspect(
      ctx,
      "an order's total is its lines and adjustments",
      sql`
        select o.number, o.total_minor, o.discount_minor, lines.amount as lines, lines.discount, extra.amount as adjustments, extra.discount as discounts
        from orders o
        left join lateral (
          select coalesce(sum(unit_price_minor * quantity), 0) as amount, coalesce(sum(discount_minor), 0) as discount
          from order_lines where order_id = o.id
        ) lines on true
        left join lateral (
          select coalesce(sum(amount_minor), 0) as amount, coalesce(-sum(amount_minor) filter (where kind = 'discount'), 0) as discount
          from order_adjustments where order_id = o.id
        ) extra on true
        where o.total_minor <> lines.amount + extra.amount or o.discount_minor <> extra.discount
          or o.discount_minor - lines.discount not between 0 and o.shipping_minor`,
    ),
    inspect(
      ctx,
      "an order group's total is that of its orders",
      sql`
        select groups.number, groups.total_minor, coalesce(sum(o.total_minor), 0) as orders
        from order_groups groups left join orders o on o.group_id = groups.id
        group by groups.id having groups.total_minor <> coalesce(sum(o.total_minor), 0)`,
    ),
    inspect(
      ctx,
      'what was shipped of a line is what lies in its parcels',
      sql`
        select line.id, line.shipped_quantity, coalesce(sum(packed.quantity), 0) as packed
        from order_lines line left join (
          shipment_lines packed join shipments parcel on parcel.id = packed.shipment_id and parcel.resent_at is null
        ) on packed.order_line_id = line.id
        group by line.id having line.shipped_quantity <> coalesce(sum(packed.quantity), 0)`,
    ),
    inspect(
      ctx,
      "the numbers of a shop's invoices and credit notes have no gaps",
      sql`
        select counter.shop_id, counter.kind, counter.last, issued.count, issued.highest
        from document_counters counter full join (
          select shop_id, kind, count(*) as count, max(sequence) as highest from order_documents group by shop_id, kind
        ) issued using (shop_id, kind)
        where counter.last is distinct from issued.count or counter.last is distinct from issued.highest`,
    ),
    inspect(
      ctx,
      'an invoice is of what its order cost, a credit note of what went back, and both say so by rate',
      sql`
        select document.number, document.kind, document.total_minor, o.total_minor as cost, refund.amount_minor as back
        from order_documents document join orders o on o.id = document.order_id
        left join refunds refund on refund.id = document.refund_id
        where document.total_minor <> case document.kind when 'invoice' then o.total_minor else refund.amount_minor end
          or document.total_minor <> (document.content->>'totalMinor')::bigint
          or document.total_minor <> (select coalesce(sum((share->>'grossMinor')::bigint), 0) from jsonb_array_elements(document.content->'taxes') share)`,
    ),
    inspect(
      ctx,
      'what is going back of a line, and came back, is what its returns say, and no more than was shipped',
      sql`
        select line.id, line.claimed_quantity, line.returned_quantity, coalesce(back.claimed, 0) as claimed, coalesce(back.returned, 0) as returned
        from order_lines line
        left join (
          select of.order_line_id,
            sum(case
              when r.status in ('requested', 'approved', 'in_transit', 'received') then of.quantity
              when r.handling = 'keep' then of.accepted_quantity
            end) as claimed,
            sum(of.accepted_quantity) filter (where r.handling = 'send') as returned
          from return_lines of join returns r on r.id = of.return_id group by of.order_line_id
        ) back on back.order_line_id = line.id
        where line.claimed_quantity <> coalesce(back.claimed, 0) or line.returned_quantity <> coalesce(back.returned, 0)
          or line.claimed_quantity + line.returned_quantity > line.shipped_quantity`,
    ),
    inspect(
      ctx,
      'a return that was taken back has its money on the way, and no other has',
      sql`
        select r.number, r.status, r.refunded_minor, refund.amount_minor from returns r left join refunds refund on refund.id = r.refund_id
        where (r.status = 'refunded' and r.refunded_minor is null)
          or (r.status not in ('refunded', 'closed') and r.refunded_minor is not null)
          or coalesce(r.refunded_minor, 0) <> coalesce(refund.amount_minor, 0)
          or (refund.id is not null and refund.order_id is distinct from r.order_id)`,
    ),
    inspect(
      ctx,
      'what returns put back into stock are its movements',
      sql`
        with put as (
          select of.return_id, line.variant_id, sum(of.restocked_quantity) as quantity
          from return_lines of join order_lines line on line.id = of.order_line_id
          where of.restocked_quantity > 0 group by of.return_id, line.variant_id
        ),
        moved as (
          select reference_id as return_id, variant_id, sum(on_hand_delta) as quantity
          from stock_movements where reference_kind = 'return' group by reference_id, variant_id
        )
        select coalesce(put.return_id, moved.return_id) as return_id, put.quantity as put, moved.quantity as moved
        from put full join moved on moved.return_id = put.return_id and moved.variant_id = put.variant_id
        where put.quantity is distinct from moved.quantity`,
    ),
  ])
