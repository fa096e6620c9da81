import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { useSessionWatch } from '../../app/composables/use-session-watch'
import { useSessionStore } from '../../app/stores/session'

const ID = '01940000-0000-7000-8000-000000000001'
const session = (support: number) => ({
  user: { id: ID, name: 'Ada', role: 'admin' },
  shops: [],
  cartCount: 0,
  newsCount: 0,
  unread: { own: 0, shops: {}, support },
})
let support = 0
registerEndpoint('/api/session', () => session(support))

let dialled: FakeSocket[] = []
class FakeSocket {
  onopen?: () => void
  onmessage?: (event: { data: string }) => void
  constructor() {
    dialled.push(this)
  }
  send() {}
  close() {}
}
beforeEach(() => {
  dialled = []
  vi.stubGlobal('WebSocket', FakeSocket)
})
afterEach(() => vi.unstubAllGlobals())

it('counts what came between the rendering of the page and the first word of the socket', async () => {
  const store = useSessionStore()
  support = 0
  await store.load()
  await mountSuspended(
    defineComponent(() => {
      useSessionWatch()
      return () => h('p')
    }),
  )
  support = 1
  const [socket] = dialled
  socket!.onopen?.()
  socket!.onmessage?.({ data: JSON.stringify({ type: 'subscribed', topic: `person:${ID}` }) })

  await vi.waitFor(() => expect(store.unread.support).toBe(1))
})
