import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { crawlSite, type CrawlOptions } from './crawl-site'

type Pages = Record<string, string | { status: number; location?: string }>
const SITE = 'https://souk.test'
const PNG = 'data of a picture'

const alternates = (path: string) =>
  [
    ['en', path],
    ['de', path === '/' ? '/de' : `/de${path}`],
    ['x-default', path],
  ].map(([language, address]) => `<link rel="alternate" hreflang="${language}" href="${SITE}${address}">`)

interface Head {
  title?: string
  description?: string
  canonical?: string
  more?: string
}

function page(path: string, body: string, { title, description, canonical, more = '' }: Head = {}): string {
  const [language, own] = path === '/de' || path.startsWith('/de/') ? ['de', path.slice(3) || '/'] : ['en', path]
  return `<!DOCTYPE html><html lang="${language}"><head><title>${title ?? `Title of ${path}`}</title>
    <meta name="description" content="${description ?? `What is at ${path}`}">
    <link rel="canonical" href="${canonical ?? SITE + path}">${alternates(own!).join('')}${more}</head><body><main>${body}</main></body></html>`
}

const PRICE = { '@type': 'UnitPriceSpecification', price: '24.00', priceCurrency: 'EUR', valueAddedTaxIncluded: true }
const PRODUCT = {
  '@context': 'https://schema.org',
  '@type': 'Product',
  name: 'Blue vase',
  url: `${SITE}/products/vase`,
  description: 'By hand.',
  image: [`${SITE}/files/vase.png`],
  sku: 'V1',
  aggregateRating: { '@type': 'AggregateRating', ratingValue: 4.5, reviewCount: 12, bestRating: 5, worstRating: 1 },
  offers: {
    '@type': 'Offer',
    url: `${SITE}/products/vase`,
    price: '24.00',
    priceCurrency: 'EUR',
    availability: 'https://schema.org/InStock',
    itemCondition: 'https://schema.org/NewCondition',
    priceSpecification: [PRICE],
    seller: { '@type': 'Organization', name: 'Lumen', url: `${SITE}/shops/lumen` },
    hasMerchantReturnPolicy: {
      '@type': 'MerchantReturnPolicy',
      applicableCountry: ['DE'],
      returnPolicyCategory: 'https://schema.org/MerchantReturnNotPermitted',
    },
  },
}
const script = (data: unknown) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`
const SEEN = { en: ['4.5', '12 reviews', '€24.00', 'In stock'], de: ['4,5', '12 Bewertungen', '24,00&nbsp;€', 'Vorrätig'] }
const productPage = (language: 'en' | 'de', data: unknown = PRODUCT, seen: string[] = SEEN[language]) =>
  page(
    `${language === 'de' ? '/de' : ''}/products/vase`,
    `<div><header><h1>Blue vase</h1><span>${seen[0]}</span><span>${seen[1]}</span></header><p>${seen[2]}</p><p>${seen[3]}</p></div>${script(data)}`,
  )

const sitemap = (paths: string[], more = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<urlset >${paths
    .flatMap((path) => {
      const languages = alternates(path).map((link) => link.replace('<link', '<xhtml:link').replace('>', '/>'))
      return [path, path === '/' ? '/de' : `/de${path}`].map((own) => `<url><loc>${SITE}${own}</loc>${languages.join('')}${more}</url>`)
    })
    .join('\n')}</urlset>`

const GOOD: Pages = {
  '/robots.txt': `User-agent: *\nDisallow: /cart\n\nSitemap: ${SITE}/sitemap.xml\n`,
  '/sitemap.xml': `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex ><sitemap><loc>${SITE}/sitemaps/all.xml</loc></sitemap></sitemapindex>`,
  '/sitemaps/all.xml': sitemap(['/', '/products/vase']),
  '/files/vase.png': PNG,
  '/cart': 'Yours',
  '/about': { status: 301, location: '/' },
  '/': page('/', '<h1>A market</h1><a href="/products/vase">A vase</a><a href="/cart">Cart</a><a href="/about#us">Us</a>'),
  '/de': page('/de', '<h1>Ein Markt</h1><a href="/de/products/vase?variant=V1">Eine Vase</a>'),
  '/products/vase': productPage('en'),
  '/de/products/vase': productPage('de'),
  '/de/products/vase?variant=V1': productPage('de'),
}

async function findingsOf(over: Pages): Promise<string[]> {
  return (await crawl(over)).findings.map(({ address, problem }) => `${address.replace(SITE, '')} ${problem}`)
}

