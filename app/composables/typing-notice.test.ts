import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { TYPING_SAID_EVERY_MS, TYPING_SHOWN_MS } from '#shared/lifecycles/chat'
import { createTypingNotice } from './typing-notice'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function notice({ isHeard = true } = {}) {
  const seen: (readonly string[])[] = []
  const state = { isHeard, said: 0 }
  const typing = createTypingNotice({
    say: () => (state.isHeard && state.said++, state.isHeard),
    changed: (names) => void seen.push(names),
  })
  return { ...typing, seen, state }
}
const ada = { side: 'buyer', name: 'Ada L.' } as const
const olga = { side: 'shop', name: 'Olga K.' } as const

it('says that one writes at once, then every three seconds at most', () => {
  const { typed, state } = notice()
  for (let ms = 0; ms < 2 * TYPING_SAID_EVERY_MS; ms += 100, vi.advanceTimersByTime(100)) typed()
  expect(state.said).toBe(2)
  typed()
  expect(state.said).toBe(3)
})

it('says it once somebody can hear it', () => {
  const { typed, state } = notice({ isHeard: false })
  typed()
  state.isHeard = true
  typed()
  expect(state.said).toBe(1)
})

it('shows others as long as they go on, and a while longer', () => {
  const { heard, seen } = notice()
  heard(ada)
  vi.advanceTimersByTime(TYPING_SAID_EVERY_MS)
  heard(ada)
  vi.advanceTimersByTime(TYPING_SHOWN_MS - 1)
  expect(seen).toEqual([['Ada L.']])
  vi.advanceTimersByTime(1)
  expect(seen).toEqual([['Ada L.'], []])
})

it('ends with what somebody has said, for them alone, and with the page', () => {
  const { heard, end, stop, seen } = notice()
  heard(ada)
  heard(olga)
  end(ada)
  end({ side: 'buyer', name: 'Somebody Else' })
  expect(seen).toEqual([['Ada L.'], ['Ada L.', 'Olga K.'], ['Olga K.']])
  stop()
  vi.advanceTimersByTime(60_000)
  expect(seen).toHaveLength(3)
})
