import { and, asc, eq, sql } from 'drizzle-orm'
import { cartLines, carts, files, productImages, products, shops, stockLevels, variants } from '#db/schema'
import { presentPicture } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { CartLineProblem } from '#shared/contracts/cart'
import type { Availability } from '#shared/contracts/catalog'
import type { Picture } from '#shared/contracts/common'
import { cartOwner, ownedBy } from './cart-owner'
import { closedUntil, judge, ownHolds, sellableColumns } from './sellable'

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
  picture: Picture | null
  unitPriceMinor: number
  unitPriceSeenMinor: number
  currency: string
  quantity: number
  /** Infinite where nobody counts. */
  left: number
  availability: Availability
  problem: CartLineProblem | null
  shop: { id: string; slug: string; name: string; closedUntil: Date | null }
}

/** The actor's cart in the order in which it was filled, in one query. */
export async function readCart(ctx: Context, actor: Actor): Promise<CartLine[]> {
  const owner = cartOwner(actor)
  if (!owner) return []

  const rows = await ctx.db
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
      unitPriceMinor: variants.priceMinor,
      unitPriceSeenMinor: cartLines.unitPriceSeenMinor,
      currency: variants.currency,
      quantity: cartLines.quantity,
      shop: { id: shops.id, slug: shops.slug, name: shops.name },
      sellable: sellableColumns(actor),
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
    .leftJoin(
      productImages,
      and(eq(productImages.productId, products.id), eq(productImages.position, sql`coalesce(${variants.imagePosition}, 0)`)),
    )
    .leftJoin(files, eq(files.id, productImages.fileId))
    .where(ownedBy(owner))
    .orderBy(asc(cartLines.id))

  return rows.map(({ sellable, ownHolds, picture, shop, ...line }) => ({
    ...line,
    ...judge({ ...sellable, reserved: sellable.reserved - ownHolds }, line.quantity, ctx.now),
    shop: { ...shop, closedUntil: closedUntil(sellable, ctx.now) },
    picture: picture?.renditions ? presentPicture({ ...picture, renditions: picture.renditions }, picture.alt || line.title) : null,
  }))
}
