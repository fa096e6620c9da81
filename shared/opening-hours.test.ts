import { describe, expect, it } from 'vitest'
import { isOpenAt, type OpenDay } from './opening-hours'

const WORK: OpenDay = { from: '09:00', to: '17:30' }
const hours = [WORK, WORK, WORK, WORK, { from: '00:00', to: '12:00' }, null, null]
const inBerlin = (moment: string) => isOpenAt(hours, 'Europe/Berlin', new Date(moment))

describe('opening hours', () => {
  it('are of the day and the time that the shop has', () => {
    // A Monday in winter, an hour ahead of UTC.
    expect(inBerlin('2026-01-05T07:59:59Z')).toBe(false)
    expect(inBerlin('2026-01-05T08:00:00Z')).toBe(true)
    expect(inBerlin('2026-01-05T16:29:59Z')).toBe(true)
    expect(inBerlin('2026-01-05T16:30:00Z')).toBe(false)
    // In summer two hours.
    expect(inBerlin('2026-07-06T07:00:00Z')).toBe(true)
  })

  it('begin at midnight there, and leave out days on which nobody is', () => {
    expect(inBerlin('2026-01-08T23:00:00Z')).toBe(true)
    expect(inBerlin('2026-01-08T22:59:59Z')).toBe(false)
    expect(inBerlin('2026-01-10T10:00:00Z')).toBe(false)
    expect(isOpenAt(hours, 'Pacific/Auckland', new Date('2026-01-04T20:30:00Z'))).toBe(true)
  })
})
