import { sql } from 'drizzle-orm'
import { products, shopMembers, shops, stockHolds, stockLevels, checkouts } from '#db/schema'
import { availabilityOf, leftOf, type StockLevel } from '#server/domains/catalog'
import type { Actor } from '#server/platform/actor'
import type { CartLineProblem } from '#shared/contracts/cart'
import type { Availability } from '#shared/contracts/catalog'
import type { ProductStatus } from '#shared/lifecycles/product'
import type { ShopStatus } from '#shared/lifecycles/shop'

/** The columns that decide whether a variant can be bought; joined with its product, shop and stock level. */
export const sellableColumns = (actor: Actor) => ({
  productStatus: products.status,
  shopStatus: shops.status,
  closedFrom: shops.closedFrom,
  closedTo: shops.closedTo,
  ownShop: actor.userId
    ? sql<boolean>`exists (select from ${shopMembers} where ${shopMembers.shopId} = ${shops.id} and ${shopMembers.userId} = ${actor.userId}::uuid)`
    : sql<boolean>`false`,
  tracked: stockLevels.tracked,
  backorder: stockLevels.backorder,
  onHand: stockLevels.onHand,
  reserved: stockLevels.reserved,
  lowAt: stockLevels.lowAt,
})

/** What the buyer's own unfinished checkouts of this cart have put aside: it is theirs to have, not gone. */
export const ownHolds = (cartId: unknown, variantId: unknown) => sql<number>`coalesce((
  select sum(hold.quantity)::int from ${stockHolds} hold join ${checkouts} attempt on attempt.id = hold.owner_id
  where hold.state = 'active' and hold.owner_kind = 'checkout' and hold.variant_id = ${variantId} and attempt.cart_id = ${cartId}
), 0)`

export interface Sellable extends StockLevel {
  productStatus: ProductStatus
  shopStatus: ShopStatus
  closedFrom: Date | null
  closedTo: Date | null
  ownShop: boolean
}

/** When a shop on holiday opens again; null while it is open. */
export const closedUntil = (shop: Pick<Sellable, 'closedFrom' | 'closedTo'>, now: Date): Date | null =>
  shop.closedFrom && shop.closedTo && shop.closedFrom <= now && now < shop.closedTo ? shop.closedTo : null

/** How many can be had, what shoppers are told of it, and what keeps so many from being bought. */
export function judge(
  sellable: Sellable,
  quantity: number,
  now: Date,
): { left: number; availability: Availability; problem: CartLineProblem | null } {
  const left = leftOf(sellable)
  return { left, availability: availabilityOf(sellable), problem: problemOf(sellable, left, quantity, now) }
}

function problemOf(sellable: Sellable, left: number, quantity: number, now: Date): CartLineProblem | null {
  if (sellable.productStatus !== 'live' || sellable.shopStatus !== 'active') return 'not_for_sale'
  if (sellable.ownShop) return 'own_shop'
  if (closedUntil(sellable, now)) return 'shop_closed'
  if (left === 0) return 'sold_out'
  return quantity > left ? 'not_enough' : null
}
