import { sql } from 'drizzle-orm'
import { products, shopMembers, shops, stockHolds, stockLevels, checkouts } from '#db/schema'
import { availabilityOf, leftOf, type StockLevel } from '#server/domains/catalog'
import type { CartLineProblem } from '#shared/contracts/cart'
import type { Availability } from '#shared/contracts/catalog'
import { LINE_QUANTITY_MAX, mayBuy, mostOf, type OrderRule } from '#shared/order-rule'
import type { ProductStatus } from '#shared/lifecycles/product'
import type { ShopStatus } from '#shared/lifecycles/shop'
import { theOwner, type OwnerKind } from './cart-owner'

/** The columns that decide whether somebody, or a guest, can buy a variant; joined with its product, shop and stock level. */
export const sellableColumns = (kind: OwnerKind) => ({
  productStatus: products.status,
  orderMin: products.orderMin,
  orderMax: products.orderMax,
  orderStep: products.orderStep,
  shopStatus: shops.status,
  closedFrom: shops.closedFrom,
  closedTo: shops.closedTo,
  ownShop:
    kind === 'user'
      ? sql<boolean>`exists (select from ${shopMembers} where ${shopMembers.shopId} = ${shops.id} and ${shopMembers.userId} = ${theOwner}::uuid)`
      : sql<boolean>`false`,
  tracked: stockLevels.tracked,
  backorder: stockLevels.backorder,
  onHand: stockLevels.onHand,
  reserved: stockLevels.reserved,
  lowAt: stockLevels.lowAt,
})

/** What the buyer's own unfinished checkouts of this cart have put aside: it is theirs to have, not gone. What an agreed price keeps is for its own line. */
export const ownHolds = (cartId: unknown, variantId: unknown) => sql<number>`coalesce((
  select sum(hold.quantity)::int from ${stockHolds} hold join ${checkouts} attempt on attempt.id = hold.owner_id
  where hold.state = 'active' and hold.owner_kind = 'checkout' and hold.offer_id is null and hold.variant_id = ${variantId} and attempt.cart_id = ${cartId}
), 0)`

export interface Sellable extends StockLevel, OrderRule {
  productStatus: ProductStatus
  shopStatus: ShopStatus
  closedFrom: Date | null
  closedTo: Date | null
  ownShop: boolean
}

/** When a shop on holiday opens again; null while it is open. */
export const closedUntil = (shop: Pick<Sellable, 'closedFrom' | 'closedTo'>, now: Date): Date | null =>
  shop.closedFrom && shop.closedTo && shop.closedFrom <= now && now < shop.closedTo ? shop.closedTo : null

/** What any line can have; the time of an agreed price is the business of its own. */
type UsualProblem = Exclude<CartLineProblem, 'offer_over'>

/** How many can be had by the rule of their shop, what shoppers are told of it, and what keeps so many from being bought. */
export function judge(
  sellable: Sellable,
  quantity: number,
  now: Date,
): { left: number; availability: Availability; problem: UsualProblem | null } {
  const left = mostOf(sellable, leftOf(sellable))
  return { left, availability: availabilityOf(sellable), problem: problemOf(sellable, left, quantity, now) }
}

/** The same of what was agreed on: its pieces are put aside until a moment, null where they are not, and its number is the shop's own word. */
export function judgeAgreed(
  sellable: Sellable,
  quantity: number,
  heldUntil: Date | null,
  now: Date,
): { left: number; availability: Availability; problem: CartLineProblem | null } {
  const isKept = heldUntil !== null && heldUntil > now
  const problem = gone(sellable, now) ?? (isKept ? null : 'offer_over')
  return { left: isKept ? quantity : 0, availability: isKept ? { kind: 'in_stock' } : { kind: 'sold_out' }, problem }
}

function problemOf(sellable: Sellable, left: number, quantity: number, now: Date): UsualProblem | null {
  const problem = gone(sellable, now)
  if (problem) return problem
  if (left === 0) return 'sold_out'
  if (quantity <= LINE_QUANTITY_MAX && !mayBuy(sellable, quantity)) return 'wrong_quantity'
  return quantity > left ? 'not_enough' : null
}

/** What keeps any number of it from being bought. */
function gone(sellable: Sellable, now: Date): UsualProblem | null {
  if (sellable.productStatus !== 'live' || sellable.shopStatus !== 'active') return 'not_for_sale'
  if (sellable.ownShop) return 'own_shop'
  return closedUntil(sellable, now) ? 'shop_closed' : null
}
