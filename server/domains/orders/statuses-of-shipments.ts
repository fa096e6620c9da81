import { eq } from 'drizzle-orm'
import { shipments } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { ShipmentStatus } from '#shared/lifecycles/shipment'

export async function statusesOfShipments(ctx: Context, orderId: string): Promise<ShipmentStatus[]> {
  const rows = await ctx.db.select({ status: shipments.status }).from(shipments).where(eq(shipments.orderId, orderId))
  return rows.map(({ status }) => status)
}
