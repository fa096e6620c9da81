import { z } from 'zod'
import { postalAddressSchema } from './address'
import { currencySchema, idSchema, minorUnitsSchema } from './common'

/** A line as it was when the buyer pressed "pay". */
export const snapshotLineSchema = z.object({
  cartLineId: idSchema,
  variantId: idSchema,
  productId: idSchema,
  productSlug: z.string(),
  title: z.string(),
  optionLabel: z.string(),
  sku: z.string(),
  imageUrl: z.string().nullable(),
  unitPriceMinor: minorUnitsSchema,
  quantity: z.number().int().positive(),
  taxRateBps: z.number().int(),
  taxMinor: minorUnitsSchema,
  totalMinor: minorUnitsSchema,
})

/** One shop's share of the snapshot: what will be its order. */
export const snapshotShopSchema = z.object({
  shopId: idSchema,
  shopName: z.string(),
  shopSlug: z.string(),
  lines: z.array(snapshotLineSchema).min(1),
  shippingMethodId: idSchema,
  shippingMethod: z.string(),
  shippingMinor: minorUnitsSchema,
  shippingTaxRateBps: z.number().int(),
  shippingTaxMinor: minorUnitsSchema,
  itemsMinor: minorUnitsSchema,
  taxMinor: minorUnitsSchema,
  totalMinor: minorUnitsSchema,
})

/** Everything an order group is made of, frozen when paying starts. */
export const checkoutSnapshotSchema = z.object({
  email: z.string(),
  locale: z.string(),
  shippingAddress: postalAddressSchema,
  billingAddress: postalAddressSchema,
  shops: z.array(snapshotShopSchema).min(1),
  totalMinor: minorUnitsSchema,
  currency: currencySchema,
})
export type CheckoutSnapshot = z.infer<typeof checkoutSnapshotSchema>
