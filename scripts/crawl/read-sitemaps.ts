import { findAll, parseHtml, textOf, type Element } from './html'

/** A page as the sitemap tells of it. */
export interface SitemapAddress {
  address: string
  changedAt: string | null
  alternates: { language: string; address: string }[]
  images: string[]
}

const MOST_ADDRESSES = 50_000
const MOST_BYTES = 50 * 1024 * 1024

/** A sitemap, or an index of them; what is against the protocol is among the problems. */
export function readSitemap(xml: string): { files: string[]; entries: SitemapAddress[]; problems: string[] } {
  const page = parseHtml(
    xml
      .replace(/<\?xml[^>]*\?>/, '')
      .replace(/<([\w-]+):([\w-]+)/g, '<$1-$2')
      .replace(/<\/([\w-]+):([\w-]+)/g, '</$1-$2'),
  )
  const inside = (element: Element, name: string) => findAll(element, name).map(textOf)[0] ?? null
  const entries = findAll(page, 'url').map((url) => ({
    address: inside(url, 'loc') ?? '',
    changedAt: inside(url, 'lastmod'),
    alternates: findAll(url, 'xhtml-link').map(({ attributes: { hreflang = '', href = '' } }) => ({ language: hreflang, address: href })),
    images: findAll(url, 'image-image').flatMap((image) => inside(image, 'image-loc') ?? []),
  }))
  const addresses = new Set(entries.map(({ address }) => address))

  return {
    files: findAll(page, 'sitemap').map((sitemap) => inside(sitemap, 'loc') ?? ''),
    entries,
    problems: [
      ...(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<(?:urlset|sitemapindex) /.test(xml) ? [] : ['is no sitemap']),
      ...(addresses.size < entries.length ? ['has an address twice'] : []),
      ...(entries.length > MOST_ADDRESSES ? [`has ${entries.length} addresses`] : []),
      ...(Buffer.byteLength(xml) > MOST_BYTES ? ['has more than 50 MB'] : []),
      ...entries.flatMap(({ address, changedAt }) =>
        changedAt !== null && !(Date.parse(changedAt) <= Date.now()) ? [`says of ${address} that it changed ${changedAt}`] : [],
      ),
    ],
  }
}
