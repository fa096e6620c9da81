import { getRouterParam } from 'h3'
import { categoryPaths, sitemapParts, sitemapProducts } from '#server/domains/catalog'
import { listShopSlugs } from '#server/domains/shops'
import { defineDocument } from '#server/http/define-document'
import { routeNotFound } from '#server/http/route-errors'
import { sitemapXml, type SitemapEntry } from '#server/http/sitemap-xml'
import type { Context } from '#server/platform/context'

/** Well below the 50,000 addresses of a sitemap in two languages. */
const SHOPS_A_FILE = 10_000

/** One sitemap. Products come in files of a fixed size, read by ranges of ids, so any number of them costs the same a file. */
export default defineDocument({ contentType: 'application/xml; charset=utf-8', seconds: 3600 }, async (ctx, event) =>
  sitemapXml(ctx.config.siteUrl, await entriesOf(ctx, getRouterParam(event, 'file') ?? '')),
)

async function entriesOf(ctx: Context, file: string): Promise<SitemapEntry[]> {
  if (file === 'pages.xml') return [{ path: '/' }]
  if (file === 'categories.xml') return (await categoryPaths(ctx)).map((path) => ({ path: `/categories/${path}` }))
  if (file === 'shops.xml') return (await listShopSlugs(ctx, SHOPS_A_FILE)).map((slug) => ({ path: `/shops/${slug}` }))

  const number = /^products-([1-9]\d{0,5})\.xml$/.exec(file)?.[1]
  const part = number && (await sitemapParts(ctx))[Number(number) - 1]
  if (!part) throw routeNotFound()
  const products = await sitemapProducts(ctx, part)
  return products.map(({ slug, changedAt, images }) => ({
    path: `/products/${slug}`,
    changedAt,
    images: images.flatMap(({ renditions }) => renditions.at(-1)?.url ?? []),
  }))
}
