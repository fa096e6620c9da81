const DAY_MS = 24 * 60 * 60 * 1000

/**
 * When a parcel that is ordered today arrives: `between 24 and 29 November`, `on 24 November`. Counted from the day on which
 * the page was made, so that the server and the browser write the same; the next page counts from the day it is opened.
 */
export function useArrival() {
  const { t, locale } = useI18n()
  const dayNow = () => new Date().toISOString().slice(0, 10)
  const today = useState('today', dayNow)
  if (import.meta.client && !useNuxtApp().isHydrating) today.value = dayNow()
  const dayOf = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' })
  const after = (days: number) => dayOf.format(new Date(Date.parse(today.value) + days * DAY_MS))

  return ({ minDays, maxDays }: { minDays: number; maxDays: number }) =>
    minDays === maxDays ? t('product.on', { day: after(minDays) }) : t('product.between', { from: after(minDays), to: after(maxDays) })
}
