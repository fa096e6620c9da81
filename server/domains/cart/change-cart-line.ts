import { and, eq, isNull, sql } from 'drizzle-orm'
import { cartLines, carts, products, stockLevels, variants } from '#db/schema'
import { leftOf } from '#server/domains/catalog'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ChangeCartLine } from '#shared/contracts/cart'
import { mayBuy } from '#shared/order-rule'
import { agreedLine, cartLineNotFound, notEnoughLeft, wrongQuantity } from './cart-errors'
import { cartOwner, ownedBy } from './cart-owner'
import { ownHolds } from './sellable'

/** Sets how many of a line are wanted, at the price it has now. Fewer than before is possible also where there are not as many, as long as the shop sells so few at once. */
export async function changeCartLine(ctx: Context, actor: Actor, lineId: string, input: ChangeCartLine): Promise<void> {
  const owner = cartOwner(actor)
  const [line] = owner
    ? await ctx.db
        .select({
          quantity: cartLines.quantity,
          offerId: cartLines.offerId,
          priceMinor: variants.priceMinor,
          level: stockLevels,
          rule: { orderMin: products.orderMin, orderMax: products.orderMax, orderStep: products.orderStep },
          ownHolds: ownHolds(carts.id, variants.id),
        })
        .from(cartLines)
        .innerJoin(carts, and(eq(carts.id, cartLines.cartId), ownedBy(owner)))
        .innerJoin(variants, eq(variants.id, cartLines.variantId))
        .innerJoin(products, eq(products.id, variants.productId))
        .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
        .where(and(eq(cartLines.id, lineId), isNull(cartLines.savedAt)))
    : []
  if (!line) throw cartLineNotFound()
  if (line.offerId !== null) throw agreedLine()

  if (!mayBuy(line.rule, input.quantity)) throw wrongQuantity(line.rule, line.quantity)
  const left = leftOf({ ...line.level, reserved: line.level.reserved - line.ownHolds })
  if (input.quantity > line.quantity && input.quantity > left) throw notEnoughLeft(left, line.quantity)

  await ctx.db
    .update(cartLines)
    .set({ quantity: input.quantity, unitPriceSeenMinor: line.priceMinor })
    .where(and(eq(cartLines.id, lineId), sql`exists (select from ${carts} where ${carts.id} = ${cartLines.cartId} and ${ownedBy(owner!)})`))
}
