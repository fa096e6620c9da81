import type { MerchantReturnPolicy, Offer, OfferShippingDetails, Product, ProductGroup, Review, WithContext } from 'schema-dts'
import type { ProductView, VariantView } from '../contracts/catalog'
import { VARIANT_QUERY_KEY } from '../list-address'
import { decimalAmount } from '../money'
import { plainTextOf } from '../rich-text'
import { aggregateRating } from './rating'
import type { Address } from './site-address'

/** The options that search engines have a word for, by the names people give them. */
const KNOWN_OPTIONS = {
  color: /^(?:colou?r|farbe)$/i,
  size: /^(?:size|größe)$/i,
  material: /^material$/i,
  pattern: /^(?:pattern|muster)$/i,
} as const
type KnownOption = keyof typeof KNOWN_OPTIONS

const knownOption = (name: string): KnownOption | undefined =>
  (Object.keys(KNOWN_OPTIONS) as KnownOption[]).find((known) => KNOWN_OPTIONS[known].test(name.trim()))

/** A product as its page shows it: one thing, or a group of variants with an offer each. */
export function productData(product: ProductView, address: Address): WithContext<Product> | WithContext<ProductGroup> {
  const [only] = product.variants
  const isOne = product.options.length === 0 && product.variants.length === 1
  return isOne
    ? {
        '@context': 'https://schema.org',
        '@type': 'Product',
        ...shared(product, address),
        sku: only!.sku,
        offers: offer(product, only!, address),
      }
    : {
        '@context': 'https://schema.org',
        '@type': 'ProductGroup',
        ...shared(product, address),
        productGroupID: product.id,
        variesBy: product.options.flatMap(({ name }) => knownOption(name) ?? []).map((known) => `https://schema.org/${known}`),
        hasVariant: product.variants.map((variant) => variantData(product, variant, address)),
      }
}

const shared = (product: ProductView, address: Address) => ({
  name: product.title,
  url: address.page(`/products/${product.slug}`),
  ...(product.description && { description: plainTextOf(product.description) }),
  image: product.gallery.flatMap(({ renditions }) => renditions.at(-1)?.url ?? []).map(address.file),
  ...(product.brand && { brand: { '@type': 'Brand' as const, name: product.brand } }),
  ...(product.breadcrumbs.length > 0 && { category: product.breadcrumbs.map(({ name }) => name).join(' > ') }),
  ...(product.attributes.length > 0 && {
    additionalProperty: product.attributes.map(({ name, value }) => ({ '@type': 'PropertyValue' as const, name, value })),
  }),
  ...aggregateRating(product.rating),
  ...(product.reviews.items.length > 0 && { review: product.reviews.items.map(reviewData) }),
})

const reviewData = ({ authorName, rating, title, body, createdAt }: ProductView['reviews']['items'][number]): Review => ({
  '@type': 'Review',
  author: { '@type': 'Person', name: authorName },
  datePublished: createdAt.slice(0, 10),
  ...(title && { name: title }),
  reviewBody: body,
  reviewRating: { '@type': 'Rating', ratingValue: rating, bestRating: 5, worstRating: 1 },
})

function variantData(product: ProductView, variant: VariantView, address: Address): Product {
  const picture = variant.pictureIndex === null ? undefined : product.gallery[variant.pictureIndex]?.renditions.at(-1)
  const choices = product.options.flatMap(({ name }, index) => {
    const known = knownOption(name)
    return known ? [[known, variant.optionValues[index]!] as const] : []
  })
  return {
    '@type': 'Product',
    name: [product.title, ...variant.optionValues].join(', '),
    sku: variant.sku,
    ...Object.fromEntries(choices),
    ...(picture && { image: address.file(picture.url) }),
    offers: offer(product, variant, address),
  }
}

function offer(product: ProductView, variant: VariantView, address: Address): Offer {
  const { shop, currency } = product
  const isForSale = variant.availability.kind !== 'sold_out' && shop.closedUntil === null
  const price = (amountMinor: number) => decimalAmount({ amountMinor, currency })
  const path = `/products/${product.slug}`
  const valueAddedTaxIncluded = product.pricesShown === 'withTax'

  return {
    '@type': 'Offer',
    url: address.page(product.variants.length > 1 ? `${path}?${VARIANT_QUERY_KEY}=${encodeURIComponent(variant.sku)}` : path),
    price: price(variant.shownPriceMinor),
    priceCurrency: currency,
    availability: isForSale ? 'https://schema.org/InStock' : 'https://schema.org/OutOfStock',
    ...(shop.closedUntil !== null && { availabilityStarts: shop.closedUntil }),
    itemCondition: 'https://schema.org/NewCondition',
    seller: { '@type': 'Organization', name: shop.name, url: address.page(`/shops/${shop.slug}`) },
    priceSpecification: [
      { '@type': 'UnitPriceSpecification', price: price(variant.shownPriceMinor), priceCurrency: currency, valueAddedTaxIncluded },
      ...(variant.shownCompareAtMinor === null
        ? []
        : [
            {
              '@type': 'UnitPriceSpecification' as const,
              priceType: 'https://schema.org/StrikethroughPrice',
              price: price(variant.shownCompareAtMinor),
              priceCurrency: currency,
              valueAddedTaxIncluded,
            },
          ]),
    ],
    ...(product.shipping && { shippingDetails: shippingDetails(product.shipping, variant.priceMinor, currency) }),
    hasMerchantReturnPolicy: returnPolicy(product),
  }
}

const shippingDetails = (shipping: NonNullable<ProductView['shipping']>, priceMinor: number, currency: string): OfferShippingDetails => {
  const isFree = shipping.freeFromMinor !== null && priceMinor >= shipping.freeFromMinor
  return {
    '@type': 'OfferShippingDetails',
    shippingRate: {
      '@type': 'MonetaryAmount',
      value: decimalAmount({ amountMinor: isFree ? 0 : shipping.shownPriceMinor, currency }),
      currency,
    },
    shippingDestination: shipping.countries.map((country) => ({ '@type': 'DefinedRegion', addressCountry: country })),
    deliveryTime: {
      '@type': 'ShippingDeliveryTime',
      transitTime: { '@type': 'QuantitativeValue', minValue: shipping.minDays, maxValue: shipping.maxDays, unitCode: 'DAY' },
    },
  }
}

/** Search engines read no more of them. */
const MOST_COUNTRIES = 50

const returnPolicy = ({ shop, shipping }: ProductView): MerchantReturnPolicy => ({
  '@type': 'MerchantReturnPolicy',
  applicableCountry: shipping?.countries.slice(0, MOST_COUNTRIES) ?? [shop.country],
  ...(shop.returnDays > 0
    ? {
        returnPolicyCategory: 'https://schema.org/MerchantReturnFiniteReturnWindow',
        merchantReturnDays: shop.returnDays,
        returnMethod: 'https://schema.org/ReturnByMail',
      }
    : { returnPolicyCategory: 'https://schema.org/MerchantReturnNotPermitted' }),
})
