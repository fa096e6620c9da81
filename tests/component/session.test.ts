import { registerEndpoint } from '@nuxt/test-utils/runtime'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useSessionStore } from '../../app/stores/session'

const session = (support: number) => ({
  user: { id: '01940000-0000-7000-8000-000000000001', name: 'Ada', role: 'admin' },
  shops: [],
  cartCount: 0,
  newsCount: 0,
  unread: { own: 0, shops: {}, support },
})
let support = 0
let onTheWay: Promise<void> | undefined
let isAsked = false
registerEndpoint('/api/session', async () => {
  const found = session(support)
  isAsked = true
  await onTheWay
  return found
})

beforeEach(() => {
  isAsked = false
  setActivePinia(createPinia())
})

describe('where an answer to an earlier question comes later', () => {
  /** Asks while two people wait for the support; the answer stays on the way until it is let go. */
  async function askEarlier() {
    const store = useSessionStore()
    let arrive = () => {}
    onTheWay = new Promise((resolve) => (arrive = resolve))
    support = 2
    const earlier = store.load()
    await vi.waitFor(() => expect(isAsked).toBe(true))
    onTheWay = undefined
    support = 3
    return { store, arrives: () => (arrive(), earlier) }
  }

  it('keeps what was heard last', async () => {
    const { store, arrives } = await askEarlier()
    await store.load()
    expect(store.unread.support).toBe(3)

    await arrives()
    expect(store.unread.support).toBe(3)
  })

  it('keeps what a page was told by itself since then, and no longer than until it asks again', async () => {
    await useSessionStore().load()
    isAsked = false
    const { store, arrives } = await askEarlier()
    store.setCartCount(4)

    await arrives()
    expect([store.unread.support, store.cartCount]).toEqual([2, 4])

    await store.load()
    expect([store.unread.support, store.cartCount]).toEqual([3, 0])
  })

  it('keeps it too where nothing was known yet', async () => {
    const { store, arrives } = await askEarlier()
    expect(store.view).toBeUndefined()
    store.setCartCount(1)

    await arrives()
    expect([store.unread.support, store.cartCount]).toEqual([2, 1])
  })
})
