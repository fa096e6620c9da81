import { defineDocument } from '#server/http/define-document'
import { LANGUAGES } from '#shared/languages'
import { NARROWING_QUERY_KEYS } from '#shared/list-address'

/** Personal pages, endless lists and what machines read otherwise. */
const NOT_FOR_ROBOTS = ['/account', '/admin', '/api/', '/cart', '/checkout', '/dev/', '/messages', '/orders', '/search', '/seller']
/** The many views of one list. */
const VIEWS = NARROWING_QUERY_KEYS.flatMap((key) => [`/*?${key}=`, `/*&${key}=`])

/** What search engines may read, and where they find it all. */
export default defineDocument({ contentType: 'text/plain; charset=utf-8', seconds: 3600 }, (ctx) => {
  const prefixes = ['', ...LANGUAGES.slice(1).map(({ code }) => `/${code}`)]
  const paths = [...prefixes.flatMap((prefix) => NOT_FOR_ROBOTS.map((path) => prefix + path)), ...VIEWS]
  return ['User-agent: *', ...paths.map((path) => `Disallow: ${path}`), '', `Sitemap: ${ctx.config.siteUrl}/sitemap.xml`, ''].join('\n')
})
