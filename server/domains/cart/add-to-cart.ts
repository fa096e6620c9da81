import { eq, sql } from 'drizzle-orm'
import { cartLines, carts, products, shops, stockLevels, variants } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { CART_LINES_MAX, type AddedToCart, type AddToCart } from '#shared/contracts/cart'
import { cannotBeAdded, cartFull, notEnoughLeft, wrongQuantity } from './cart-errors'
import { builtForOwners, cartOwner, ownedByKind, ownerColumn, type CartOwner } from './cart-owner'
import { judge, ownHolds, sellableColumns } from './sellable'

/**
 * Puts a variant into the actor's cart, which is made if there is none. Throws `cart.not_for_sale`, `cart.own_shop`,
 * `cart.shop_closed`, `cart.sold_out`, `cart.not_enough`, `cart.wrong_quantity` or `cart.full`.
 */
export async function addToCart(ctx: Context, actor: Actor, input: AddToCart): Promise<AddedToCart> {
  const owner = cartOwner(actor)
  if (!owner) throw new Error('a cart needs an owner')
  const [found] = await variantFor(ctx, owner, { variantId: input.variantId })
  if (!found) throw cannotBeAdded('not_for_sale')

  const quantity = found.inCart + input.quantity
  const { left, problem } = judge({ ...found.sellable, reserved: found.sellable.reserved - found.ownHolds }, quantity, ctx.now)
  if (problem === 'wrong_quantity') throw wrongQuantity(found.sellable, found.inCart)
  if (problem && problem !== 'not_enough') throw cannotBeAdded(problem)
  if (quantity > left) throw notEnoughLeft(left, found.inCart)
  if (found.inCart === 0 && found.lineCount >= CART_LINES_MAX) throw cartFull(CART_LINES_MAX)

  const cartId = found.cartId ?? (await openCart(ctx, owner))
  const [line] = await ctx.db
    .insert(cartLines)
    .values({
      id: ctx.newId(),
      cartId,
      variantId: input.variantId,
      quantity: input.quantity,
      unitPriceSeenMinor: found.priceMinor,
      createdAt: ctx.now,
    })
    .onConflictDoUpdate({
      target: [cartLines.cartId, cartLines.variantId, cartLines.offerId],
      // Of what was saved for later, as many as are put in now.
      set: {
        quantity: sql`least(case when ${cartLines.savedAt} is null then ${cartLines.quantity} else 0 end + excluded.quantity, ${left}::int)`,
        savedAt: null,
        unitPriceSeenMinor: found.priceMinor,
      },
    })
    .returning({ lineId: cartLines.id, quantity: cartLines.quantity })
  if (found.cartId) await ctx.db.update(carts).set({ updatedAt: ctx.now }).where(eq(carts.id, cartId))

  return { ...line!, pieceCount: found.pieceCount - found.inCart + line!.quantity }
}

/** The variant with what decides whether it can be bought, and the cart it goes into, in one query. */
const variantFor = builtForOwners((db, kind) =>
  db
    .select({
      priceMinor: variants.priceMinor,
      sellable: sellableColumns(kind),
      ownHolds: ownHolds(carts.id, variants.id),
      cartId: carts.id,
      inCart: sql<number>`coalesce((select quantity from ${cartLines} where cart_id = ${carts.id} and variant_id = ${variants.id} and offer_id is null and saved_at is null), 0)`,
      lineCount: sql<number>`(select count(*)::int from ${cartLines} where cart_id = ${carts.id} and offer_id is null and saved_at is null)`,
      pieceCount: sql<number>`(select coalesce(sum(quantity), 0)::int from ${cartLines} where cart_id = ${carts.id} and saved_at is null)`,
    })
    .from(variants)
    .innerJoin(products, eq(products.id, variants.productId))
    .innerJoin(shops, eq(shops.id, variants.shopId))
    .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
    .leftJoin(carts, ownedByKind(kind))
    .where(eq(variants.id, sql.placeholder('variantId'))),
)

/** The owner's cart, made now unless another request was faster; locked until the transaction ends. */
export async function openCart(ctx: Context, owner: CartOwner): Promise<string> {
  const [cart] = await ctx.db
    .insert(carts)
    .values({ id: ctx.newId(), ...owner, createdAt: ctx.now, updatedAt: ctx.now })
    .onConflictDoUpdate({ target: ownerColumn(owner), set: { updatedAt: ctx.now } })
    .returning({ id: carts.id })
  return cart!.id
}
