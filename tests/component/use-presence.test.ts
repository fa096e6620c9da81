import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { usePresence } from '../../app/composables/use-presence'

const ID = '01940000-0000-7000-8000-000000000001'
const URL = '/api/conversations'
let isOnline = false
let asked = 0

registerEndpoint(`${URL}/presence`, () => {
  asked++
  return { items: [{ conversationId: ID, isOnline, lastSeenAt: null }] }
})

beforeEach(() => {
  isOnline = false
  asked = 0
})

const mount = async () => {
  let looking!: ReturnType<typeof usePresence>
  const component = defineComponent(() => {
    looking = usePresence(URL, () => [ID])
    return () => h('p')
  })
  await mountSuspended(component)
  await vi.waitFor(() => expect(looking.presence.value.get(ID)).toBeDefined())
  return looking
}

it('sees who came right after it had asked, once the pause is over, and asks no more often than that', async () => {
  const { presence, lookAgain } = await mount()
  expect(presence.value.get(ID)).toMatchObject({ isOnline: false })
  isOnline = true
  for (let times = 0; times < 5; times++) lookAgain()
  expect(asked).toBe(1)

  await vi.waitFor(() => expect(presence.value.get(ID)).toMatchObject({ isOnline: true }), { timeout: 4000 })
  expect(asked).toBe(2)
})
