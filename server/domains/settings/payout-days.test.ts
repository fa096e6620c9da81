import { expect, it } from 'vitest'
import { duePeriod, nextPeriod } from './payout-days'

const at = (text: string) => new Date(`${text}Z`)
const weekly = (payoutWeekday: number) => ({ payoutSchedule: 'weekly' as const, payoutWeekday })
const monthly = { payoutSchedule: 'monthly' as const, payoutWeekday: 1 }

it.each([
  ['on the day itself', weekly(1), '2026-11-23T00:00:00', '2026-11-23', '2026-11-30'],
  ['until the last moment of it', weekly(1), '2026-11-23T23:59:59.999', '2026-11-23', '2026-11-30'],
  ['up to three days late', weekly(1), '2026-11-26T23:00:00', '2026-11-23', '2026-11-30'],
  ['not later', weekly(1), '2026-11-27T00:00:00', null, '2026-11-30'],
  ['on a Sunday', weekly(7), '2026-11-22T12:00:00', '2026-11-22', '2026-11-29'],
  ['on the first of a month', monthly, '2026-12-01T00:05:00', '2026-12-01', '2027-01-01'],
  ['not between', monthly, '2026-12-31T23:59:00', null, '2027-01-01'],
  ['after February too', monthly, '2027-03-02T10:00:00', '2027-03-01', '2027-04-01'],
])('shops are paid %s', (_, days, now, due, next) => {
  expect(duePeriod(days, at(now))).toBe(due)
  expect(nextPeriod(days, at(now))).toBe(next)
})
