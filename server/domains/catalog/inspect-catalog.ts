import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { inspect, type Finding } from '#server/platform/doctor/finding'
import { inspectListings } from './stale-listings'

/** What must hold of products, their stock and what is read of them, whatever happened. */
export const inspectCatalog = async (ctx: Context): Promise<Finding[]> =>
  (await Promise.all([inspectStock(ctx), inspectListings(ctx)])).flat()

const inspectStock = (ctx: Context): Promise<Finding[]> =>
  Promise.all([
    inspect(
      ctx,
      'what is reserved is what live holds and unshipped lines ask for',
      sql`
        select level.variant_id, level.reserved, held.amount as held, unshipped.amount as unshipped
        from stock_levels level
        left join lateral (
          select coalesce(sum(quantity), 0) as amount from stock_holds where variant_id = level.variant_id and state = 'active'
        ) held on true
        left join lateral (
          select coalesce(sum(quantity - shipped_quantity - cancelled_quantity), 0) as amount from order_lines
          where variant_id = level.variant_id and quantity > shipped_quantity + cancelled_quantity
        ) unshipped on true
        where level.reserved <> held.amount + unshipped.amount`,
    ),
    inspect(
      ctx,
      'stock is the sum of its movements',
      sql`
        select level.variant_id, level.on_hand, level.reserved, moved.on_hand as moved_on_hand, moved.reserved as moved_reserved
        from stock_levels level
        left join lateral (
          select coalesce(sum(on_hand_delta), 0) as on_hand, coalesce(sum(reserved_delta), 0) as reserved
          from stock_movements where variant_id = level.variant_id
        ) moved on true
        where level.on_hand <> moved.on_hand or level.reserved <> moved.reserved`,
    ),
    inspect(
      ctx,
      'never more is reserved than there is',
      sql`select variant_id, on_hand, reserved from stock_levels where reserved < 0 or (tracked and not backorder and reserved > on_hand)`,
    ),
  ])
