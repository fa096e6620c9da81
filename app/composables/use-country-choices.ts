/** Where buyers are asked to send to; a shop that does not reach one of them says so. */
const COUNTRIES = 'AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK US CA AU NZ JP'.split(
  ' ',
)

/** Countries by name in the page's language. */
export function useCountryChoices() {
  const { locale } = useI18n()
  const name = useCountryName()

  return computed(() =>
    COUNTRIES.map((value) => ({ value, label: name(value) })).sort((one, other) => one.label.localeCompare(other.label, locale)),
  )
}
