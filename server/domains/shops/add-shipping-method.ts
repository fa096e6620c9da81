import { eq } from 'drizzle-orm'
import { shippingMethods } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import { shippingMethodInputSchema, type ShippingMethodInput } from '#shared/contracts/shops'
import { requireMember } from './require-member'
import { shopNotFound } from './shops-errors'
import { lockShop } from './shops-locks'

export type ShippingMethodRow = typeof shippingMethods.$inferSelect

/** Adds a way to send parcels, after those that the shop has. */
export function addShippingMethod(ctx: Context, actor: Actor, shopId: string, input: ShippingMethodInput): Promise<ShippingMethodRow> {
  const method = shippingMethodInputSchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    await requireMember(ctx, actor, shopId, 'manager')
    if (!(await lockShop(ctx, shopId))) throw shopNotFound()

    const position = await ctx.db.$count(shippingMethods, eq(shippingMethods.shopId, shopId))
    const [added] = await ctx.db
      .insert(shippingMethods)
      .values({ id: ctx.newId(), shopId, ...method, position })
      .returning()

    await purgeTags(ctx, [pageTag.shop(shopId)])
    return added!
  })
}
