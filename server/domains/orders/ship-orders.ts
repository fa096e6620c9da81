import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { onceByKey, requestKeyOf } from '#server/platform/database/request-keys'
import { refusalOf } from '#server/platform/refusal-of'
import type { ShippedOrders, ShipOrders } from '#shared/contracts/orders'
import { requireMemberOfShop } from './orders-locks'
import { shipOrder } from './ship-order'

/**
 * Hands over all that is left of several orders, each in a transaction of its own: what is refused for one changes nothing
 * for the others. Repeated with the same key, what has left does not leave again, and what was refused is tried again.
 */
export async function shipOrders(ctx: Context, actor: Actor, shopId: string, key: string, input: ShipOrders): Promise<ShippedOrders> {
  await requireMemberOfShop(ctx, actor, shopId)

  const items: ShippedOrders['items'] = []
  for (const { number, trackingNumber } of input.orders)
    items.push({
      number,
      error: await refusalOf(() => shipOnce(ctx, actor, { shopId, number, key }, { carrier: input.carrier, trackingNumber })),
    })
  return { items }
}

const shipOnce = (
  ctx: Context,
  actor: Actor,
  { shopId, number, key }: { shopId: string; number: string; key: string },
  parcel: { carrier: string; trackingNumber: string },
): Promise<void> =>
  onceByKey(ctx, requestKeyOf(actor, `ship:${key}:${number}`, parcel), (ctx) =>
    shipOrder(ctx, actor, shopId, number, { ...parcel, trackingUrl: null }),
  )
