import type { Settings } from './known-settings'

type PayoutDays = Pick<Settings, 'payoutSchedule' | 'payoutWeekday'>

const DAY_MS = 24 * 60 * 60 * 1000
/** So late a day of payouts is still made up for; after that shops are paid on the next. */
const MOST_LATE_DAYS = 3

/** `2026-11-23`, by the calendar in UTC. */
const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10)
const later = (moment: Date, days: number) => new Date(moment.getTime() + days * DAY_MS)
const isPayoutDay = ({ payoutSchedule, payoutWeekday }: PayoutDays, moment: Date) =>
  payoutSchedule === 'monthly' ? moment.getUTCDate() === 1 : (moment.getUTCDay() || 7) === payoutWeekday

/** The latest day of payouts that has begun; null where it is too long ago. */
export function duePeriod(days: PayoutDays, now: Date): string | null {
  for (let late = 0; late <= MOST_LATE_DAYS; late++) if (isPayoutDay(days, later(now, -late))) return dayOf(later(now, -late))
  return null
}

/** The next day of payouts after today. */
export function nextPeriod(days: PayoutDays, now: Date): string {
  let day = later(now, 1)
  while (!isPayoutDay(days, day)) day = later(day, 1)
  return dayOf(day)
}
