const HOUR_MS = 60 * 60 * 1000

/** The day of the calendar in which a moment lies, `2026-11-23`. */
export const dayOfMoment = (moment: Date, timeZone: string | undefined): string =>
  new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(moment)

/** The first moment of such a day, to the minute: not each has a midnight. */
export function startOfDay(day: string, timeZone: string | undefined): Date {
  const middle = Date.parse(`${day}T00:00:00Z`)
  let [before, within] = [middle - 16 * HOUR_MS, middle + 16 * HOUR_MS]
  while (within - before > 60_000) {
    const half = Math.round((before + within) / 120_000) * 60_000
    if (dayOfMoment(new Date(half), timeZone) < day) before = half
    else within = half
  }
  return new Date(within)
}
