import { and, eq } from 'drizzle-orm'
import { shippingMethods } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { shippingMethodInputSchema, type ShippingMethodInput } from '#shared/contracts/shipping'
import { requireZone } from './add-shipping-method'
import { announceShipping } from './announce-shipping'
import { lockShopFor } from './lock-shop-for'
import { lastShippingMethod, shippingMethodNotFound } from './shops-errors'

/** Changes a way of sending parcels; what was ordered already keeps what it cost then. */
export function changeShippingMethod(
  ctx: Context,
  actor: Actor,
  shopId: string,
  methodId: string,
  input: ShippingMethodInput,
): Promise<void> {
  const method = shippingMethodInputSchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    await lockShopFor(ctx, actor, shopId, 'manager')
    await requireZone(ctx, shopId, method.zoneId)

    const changed = await ctx.db.update(shippingMethods).set(method).where(methodIs(shopId, methodId)).returning({ id: shippingMethods.id })
    if (changed.length === 0) throw shippingMethodNotFound()

    await announceShipping(ctx, shopId)
  })
}

/** Sends like this no more. A shop that sells keeps at least one way. */
export function removeShippingMethod(ctx: Context, actor: Actor, shopId: string, methodId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const shop = await lockShopFor(ctx, actor, shopId, 'manager')

    const removed = await ctx.db.delete(shippingMethods).where(methodIs(shopId, methodId)).returning({ id: shippingMethods.id })
    if (removed.length === 0) throw shippingMethodNotFound()
    const left = await ctx.db.$count(shippingMethods, eq(shippingMethods.shopId, shopId))
    if (left === 0 && shop.status === 'active') throw lastShippingMethod()

    await announceShipping(ctx, shopId)
  })
}

const methodIs = (shopId: string, methodId: string) => and(eq(shippingMethods.id, methodId), eq(shippingMethods.shopId, shopId))
