import { and, eq, isNull } from 'drizzle-orm'
import { shipments } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { ShipmentStatus } from '#shared/lifecycles/shipment'

/** Those of parcels that count: what was put back to be sent once more is in another one. */
export async function statusesOfShipments(ctx: Context, orderId: string): Promise<ShipmentStatus[]> {
  const rows = await ctx.db
    .select({ status: shipments.status })
    .from(shipments)
    .where(and(eq(shipments.orderId, orderId), isNull(shipments.resentAt)))
  return rows.map(({ status }) => status)
}
