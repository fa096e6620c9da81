import type { Suggestion, SuggestionsView } from '#shared/contracts/search'

/** Somebody who types fast asks once. */
const WAIT_MS = 60

/** What may be meant by what is being typed. An answer that comes when something else has been typed is thrown away. */
export function useSuggestions() {
  const items = shallowRef<readonly Suggestion[]>([])
  const known = new Map<string, readonly Suggestion[]>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined

  function forget() {
    clearTimeout(timer)
    asking?.abort()
    items.value = []
  }

  function ask(text: string) {
    const q = text.trim().slice(0, 100)
    clearTimeout(timer)
    asking?.abort()
    const before = known.get(q)
    if (before || q === '') items.value = before ?? []
    else timer = setTimeout(() => void fetchFor(q), WAIT_MS)
  }

  async function fetchFor(q: string) {
    const own = (asking = new AbortController())
    try {
      const view = await $fetch<SuggestionsView>('/api/search/suggestions', { query: { q }, signal: own.signal, retry: 0 })
      known.set(q, view.items)
      if (!own.signal.aborted) items.value = view.items
    } catch {
      // Searching works without.
    }
  }

  return { items, ask, forget }
}
