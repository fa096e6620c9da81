import { z } from 'zod'

/** What Google's documentation requires of each kind of structured data that Souk writes, beyond the vocabulary. */
const address = z.url({ protocol: /^https?$/ })
const text = z.string().trim().min(1)
const price = z.string().regex(/^\d+(?:\.\d+)?$/)
const currency = z.string().regex(/^[A-Z]{3}$/)
const country = z.string().regex(/^[A-Z]{2}$/)
const AVAILABILITY = [
  'BackOrder',
  'Discontinued',
  'InStock',
  'InStoreOnly',
  'LimitedAvailability',
  'OnlineOnly',
  'OutOfStock',
  'PreOrder',
  'PreSale',
  'SoldOut',
]
const VARIES_BY = ['color', 'size', 'suggestedAge', 'suggestedGender', 'material', 'pattern']
const CONDITIONS = ['DamagedCondition', 'NewCondition', 'RefurbishedCondition', 'UsedCondition']
const oneOf = (words: readonly string[]) => z.enum(words.map((word) => `https://schema.org/${word}`))

const ratingValue = z.number().min(1).max(5)
const aggregateRating = z.object({
  '@type': z.literal('AggregateRating'),
  ratingValue,
  reviewCount: z.number().int().positive(),
  bestRating: z.literal(5),
  worstRating: z.literal(1),
})
const review = z.object({
  '@type': z.literal('Review'),
  author: z.object({ '@type': z.enum(['Person', 'Organization']), name: text.max(100) }),
  datePublished: z.iso.date(),
  reviewRating: z.object({ '@type': z.literal('Rating'), ratingValue }),
})

const returnPolicy = z
  .object({
    '@type': z.literal('MerchantReturnPolicy'),
    applicableCountry: z.array(country).min(1).max(50),
    returnPolicyCategory: oneOf(['MerchantReturnFiniteReturnWindow', 'MerchantReturnNotPermitted', 'MerchantReturnUnlimitedWindow']),
    merchantReturnDays: z.number().int().positive().optional(),
  })
  .refine(
    ({ returnPolicyCategory, merchantReturnDays }) => returnPolicyCategory.endsWith('FiniteReturnWindow') === Boolean(merchantReturnDays),
    { path: ['merchantReturnDays'], message: 'days belong to a window that ends' },
  )
const days = z.object({ '@type': z.literal('QuantitativeValue'), minValue: z.number().int().min(0), maxValue: z.number().int().min(0) })
const shippingDetails = z.object({
  '@type': z.literal('OfferShippingDetails'),
  shippingRate: z.object({ '@type': z.literal('MonetaryAmount'), value: price, currency }),
  shippingDestination: z.array(z.object({ '@type': z.literal('DefinedRegion'), addressCountry: country })).min(1),
  deliveryTime: z.object({ '@type': z.literal('ShippingDeliveryTime'), transitTime: days }),
})
/** The price that holds has no type; one that is struck through says that it is. */
const priceSpecification = z.object({
  '@type': z.literal('UnitPriceSpecification'),
  priceType: oneOf(['StrikethroughPrice', 'ListPrice', 'SalePrice']).optional(),
  price,
  priceCurrency: currency,
  valueAddedTaxIncluded: z.boolean(),
})
const offer = z.object({
  '@type': z.literal('Offer'),
  url: address,
  price,
  priceCurrency: currency,
  availability: oneOf(AVAILABILITY),
  itemCondition: oneOf(CONDITIONS),
  seller: z.object({ '@type': z.literal('Organization'), name: text, url: address }),
  priceSpecification: z.array(priceSpecification).min(1),
  shippingDetails: shippingDetails.optional(),
  hasMerchantReturnPolicy: returnPolicy,
})
export type OfferData = z.infer<typeof offer>

const context = z.literal('https://schema.org')
const productFields = {
  '@context': context,
  name: text,
  url: address,
  description: text.optional(),
  image: z.array(address).min(1),
  brand: z.object({ '@type': z.literal('Brand'), name: text }).optional(),
  aggregateRating: aggregateRating.optional(),
  review: z.array(review).min(1).optional(),
}
const variant = z.object({ '@type': z.literal('Product'), name: text, sku: text, image: address.optional(), offers: offer })

const product = z.object({ '@type': z.literal('Product'), ...productFields, sku: text, offers: offer })
const productGroup = z.object({
  '@type': z.literal('ProductGroup'),
  ...productFields,
  productGroupID: text,
  variesBy: z.array(oneOf(VARIES_BY)),
  hasVariant: z.array(variant).min(1),
})
const breadcrumbList = z.object({
  '@context': context,
  '@type': z.literal('BreadcrumbList'),
  itemListElement: z
    .array(z.object({ '@type': z.literal('ListItem'), position: z.number().int().positive(), name: text, item: address }))
    .min(2)
    .refine((items) => items.every(({ position }, index) => position === index + 1), 'positions count from 1'),
})
const organization = z.object({ '@context': context, '@type': z.literal('Organization'), name: text, url: address, logo: address })
const website = z.object({ '@context': context, '@type': z.literal('WebSite'), name: text, url: address })
const onlineStore = z.object({
  '@context': context,
  '@type': z.literal('OnlineStore'),
  name: text,
  url: address,
  logo: address.optional(),
  address: z.object({ '@type': z.literal('PostalAddress'), addressCountry: country }),
  aggregateRating: aggregateRating.optional(),
})

const block = z.discriminatedUnion('@type', [product, productGroup, breadcrumbList, organization, website, onlineStore])
export type StructuredData = z.infer<typeof block>

/** The block as it should be, or what Google would say against it. */
export function readStructuredData(data: unknown): { block: StructuredData; problems: [] } | { block: null; problems: string[] } {
  const parsed = block.safeParse(data)
  if (parsed.success) return { block: parsed.data, problems: [] }
  const type = String((data as Record<string, unknown> | null)?.['@type'])
  return { block: null, problems: parsed.error.issues.map(({ path, message }) => `${type}: ${path.join('.')}: ${message}`) }
}
