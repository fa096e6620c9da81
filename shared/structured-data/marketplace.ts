import type { Organization, SearchAction, WebSite, WithContext } from 'schema-dts'
import type { Address } from './site-address'

/** Who runs the site. */
export const organizationData = (name: string, logo: string, address: Address): WithContext<Organization> => ({
  '@context': 'https://schema.org',
  '@type': 'Organization',
  name,
  url: address.page('/'),
  logo: address.file(logo),
})

/** schema-dts does not know the word that search engines ask for beside the target. */
type SiteSearch = Exclude<SearchAction, string> & { 'query-input': string }

/** The site and how it is searched. */
export function websiteData(name: string, address: Address): WithContext<WebSite> {
  const search: SiteSearch = {
    '@type': 'SearchAction',
    target: { '@type': 'EntryPoint', urlTemplate: `${address.page('/search')}?q={search_term_string}` },
    'query-input': 'required name=search_term_string',
  }
  return { '@context': 'https://schema.org', '@type': 'WebSite', name, url: address.page('/'), potentialAction: search }
}
