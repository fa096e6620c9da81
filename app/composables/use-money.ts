const formats = new Map<string, { format: Intl.NumberFormat; factor: number }>()

function moneyFormat(locale: string, currency: string) {
  const key = `${locale} ${currency}`
  const known = formats.get(key)
  if (known) return known

  const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const made = { format, factor: 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2) }
  formats.set(key, made)
  return made
}

/** Writes amounts of minor units in the page's language: `€24.90`. Formats are kept, since making one costs more than a card. */
export function useMoney() {
  const { locale } = useI18n()

  return (amountMinor: number, currency: string) => {
    const { format, factor } = moneyFormat(locale, currency)
    return format.format(amountMinor / factor)
  }
}
