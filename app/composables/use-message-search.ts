import type { MessageHit } from '#shared/contracts/chat'

interface Page {
  items: MessageHit[]
  nextCursor: string | null
}

/** Somebody who types fast asks once. */
const WAIT_MS = 250

/** Messages that say what is typed; with a `conversationId` those of one conversation. What comes when something else has been typed is thrown away. */
export function useMessageSearch(url: string, conversationId?: string, accessKey?: string) {
  const text = ref('')
  const words = computed(() => text.value.trim().slice(0, 100))
  const items = shallowRef<readonly MessageHit[]>([])
  const nextCursor = ref<string | null>(null)
  const status = ref<'none' | 'loading' | 'failed' | 'there'>('none')
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined

  async function ask(cursor?: string) {
    asking?.abort()
    const own = (asking = new AbortController())
    status.value = 'loading'
    try {
      const query = { q: words.value, conversationId, key: accessKey, cursor }
      const page = await $fetch<Page>(`${url}/search`, { query, signal: own.signal, retry: 0 })
      if (own.signal.aborted) return
      items.value = cursor ? [...items.value, ...page.items] : page.items
      nextCursor.value = page.nextCursor
      status.value = 'there'
    } catch {
      if (!own.signal.aborted) status.value = 'failed'
    }
  }
  function stop() {
    clearTimeout(timer)
    asking?.abort()
  }

  watch(words, (now) => {
    stop()
    status.value = now ? 'loading' : 'none'
    nextCursor.value = null
    if (now) timer = setTimeout(() => void ask(), WAIT_MS)
    else items.value = []
  })
  onBeforeUnmount(stop)

  return { text, items, nextCursor, status, again: () => ask(), more: () => ask(nextCursor.value ?? undefined) }
}
