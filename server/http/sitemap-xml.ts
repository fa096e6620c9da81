import { LANGUAGES } from '#shared/languages'

export interface SitemapEntry {
  /** The address without a language, such as `/products/vase`. */
  path: string
  changedAt?: string | null
  images?: readonly string[]
}

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
const escape = (text: string) => text.replace(/[&<>"']/g, (char) => ESCAPED[char]!)

/** The addresses of a page in every language; the first language has no prefix. */
const inLanguages = (site: string, path: string) =>
  LANGUAGES.map(({ code, language }, index) => ({
    language,
    address: escape(index === 0 ? site + path : `${site}/${code}${path === '/' ? '' : path}`),
  }))

type Pieces<T> = Iterable<T> | AsyncIterable<T>

/** A sitemap, written as its entries come: each page once for each language, and each of them with all the others. */
export async function* sitemapXml(site: string, pieces: Pieces<readonly SitemapEntry[]>): AsyncGenerator<string> {
  yield `${HEAD}<urlset ${NAMESPACES}>\n`
  for await (const entries of pieces) yield entries.flatMap((entry) => urlsOf(site, entry)).join('')
  yield '</urlset>\n'
}

function urlsOf(site: string, { path, changedAt, images = [] }: SitemapEntry): string[] {
  const languages = inLanguages(site, path)
  const alternates = [...languages, { language: 'x-default', address: languages[0]!.address }]
    .map(({ language, address }) => `<xhtml:link rel="alternate" hreflang="${language}" href="${address}"/>`)
    .join('')
  const changed = changedAt ? `<lastmod>${changedAt}</lastmod>` : ''
  const pictures = images.map((image) => `<image:image><image:loc>${escape(site + image)}</image:loc></image:image>`).join('')
  return languages.map(({ address }) => `<url><loc>${address}</loc>${changed}${alternates}${pictures}</url>\n`)
}

/** The index of all sitemaps. */
export function sitemapIndexXml(site: string, files: readonly string[]): string {
  const entries = files.map((name) => `<sitemap><loc>${escape(`${site}/sitemaps/${name}`)}</loc></sitemap>`)
  return `${HEAD}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</sitemapindex>\n`
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
const NAMESPACES = [
  'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"',
  'xmlns:xhtml="http://www.w3.org/1999/xhtml"',
  'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"',
].join(' ')
