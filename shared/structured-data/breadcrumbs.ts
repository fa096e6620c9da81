import type { BreadcrumbList, WithContext } from 'schema-dts'
import type { Address } from './site-address'

/** The way to a page, as its breadcrumbs show it. */
export const breadcrumbData = (crumbs: readonly { name: string; to: string }[], address: Address): WithContext<BreadcrumbList> => ({
  '@context': 'https://schema.org',
  '@type': 'BreadcrumbList',
  itemListElement: crumbs.map(({ name, to }, index) => ({ '@type': 'ListItem', position: index + 1, name, item: address.page(to) })),
})
