/** Making one takes a hundred times as long as writing with it. There are as many as languages, zones and looks. */
const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(locale: string, look: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, look])
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, look)
  formats.set(key, format)
  return format
}

/** Writes moments in the page's language, in the time zone that the reader chose or else in the one of their device. */
export function useMoment() {
  const { locale } = useI18n()
  const session = useSessionStore()

  return (moment: string, look: Intl.DateTimeFormatOptions): string => {
    const timeZone = session.user?.timeZone ?? undefined
    try {
      return formatOf(locale, { ...look, timeZone }).format(new Date(moment))
    } catch {
      // An older browser may not know the zone that another one offered.
      return formatOf(locale, look).format(new Date(moment))
    }
  }
}
