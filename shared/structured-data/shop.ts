import type { OnlineStore, WithContext } from 'schema-dts'
import type { ShopView } from '../contracts/shops'
import { aggregateRating } from './rating'
import type { Address } from './site-address'

/** A shop, as its page shows it. */
export const shopData = (shop: ShopView, address: Address): WithContext<OnlineStore> => ({
  '@context': 'https://schema.org',
  '@type': 'OnlineStore',
  name: shop.name,
  url: address.page(`/shops/${shop.slug}`),
  ...(shop.tagline && { description: shop.tagline }),
  ...(shop.logo?.renditions.length && { logo: address.file(shop.logo.renditions.at(-1)!.url) }),
  address: { '@type': 'PostalAddress', addressCountry: shop.country },
  ...aggregateRating(shop.rating),
})
