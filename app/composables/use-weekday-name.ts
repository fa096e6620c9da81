/** The name of a day of the week in the page's language; 1 is Monday, 7 is Sunday. */
export function useWeekdayName() {
  const { locale } = useI18n()

  // The first of January 2024 was a Monday.
  return (weekday: number): string =>
    new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, weekday)))
}
