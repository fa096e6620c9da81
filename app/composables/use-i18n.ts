import { LANGUAGES } from '#shared/languages'

/** The page's texts: `t` says a text, `te` whether there is one, `n` writes a number. The language holds until the next page load. */
export function useI18n() {
  const { $t: t, $te: te, $n: n, $locale } = useNuxtApp()

  return { t, te, n, locale: $locale, locales: LANGUAGES }
}
