import { expect, it } from 'vitest'
import { dayOfMoment, startOfDay } from './start-of-day'

it.each([
  ['2026-11-23', 'UTC', '2026-11-23T00:00:00.000Z'],
  ['2026-11-23', 'Europe/Berlin', '2026-11-22T23:00:00.000Z'],
  ['2026-11-23', 'Pacific/Kiritimati', '2026-11-22T10:00:00.000Z'],
  ['2026-11-23', 'Pacific/Pago_Pago', '2026-11-23T11:00:00.000Z'],
  ['2026-11-23', 'Asia/Kathmandu', '2026-11-22T18:15:00.000Z'],
  // The clock goes from 23:59 to 01:00, and twice over midnight.
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
])('%s in %s begins at %s', (day, zone, begin) => {
  expect(startOfDay(day, zone).toISOString()).toBe(begin)
  expect(dayOfMoment(new Date(begin), zone)).toBe(day)
  expect(dayOfMoment(new Date(Date.parse(begin) - 1), zone) < day).toBe(true)
})
