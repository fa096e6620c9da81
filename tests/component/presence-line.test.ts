import { mountSuspended } from '@nuxt/test-utils/runtime'
import { expect, it } from 'vitest'
import PresenceLine from '../../app/components/chat/PresenceLine.vue'

const MINUTE = 60_000
const ago = (ms: number) => new Date(Date.now() - ms).toISOString()

it.each([
  [true, null, 'Online'],
  [false, ago(10_000), 'Last seen just now'],
  [false, ago(5 * MINUTE), 'Last seen 5 minutes ago'],
  [false, ago(90 * MINUTE), 'Last seen 1 hour ago'],
  [false, ago(25 * 60 * MINUTE), 'Last seen yesterday'],
  [false, '2026-01-05T12:00:00.000Z', 'Last seen Jan 5, 2026'],
  [false, null, ''],
  [null, null, ''],
])('says whether somebody is there, and when they were last: %j %j', async (online, lastSeenAt, text) => {
  const line = await mountSuspended(PresenceLine, { props: { presence: { conversationId: 'x', online, lastSeenAt } } })
  expect(line.text()).toBe(text)
})
