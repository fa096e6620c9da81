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
        from order_lines line left join shipment_lines packed on packed.order_line_id = line.id
        group by line.id having line.shipped_quantity <> coalesce(sum(packed.quantity), 0)`,
    ),
  ])
