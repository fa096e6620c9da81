import { LANGUAGES } from '#shared/languages'

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
  /** Data blocks made by shared/structured-data. */
  structured?: readonly object[]
}

/** A page's title, description, canonical address, languages, preview card and structured data. */
export function usePageHead(page: () => PageHead) {
  const { data: site } = useNuxtData('site')
  const href = useHref()
  const { locale } = useI18n()

  const absolute = (path: string) => (/^https?:/.test(path) ? path : `${site.value?.url ?? ''}${path}`)
  const inLanguage = (code: string, path: string) => absolute(code === LANGUAGES[0].code ? path : `/${code}${path === '/' ? '' : path}`)

  useHead(() => {
    const { title, description, path, image = '/og.png', imageAlt, type = 'website', hidden, structured = [] } = page()
    const name = site.value?.name ?? 'Souk'
    const fullTitle = path === '/' ? title : `${title} · ${name}`
    const card = { 'og:title': title, 'og:type': type, 'og:site_name': name, 'og:url': absolute(href(path)), 'og:locale': locale.value }

    return {
      title: fullTitle,
      link: hidden
        ? []
        : [
            { rel: 'canonical', href: absolute(href(path)) },
            ...LANGUAGES.map(({ code, language }) => ({ rel: 'alternate', hreflang: language, href: inLanguage(code, path) })),
            { rel: 'alternate', hreflang: 'x-default', href: inLanguage(LANGUAGES[0].code, path) },
          ],
      meta: [
        ...(description
          ? [
              { name: 'description', content: description },
              { property: 'og:description', content: description },
            ]
          : []),
        ...(hidden ? [{ name: 'robots', content: 'noindex' }] : []),
        ...Object.entries(card).map(([property, content]) => ({ property, content })),
        { property: 'og:image', content: absolute(image) },
        ...(imageAlt ? [{ property: 'og:image:alt', content: imageAlt }] : []),
        { name: 'twitter:card', content: 'summary_large_image' },
      ],
      script: structured.map((data) => ({ type: 'application/ld+json', innerHTML: JSON.stringify(data).replace(/</g, '\\u003c') })),
    }
  })
}
