const names = new Map<string, Intl.DisplayNames>()

/** A country in the page's language, from its two letters. */
export function useCountryName() {
  const { locale } = useI18n()

  return (code: string) => {
    let known = names.get(locale.value)
    if (!known) names.set(locale.value, (known = new Intl.DisplayNames([locale.value], { type: 'region' })))
    return known.of(code) ?? code
  }
}
