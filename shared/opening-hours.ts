/** From when to when somebody is there on one day, as `09:00`; null for a day on which nobody is. */
export type OpenDay = { from: string; to: string } | null
/** Monday first. */
export type OpeningHours = readonly OpenDay[]

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Whether somebody is there at this moment, where the clocks go by `timeZone` (IANA). The minute of `to` is outside. */
export function isOpenAt(hours: OpeningHours, timeZone: string, moment: Date): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(moment)
  const part = (type: string) => parts.find((each) => each.type === type)!.value
  const day = hours[WEEKDAYS.indexOf(part('weekday'))]
  const time = `${part('hour')}:${part('minute')}`
  return day != null && day.from <= time && time < day.to
}
