const GRAMS_A_KILO = 1000

/** A weight as people say it: `500 g`, `31.5 kg`. */
export function useWeight() {
  const { locale } = useI18n()
  const written = (value: number, unit: 'gram' | 'kilogram') => value.toLocaleString(locale, { style: 'unit', unit })

  return (grams: number) => (grams < GRAMS_A_KILO ? written(grams, 'gram') : written(grams / GRAMS_A_KILO, 'kilogram'))
}
