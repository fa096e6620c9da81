import { and, eq, sql } from 'drizzle-orm'
import { cartLines, carts, stockLevels, variants } from '#db/schema'
import { leftOf } from '#server/domains/catalog'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ChangeCartLine } from '#shared/contracts/cart'
import { cartLineNotFound, notEnoughLeft } from './cart-errors'
import { cartOwner, ownedBy } from './cart-owner'
import { ownHolds } from './sellable'

/** Sets how many of a line are wanted, at the price it has now. Fewer than before is always possible. */
export async function changeCartLine(ctx: Context, actor: Actor, lineId: string, input: ChangeCartLine): Promise<void> {
  const owner = cartOwner(actor)
  const [line] = owner
    ? await ctx.db
        .select({
          quantity: cartLines.quantity,
          priceMinor: variants.priceMinor,
          level: stockLevels,
          ownHolds: ownHolds(carts.id, variants.id),
        })
        .from(cartLines)
        .innerJoin(carts, and(eq(carts.id, cartLines.cartId), ownedBy(owner)))
        .innerJoin(variants, eq(variants.id, cartLines.variantId))
        .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
        .where(eq(cartLines.id, lineId))
    : []
  if (!line) throw cartLineNotFound()

  const left = leftOf({ ...line.level, reserved: line.level.reserved - line.ownHolds })
  if (input.quantity > line.quantity && input.quantity > left) throw notEnoughLeft(left, line.quantity)

  await ctx.db
    .update(cartLines)
    .set({ quantity: input.quantity, unitPriceSeenMinor: line.priceMinor })
    .where(and(eq(cartLines.id, lineId), sql`exists (select from ${carts} where ${carts.id} = ${cartLines.cartId} and ${ownedBy(owner!)})`))
}
