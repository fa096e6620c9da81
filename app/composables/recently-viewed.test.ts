import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { forgetViewed, recentlyViewed, rememberViewed } from './recently-viewed'

const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
})
afterEach(() => vi.unstubAllGlobals())

it('keeps the latest twelve, each once, the latest first', () => {
  for (let n = 0; n < 14; n++) rememberViewed(`vase-${n}`)
  rememberViewed('vase-5')
  expect(recentlyViewed()).toEqual(['vase-5', ...[13, 12, 11, 10, 9, 8, 7, 6, 4, 3, 2].map((n) => `vase-${n}`)])
})

it('forgets everything at once', () => {
  rememberViewed('vase')
  forgetViewed()
  expect(recentlyViewed()).toEqual([])
  expect(kept.size).toBe(0)
})

it.each(['{', '"vase"', '{"0":"vase"}', '[1,null,"../admin","Vase","vase"]'])(
  'reads of what somebody else has written there only addresses: %s',
  (text) => {
    kept.set('souk-recently-viewed', text)
    expect(recentlyViewed()).toEqual(text.startsWith('[') ? ['vase'] : [])
  },
)

it('remembers nothing where the browser keeps nothing', () => {
  const refuse = () => {
    throw new Error('denied')
  }
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, removeItem: refuse })
  rememberViewed('vase')
  forgetViewed()
  expect(recentlyViewed()).toEqual([])
})
