/** Countries in a sentence: the first few by name, the others counted. */
export function useCountryList() {
  const { t, locale } = useI18n()
  const name = useCountryName()
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })

  return (codes: readonly string[], most = 3) =>
    codes.length > most + 1
      ? t('base.andMore', { names: codes.slice(0, most).map(name).join(', '), count: codes.length - most })
      : list.format(codes.map(name))
}
