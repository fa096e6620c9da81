import { getRouterParam } from 'h3'
import { sitemapCategories, sitemapParts, sitemapProducts, sitemapShopParts, sitemapShops, type SitemapPage } from '#server/domains/catalog'
import { defineDocument } from '#server/http/define-document'
import { routeNotFound } from '#server/http/route-errors'
import { sitemapXml, type SitemapEntry } from '#server/http/sitemap-xml'
import type { Context } from '#server/platform/context'

/** The pages that are there whatever is sold. */
const PAGES: readonly SitemapEntry[] = [{ path: '/' }, { path: '/sell' }]

/** One sitemap. Products come in files of a fixed size, read by ranges of ids, so any number of them costs the same a file. */
export default defineDocument({ contentType: 'application/xml; charset=utf-8', seconds: 3600 }, async (ctx, event) =>
  sitemapXml(ctx.config.siteUrl, await entriesOf(ctx, getRouterParam(event, 'file') ?? '')),
)

type Entries = Iterable<readonly SitemapEntry[]> | AsyncIterable<readonly SitemapEntry[]>

async function entriesOf(ctx: Context, file: string): Promise<Entries> {
  if (file === 'pages.xml') return [PAGES]
  if (file === 'categories.xml') return [(await sitemapCategories(ctx)).map(at('/categories'))]

  const [, kind, digits] = /^(products|shops)-([1-9]\d{0,5})\.xml$/.exec(file) ?? []
  const number = Number(digits)
  if (kind === 'shops' && number <= (await sitemapShopParts(ctx))) return [(await sitemapShops(ctx, number)).map(at('/shops'))]
  const part = kind === 'products' ? (await sitemapParts(ctx))[number - 1] : undefined
  if (!part) throw routeNotFound()
  return productEntries(sitemapProducts(ctx, part))
}

async function* productEntries(pieces: AsyncIterable<readonly SitemapPage[]>): AsyncGenerator<SitemapEntry[]> {
  for await (const products of pieces) yield products.map(at('/products'))
}

const at =
  (folder: string) =>
  ({ slug, changedAt, images }: SitemapPage): SitemapEntry => ({ path: `${folder}/${slug}`, changedAt, images })
