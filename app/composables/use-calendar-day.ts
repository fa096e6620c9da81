/** Writes a day of the calendar, `2026-11-23`, in the page's language: the same day wherever the reader is. */
export function useCalendarDay() {
  const { locale } = useI18n()

  return (day: string, look: Intl.DateTimeFormatOptions = { dateStyle: 'medium' }): string =>
    new Intl.DateTimeFormat(locale, { ...look, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}
