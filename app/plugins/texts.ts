import { LANGUAGES, localeOf } from '#shared/languages'
import { TEXT_ADDRESSES, textsIn } from '~/texts/load-texts'
import { translator } from '~/texts/translate'

const translators = new Map<string, ReturnType<typeof translator>>()

/** Gives a page its language and its texts. It has one language: another one is another page load. */
export default defineNuxtPlugin({
  name: 'texts',
  async setup() {
    // A page that could not be made is made again as an error, under another address than the one that was asked for.
    const asked = useNuxtApp().ssrContext?.url
    const locale = localeOf(asked === undefined ? location.pathname : asked.split('?', 1)[0]!)
    if (!translators.has(locale)) translators.set(locale, translator(await textsIn(locale), locale))
    const { t, te } = translators.get(locale)!

    const prefix = locale === LANGUAGES[0].code ? '' : `/${locale}`
    const numbers = new Intl.NumberFormat(locale)

    useHead({ htmlAttrs: { lang: locale } })
    if (import.meta.server) {
      useHead({ link: [{ rel: 'preload', as: 'fetch', crossorigin: 'anonymous', href: TEXT_ADDRESSES[locale] }] })
    } else {
      useRouter().beforeEach((to) => {
        if (localeOf(to.path) === locale) return true
        location.assign(to.fullPath)
        return false
      })
    }

    return {
      provide: {
        t,
        te,
        n: (value: number) => numbers.format(value),
        locale,
        /** A path in the page's language. */
        href: (path: string) => (path === '/' ? prefix || '/' : prefix + path),
      },
    }
  },
})
