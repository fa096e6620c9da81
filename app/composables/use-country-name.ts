const names = new Map<string, Intl.DisplayNames>()

/** A country in the page's language, from its two letters. */
export function useCountryName() {
  const { locale } = useI18n()

  return (code: string) => {
    let known = names.get(locale)
    if (!known) names.set(locale, (known = new Intl.DisplayNames([locale], { type: 'region' })))
    return known.of(code) ?? code
  }
}