async function crawl(over: Pages, options: CrawlOptions = {}) {
  const pages = { ...GOOD, ...over }
  const server = createServer(({ url }, answer) => {
    const found = pages[url!] ?? { status: 404 }
    if (typeof found !== 'string') return answer.writeHead(found.status, found.location ? { location: found.location } : {}).end()
    const type = url!.endsWith('.png') ? 'image/png' : /\.\w+$/.test(url!) ? 'text/plain' : 'text/html;charset=utf-8'
    answer.writeHead(200, { 'content-type': type }).end(found)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  try {
    return await crawlSite(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, options)
  } finally {
    server.close()
  }
}

it('finds nothing wrong with a site that is well', async () => {
  expect(
    await crawl({
      '/sitemaps/all.xml': sitemap(['/', '/products/vase'], `<image:image><image:loc>${SITE}/files/vase.png</image:loc></image:image>`),
    }),
  ).toEqual({
    sitemaps: 2,
    inSitemaps: 4,
    furtherPages: 0,
    otherAddresses: 3,
    left: 0,
    images: 1,
    structured: { Product: 3 },
    findings: [],
  })
})

const offered = (over: object) => productPage('en', { ...PRODUCT, offers: { ...PRODUCT.offers, ...over } })
const { aggregateRating: _rating, ...UNRATED } = PRODUCT

it.each<[string, Pages, string | RegExp]>([
  ['a page that fails', { '/products/vase': { status: 500 } }, '/products/vase answers 500'],
  ['a page that has moved', { '/products/vase': { status: 301, location: '/' } }, `/products/vase is in the sitemap and leads to ${SITE}/`],
  ['a link that leads nowhere', { '/': page('/', '<h1>A</h1><a href="/gone">Gone</a>') }, `/gone answers 404 and is linked from ${SITE}/`],
  [
    'a page in the sitemap that robots must not keep',
    { '/': page('/', '<h1>A</h1>', { more: '<meta name="robots" content="noindex">' }) },
    '/ is in the sitemap and must not be kept',
  ],
  [
    'a page in the sitemap that robots must not read',
    { '/robots.txt': `User-agent: *\nDisallow: /products\nSitemap: ${SITE}/sitemap.xml` },
    '/products/vase is in the sitemap and must not be read',
  ],
  ['a page that calls itself another', { '/': page('/', '<h1>A</h1>', { canonical: `${SITE}/de` }) }, `/ says that it is ${SITE}/de`],
  [
    'a page that may be kept and that no sitemap names',
    {
      '/': page('/', '<h1>A</h1><a href="/more">More</a>'),
      '/more': page('/more', '<h1>More</h1>'),
      '/de/more': page('/de/more', '<h1>M</h1>'),
    },
    '/more may be kept by search engines and is in no sitemap',
  ],
  ['a language that is not there', { '/de': { status: 404 } }, `/ has another language at ${SITE}/de, which was not found`],
  [
    'a language that does not name the other',
    { '/de': page('/de', '<h1>A</h1>').replace('hreflang="x-default" ', 'hreflang="fr" ') },
    '/de is there in de, en, fr',
  ],
  [
    'two pages with a title',
    { '/products/vase': page('/products/vase', '<h1>V</h1>', { title: 'title of /' }) },
    `/products/vase has the title of ${SITE}/: title of /`,
  ],
  [
    'two pages with a description',
    { '/': page('/', '<h1>V</h1>', { description: 'What is at /products/vase' }) },
    /has the description of/,
  ],
  ['a page without a title', { '/': page('/', '<h1>V</h1>', { title: ' ' }) }, '/ has no title'],
  ['a page with two headings', { '/': page('/', '<h1>V</h1><h1>W</h1>') }, '/ has 2 first headings'],
  [
    'a picture that is not there',
    { '/sitemaps/all.xml': sitemap(['/', '/products/vase'], `<image:image><image:loc>${SITE}/no.png</image:loc></image:image>`) },
    /no.png is in the sitemap and answers 404/,
  ],
  [
    'a change in the future',
    { '/sitemaps/all.xml': sitemap(['/', '/products/vase'], '<lastmod>2999-01-01T00:00:00Z</lastmod>') },
    /all.xml says of .* that it changed 2999/,
  ],
  ['data that is no JSON', { '/': page('/', `<h1>A</h1><script type="application/ld+json">{</script>`) }, /^\/ null|^\/ undefined/],
  [
    'data without what Google requires',
    { '/products/vase': offered({ priceCurrency: undefined }) },
    /^\/products\/vase Product: offers.priceCurrency/,
  ],
  [
    'data that schema.org does not know',
    { '/products/vase': productPage('en', { ...PRODUCT, colour: 'blue' }) },
    /^\/products\/vase .*colour"' does not exist/,
  ],
  [
    'a type that schema.org does not know',
    { '/': page('/', `<h1>A</h1>${script({ '@context': 'https://schema.org', '@type': 'Vase' })}`) },
    /^\/ .*has no exported member.* 'Vase'/,
  ],
  [
    'another price than the page shows',
    { '/products/vase': offered({ price: '23.00' }) },
    "/products/vase the data's price €23.00 is not seen",
  ],
  [
    'an earlier price that the page does not show',
    {
      '/products/vase': offered({
        priceSpecification: [PRICE, { ...PRICE, price: '30.00', priceType: 'https://schema.org/StrikethroughPrice' }],
      }),
    },
    "/products/vase the data's earlier price €30.00 is not seen",
  ],
  [
    'another stock than the page shows',
    { '/products/vase': offered({ availability: 'https://schema.org/OutOfStock' }) },
    /OutOfStock is not seen/,
  ],
  [
    'another name than the page shows',
    { '/products/vase': productPage('en', { ...PRODUCT, name: 'Vase' }) },
    /the data's name is "Vase", the heading "Blue vase"/,
  ],
  [
    'another rating than the page shows',
    { '/products/vase': productPage('en', PRODUCT, ['4.4', '12 reviews', '€24.00', 'In stock']) },
    /rating 4.5 of 12 is not seen/,
  ],
  [
    'a rating that only the page shows',
    { '/products/vase': productPage('en', UNRATED, ['4.5 out of 5 stars', '12 reviews', '€24.00', 'In stock']) },
    /shows a rating that the data does not have/,
  ],
])('finds %s', async (_what, over, finding) => {
  const findings = await findingsOf(over)
  expect(
    findings.filter((found) => (typeof finding === 'string' ? found === finding : finding.test(found))),
    findings.join('\n'),
  ).not.toEqual([])
})

it('asks no more addresses than it is told to', async () => {
  expect(await crawl({}, { most: 2, atOnce: 1 })).toMatchObject({ inSitemaps: 2, left: 5, findings: [] })
})
