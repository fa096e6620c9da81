import { DELIVERY_COUNTRIES } from '#shared/countries'

/** Countries by name in the page's language. */
export function useCountryChoices() {
  const { locale } = useI18n()
  const name = useCountryName()

  return computed(() =>
    DELIVERY_COUNTRIES.map((value) => ({ value, label: name(value) })).sort((one, other) => one.label.localeCompare(other.label, locale)),
  )
}
