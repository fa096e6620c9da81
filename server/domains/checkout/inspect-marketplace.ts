import { sql } from 'drizzle-orm'
import { inspectAudit } from '#server/domains/audit'
import { inspectCatalog } from '#server/domains/catalog'
import { inspectCoupons } from '#server/domains/coupons'
import { inspectFiles } from '#server/domains/files'
import { inspectLedger } from '#server/domains/ledger'
import { inspectOrders } from '#server/domains/orders'
import { inspectPayments } from '#server/domains/payments'
import { inspectPayouts } from '#server/domains/payouts'
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
    inspectCheckouts(ctx),
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
