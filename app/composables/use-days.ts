/** How long a parcel takes: `2 to 4 days`, `1 day`. */
export function useDays() {
  const { t } = useI18n()

  return ({ minDays, maxDays }: { minDays: number; maxDays: number }) =>
    minDays === maxDays ? t('shops.day', { count: minDays }, minDays) : t('shops.days', { from: minDays, to: maxDays })
}
