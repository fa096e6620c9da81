import { and, asc, eq, sql } from 'drizzle-orm'
import { cartLines, carts, files, offers, productImages, products, shops, stockHolds, stockLevels, variants } from '#db/schema'
import { presentPicture } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { CartLineProblem } from '#shared/contracts/cart'
import type { Availability } from '#shared/contracts/catalog'
import type { Picture } from '#shared/contracts/common'
import type { OrderRule } from '#shared/order-rule'
import { builtForOwners, cartOwner, ownedByKind } from './cart-owner'
import { closedUntil, judge, judgeAgreed, ownHolds, sellableColumns } from './sellable'

/** A line as it is today. */
export interface CartLine {
  id: string
  cartId: string
  /** The coupon of the cart that it lies in. */
  couponId: string | null
  variantId: string
  productId: string
  productSlug: string
  categoryId: string | null
  title: string
  optionLabel: string
  sku: string
  /** Of one piece. */
  weightGrams: number
  picture: Picture | null
  unitPriceMinor: number
  unitPriceSeenMinor: number
  currency: string
  quantity: number
  /** The offer by which its price was agreed; null for a line as any other. */
  offerId: string | null
  /** Until when that price holds. */
  agreedUntil: Date | null
  /** Kept beside the cart: it is not counted and not bought. */
  isSaved: boolean
  /** How many can be had at once. */
  left: number
  /** What its shop says of that. */
  rule: OrderRule
  availability: Availability
  problem: CartLineProblem | null
  shop: { id: string; slug: string; name: string; closedUntil: Date | null }
}

/** The actor's cart in the order in which it was filled, and what is saved beside it, in one query. */
export async function readCart(ctx: Context, actor: Actor): Promise<CartLine[]> {
  const owner = cartOwner(actor)
  if (!owner) return []

  const rows = await linesOf(ctx, owner)
  return rows.map(({ sellable, ownHolds, heldUntil, picture, shop, ...line }) => ({
    ...line,
    rule: { orderMin: sellable.orderMin, orderMax: sellable.orderMax, orderStep: sellable.orderStep },
    ...(line.offerId === null
      ? judge({ ...sellable, reserved: sellable.reserved - ownHolds }, line.quantity, ctx.now)
      : judgeAgreed(sellable, line.quantity, heldUntil, ctx.now)),
    shop: { ...shop, closedUntil: closedUntil(sellable, ctx.now) },
    picture: picture?.renditions ? presentPicture({ ...picture, renditions: picture.renditions }, picture.alt || line.title) : null,
  }))
}

const linesOf = builtForOwners((db, kind) =>
  db
    .select({
      id: cartLines.id,
      cartId: cartLines.cartId,
      couponId: carts.couponId,
      variantId: cartLines.variantId,
      productId: products.id,
      productSlug: products.slug,
      categoryId: products.categoryId,
      title: products.title,
      optionLabel: variants.optionKey,
      sku: variants.sku,
      weightGrams: variants.weightGrams,
      unitPriceMinor: sql<number>`coalesce(${offers.unitMinor}, ${variants.priceMinor})`.mapWith(variants.priceMinor),
      unitPriceSeenMinor: cartLines.unitPriceSeenMinor,
      currency: variants.currency,
      quantity: cartLines.quantity,
      offerId: cartLines.offerId,
      agreedUntil: offers.agreedUntil,
      heldUntil: stockHolds.expiresAt,
      isSaved: sql<boolean>`${cartLines.savedAt} is not null`,
      shop: { id: shops.id, slug: shops.slug, name: shops.name },
      sellable: sellableColumns(kind),
      ownHolds: ownHolds(carts.id, variants.id),
      picture: {
        alt: productImages.alt,
        width: files.width,
        height: files.height,
        placeholder: files.placeholder,
        renditions: files.renditions,
      },
    })
    .from(carts)
    .innerJoin(cartLines, eq(cartLines.cartId, carts.id))
    .innerJoin(variants, eq(variants.id, cartLines.variantId))
    .innerJoin(products, eq(products.id, variants.productId))
    .innerJoin(shops, eq(shops.id, variants.shopId))
    .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
    // An agreed price is for whom it was agreed with, and as long as its pieces are put aside.
    .leftJoin(offers, and(eq(offers.id, cartLines.offerId), eq(offers.buyerId, carts.userId)))
    .leftJoin(stockHolds, and(eq(stockHolds.offerId, offers.id), eq(stockHolds.state, 'active')))
    .leftJoin(
      productImages,
      and(eq(productImages.productId, products.id), eq(productImages.position, sql`coalesce(${variants.imagePosition}, 0)`)),
    )
    .leftJoin(files, eq(files.id, productImages.fileId))
    .where(ownedByKind(kind))
    .orderBy(asc(cartLines.id)),
)
