import { LANGUAGES } from '#shared/languages'
import { serialiseStructuredData, type Address } from '#shared/structured-data/site-address'

interface PageHead {
  title: string
  description?: string
  /** The page's own address without a language, with the part of the query that makes it another page. */
  path: string
  image?: string
  imageAlt?: string
  type?: 'website' | 'article'
  /** Personal pages and endless combinations stay out of search engines. */
  hidden?: boolean
  /**
   * Data blocks made by shared/structured-data. Only search engines read them, so a page asks `import.meta.server` first
   * and the code that makes them stays out of the browser.
   */
  structured?: (address: Address) => readonly object[]
}

/** A page's title, description, canonical address, languages, preview card and structured data. */
export function usePageHead(page: () => PageHead) {
  const { data: site } = useNuxtData('site')
  const href = useHref()
  const { locale } = useI18n()

  const absolute = (path: string) => (/^https?:/.test(path) ? path : `${site.value?.url ?? ''}${path}`)
  const address: Address = { page: (path) => absolute(href(path)), file: absolute }
  const inLanguage = (code: string, path: string) => absolute(code === LANGUAGES[0].code ? path : `/${code}${path === '/' ? '' : path}`)

  useHead(() => {
    const { title, description, path, image = '/og.png', imageAlt, type = 'website', hidden, structured } = page()
    const name = site.value?.name ?? 'Souk'

    const card = {
      'og:title': title,
      'og:description': description,
      'og:type': type,
      'og:site_name': name,
      'og:url': absolute(href(path)),
      'og:locale': locale,
      'og:image': absolute(image),
      'og:image:alt': imageAlt,
    }
    const named = { description, robots: hidden ? 'noindex' : undefined, 'twitter:card': 'summary_large_image' }
    const languages = [
      ...LANGUAGES.map(({ code, language }) => ({ code, hreflang: language as string })),
      { code: LANGUAGES[0].code, hreflang: 'x-default' },
    ]

    return {
      title: path === '/' ? title : `${title} · ${name}`,
      link: hidden
        ? []
        : [
            { rel: 'canonical' as const, href: absolute(href(path)) },
            ...languages.map(({ code, hreflang }) => ({
              rel: 'alternate' as const,
              type: 'text/html',
              hreflang,
              href: inLanguage(code, path),
            })),
          ],
      meta: [
        ...Object.entries(card).flatMap(([property, content]) => (content ? [{ property, content }] : [])),
        ...Object.entries(named).flatMap(([name, content]) => (content ? [{ name, content }] : [])),
      ],
      script: structured?.(address).map((data) => ({ type: 'application/ld+json' as const, innerHTML: serialiseStructuredData(data) })),
    }
  })
}
