/** Writes moments in the page's language, in the time zone that the reader chose or else in the one of their device. */
export function useMoment() {
  const { locale } = useI18n()
  const session = useSessionStore()

  return (moment: string, look: Intl.DateTimeFormatOptions): string => {
    const timeZone = session.user?.timeZone ?? undefined
    try {
      return new Intl.DateTimeFormat(locale, { ...look, timeZone }).format(new Date(moment))
    } catch {
      // An older browser may not know the zone that another one offered.
      return new Intl.DateTimeFormat(locale, look).format(new Date(moment))
    }
  }
}
