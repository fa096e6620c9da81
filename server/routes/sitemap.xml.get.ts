import { sitemapParts, sitemapShopParts } from '#server/domains/catalog'
import { defineDocument } from '#server/http/define-document'
import { sitemapIndexXml } from '#server/http/sitemap-xml'

/** Every sitemap; search engines begin here. */
export default defineDocument({ contentType: 'application/xml; charset=utf-8', seconds: 3600 }, async (ctx) => {
  const [products, shops] = await Promise.all([sitemapParts(ctx), sitemapShopParts(ctx)])
  const numbered = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}-${index + 1}.xml`)
  return sitemapIndexXml(ctx.config.siteUrl, [
    'pages.xml',
    'categories.xml',
    ...numbered('shops', shops),
    ...numbered('products', products.length),
  ])
})
