/** Writes a rate of basis points: 1,250 is `12.5 %`. */
export function usePercent() {
  const { locale } = useI18n()

  return (rateBps: number): string => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(rateBps / 10_000)
}
