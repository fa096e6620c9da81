import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { noticeState, showNotice, turnOffNotices, turnOnNotices } from './browser-notices'

/** As much of a browser as is needed: what it allows, and what it was asked to show. */
class FakeNotification {
  static permission = 'default'
  static answer = 'granted'
  static shown: FakeNotification[] = []
  static isRefused = false
  static requestPermission = async () => (FakeNotification.permission = FakeNotification.answer)
  onclick: (() => void) | null = null
  close = vi.fn()
  constructor(
    readonly title: string,
    readonly options: { tag: string },
  ) {
    if (FakeNotification.isRefused) throw new TypeError('Illegal constructor')
    FakeNotification.shown.push(this)
  }
}
const kept = new Map<string, string>()
beforeEach(() => {
  Object.assign(FakeNotification, { permission: 'default', answer: 'granted', shown: [], isRefused: false })
  kept.clear()
  vi.stubGlobal('Notification', FakeNotification)
  vi.stubGlobal('window', { focus: vi.fn() })
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  })
})
afterEach(() => vi.unstubAllGlobals())

it('tells whoever wants it in this browser, and nobody else who signs in there', async () => {
  expect(noticeState('ada')).toBe('off')
  expect(await turnOnNotices('ada', 'Like this')).toBe('on')
  expect(FakeNotification.shown.map(({ title }) => title)).toEqual(['Like this'])
  expect(noticeState('bob')).toBe('off')
  turnOffNotices('ada')
  expect(noticeState('ada')).toBe('off')
})

it('is off where the browser is told no, and stays so', async () => {
  FakeNotification.answer = 'denied'
  expect(await turnOnNotices('ada', 'Like this')).toBe('denied')
  expect(FakeNotification.shown).toEqual([])
})

it('says so where a browser has no notices, or none for pages', async () => {
  FakeNotification.isRefused = true
  expect(await turnOnNotices('ada', 'Like this')).toBe('unsupported')
  expect(noticeState('ada')).toBe('off')
  vi.stubGlobal('Notification', undefined)
  Reflect.deleteProperty(globalThis, 'Notification')
  expect(noticeState('ada')).toBe('unsupported')
})

it('leads to what it tells of, in the place of the one before', () => {
  const pressed = vi.fn()
  expect(showNotice('Ada has written', pressed)).toBe(true)
  const [notice] = FakeNotification.shown
  expect(notice!.options.tag).toBe('souk-messages')
  notice!.onclick!()
  expect(pressed).toHaveBeenCalledOnce()
  expect(notice!.close).toHaveBeenCalledOnce()
})
