import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { draftIn, forgetDrafts, keepDraft } from './drafts'

const kept = new Map<string, string>()
beforeEach(() => {
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  })
})
afterEach(() => {
  kept.clear()
  vi.unstubAllGlobals()
})

const ADA = { userId: 'ada', conversationId: 'one' }

it('keeps what each person has begun in each conversation, until it is sent or they leave', () => {
  keepDraft(ADA, 'Is it')
  keepDraft(ADA, 'Is it oven proof?')
  keepDraft({ ...ADA, conversationId: 'two' }, 'And this?')
  expect(draftIn(ADA)).toBe('Is it oven proof?')
  expect(draftIn({ ...ADA, conversationId: 'two' })).toBe('And this?')
  expect(draftIn({ ...ADA, userId: 'bob' })).toBe('')

  keepDraft(ADA, ' \n')
  expect(draftIn(ADA)).toBe('')
  forgetDrafts()
  expect(kept.size).toBe(0)
})

it('keeps the newest fifty', () => {
  for (let count = 0; count < 60; count++) keepDraft({ ...ADA, conversationId: String(count) }, 'Hello')
  expect(draftIn({ ...ADA, conversationId: '9' })).toBe('')
  expect(draftIn({ ...ADA, conversationId: '10' })).toBe('Hello')
  expect(draftIn({ ...ADA, conversationId: '59' })).toBe('Hello')
})

it('goes on without what the browser keeps, or with something else that stands there', () => {
  for (const broken of ['{', 'null', '[1, {"userId": 1}]']) {
    kept.set('souk-drafts', broken)
    expect(draftIn(ADA)).toBe('')
  }
  vi.stubGlobal('localStorage', undefined)
  keepDraft(ADA, 'Hello')
  expect(draftIn(ADA)).toBe('')
})
