import { mountSuspended } from '@nuxt/test-utils/runtime'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import TypingNotice from '../../app/components/chat/TypingNotice.vue'

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

it.each([
  [[], ''],
  [['Ada L.'], 'Ada L. is typing …'],
  [['Ada L.', 'Olga K.'], 'Ada L. and Olga K. are typing …'],
  [['Ada L.', 'Olga K.', 'Henry F.'], 'Several people are typing …'],
])('names who writes: %j', async (names, text) => {
  const notice = await mountSuspended(TypingNotice, { props: { names } })
  expect(notice.text()).toBe(text)
})

it('says it to who listens once, not at each pause', async () => {
  const notice = await mountSuspended(TypingNotice, { props: { names: [] as string[] } })
  const said = async (names: string[], afterMs: number) => {
    vi.setSystemTime(Date.now() + afterMs)
    await notice.setProps({ names })
    await notice.vm.$nextTick()
    return notice.get('[role=status]').text()
  }
  expect(await said(['Ada L.'], 0)).toBe('Ada L. is typing …')
  expect(await said([], 5000)).toBe('')
  expect(await said(['Ada L.'], 1000)).toBe('')
  expect(await said([], 5000)).toBe('')
  expect(await said(['Ada L.'], 30_000)).toBe('Ada L. is typing …')
})
