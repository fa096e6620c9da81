import { sitemapParts } from '#server/domains/catalog'
import { defineDocument } from '#server/http/define-document'
import { sitemapIndexXml } from '#server/http/sitemap-xml'

/** Every sitemap; search engines begin here. */
export default defineDocument({ contentType: 'application/xml; charset=utf-8', seconds: 3600 }, async (ctx) => {
  const parts = await sitemapParts(ctx)
  return sitemapIndexXml(ctx.config.siteUrl, [
    { name: 'pages.xml' },
    { name: 'categories.xml' },
    { name: 'shops.xml' },
    ...parts.map(({ changedAt }, index) => ({ name: `products-${index + 1}.xml`, changedAt })),
  ])
})
