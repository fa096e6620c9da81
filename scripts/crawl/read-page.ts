import { closest, findAll, parseHtml, textOf, type Element } from './html'

/** What a search engine and a person read of a page. */
export interface PageFacts {
  language: string
  title: string
  description: string
  canonical: string | null
  /** All that is said to robots, in the page and beside it. */
  robots: string
  alternates: { language: string; address: string }[]
  /** The texts of its blocks of structured data. */
  structured: string[]
  /** Whole addresses of what it links to, without fragments. */
  links: string[]
  headings: string[]
  /** The header with the first heading: on the page of a product or a shop, its name and its rating. */
  header: string
  /** That header and what stands beside it: on a product's page its price and its stock. */
  besideHeader: string
  /** The names in its breadcrumbs. */
  crumbs: string[]
}

export function readPage(html: string, address: string, headers: Headers): PageFacts {
  const page = parseHtml(html)
  const meta = (name: string) => findAll(page, 'meta').find(({ attributes }) => attributes.name === name)?.attributes.content ?? ''
  const links = findAll(page, 'link')
  const body = findAll(page, 'main')[0] ?? page
  const headings = findAll(body, 'h1')
  const header = headings[0] && closest(headings[0], 'header')

  return {
    language: findAll(page, 'html')[0]?.attributes.lang ?? '',
    title: findAll(page, 'title').map(textOf)[0] ?? '',
    description: meta('description'),
    canonical: links.find(({ attributes }) => attributes.rel === 'canonical')?.attributes.href ?? null,
    robots: `${meta('robots')} ${headers.get('x-robots-tag') ?? ''}`.trim(),
    alternates: links.flatMap(({ attributes: { rel, hreflang, href } }) =>
      rel === 'alternate' && hreflang && href ? [{ language: hreflang, address: href }] : [],
    ),
    structured: findAll(page, 'script')
      .filter(({ attributes }) => attributes.type === 'application/ld+json')
      .map(({ children }) => children.join('')),
    links: linksOf(page, address),
    headings: headings.map(textOf),
    header: header ? textOf(header) : '',
    besideHeader: header?.parent ? textOf(header.parent) : '',
    crumbs: findAll(findAll(body, 'nav').find(({ children }) => children.some(isOrderedList)) ?? emptyElement, 'a').map(textOf),
  }
}

const emptyElement: Element = { name: '', attributes: {}, parent: null, children: [] }
const isOrderedList = (child: Element | string) => typeof child !== 'string' && child.name === 'ol'

function linksOf(page: Element, address: string): string[] {
  const found = findAll(page, 'a').flatMap(({ attributes: { href } }) => {
    const url = href === undefined ? null : URL.parse(href, address)
    if (!url || !/^https?:$/.test(url.protocol)) return []
    url.hash = ''
    return url.href
  })
  return [...new Set(found)]
}
