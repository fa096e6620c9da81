import { PRESENCE_MOST, type PresenceList, type PresenceView } from '#shared/contracts/chat'

const ASK_EVERY_MS = 15_000
const ASK_PAUSE_MS = 2000

/**
 * Whether those are there with whom one has conversations, by the id of each; asked every few seconds while somebody looks. `url` is
 * where the API has the conversations, `accessKey` that of a guest's link.
 */
export function usePresence(url: string, conversationIds: () => readonly string[], accessKey?: string) {
  const known = shallowRef<ReadonlyMap<string, PresenceView>>(new Map())

  let askedAt = -Infinity
  let soon: ReturnType<typeof setTimeout> | undefined
  async function ask() {
    clearTimeout(soon)
    soon = undefined
    askedAt = Date.now()
    const asked = conversationIds().slice(0, PRESENCE_MOST)
    if (asked.length === 0 || document.visibilityState !== 'visible') return
    try {
      const { items } = await $fetch<PresenceList>(`${url}/presence`, { query: { conversations: asked.join(','), key: accessKey } })
      known.value = new Map(items.map((item) => [item.conversationId, item]))
    } catch {
      // What is not known is not shown.
      known.value = new Map()
    }
  }

  const isHere = ref(false)
  watch([isHere, () => conversationIds().join()], () => isHere.value && void ask())
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => {
    isHere.value = true
    timer = setInterval(ask, ASK_EVERY_MS)
    document.addEventListener('visibilitychange', ask)
  })
  onBeforeUnmount(() => {
    clearInterval(timer)
    clearTimeout(soon)
    document.removeEventListener('visibilitychange', ask)
  })

  return {
    presence: known,
    /** Asks earlier, since something has happened that only happens where somebody is. */
    lookAgain: () => void (soon ??= setTimeout(ask, Math.max(0, askedAt + ASK_PAUSE_MS - Date.now()))),
  }
}
