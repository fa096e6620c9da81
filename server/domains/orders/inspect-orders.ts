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
        select o.number, o.total_minor, lines.amount as lines, adjustments.amount as adjustments
        from orders o
        left join lateral (select coalesce(sum(total_minor), 0) as amount from order_lines where order_id = o.id) lines on true
        left join lateral (select coalesce(sum(amount_minor), 0) as amount from order_adjustments where order_id = o.id) adjustments on true
        where o.total_minor <> lines.amount + adjustments.amount`,
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
