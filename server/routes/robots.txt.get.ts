import { defineDocument } from '#server/http/define-document'
import { LANGUAGES } from '#shared/languages'

/** Personal pages, endless lists and what machines read otherwise. */
const NOT_FOR_ROBOTS = ['/account', '/admin', '/api/', '/cart', '/checkout', '/dev/', '/messages', '/orders', '/search', '/seller']

/** What search engines may read, and where they find it all. */
export default defineDocument({ contentType: 'text/plain; charset=utf-8', seconds: 3600 }, (ctx) => {
  const prefixes = ['', ...LANGUAGES.slice(1).map(({ code }) => `/${code}`)]
  const lines = prefixes.flatMap((prefix) => NOT_FOR_ROBOTS.map((path) => `Disallow: ${prefix}${path}`))
  return ['User-agent: *', ...lines, '', `Sitemap: ${ctx.config.siteUrl}/sitemap.xml`, ''].join('\n')
})
