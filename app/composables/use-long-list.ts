import type { ComputedRef, MaybeRefOrGetter } from 'vue'

interface Page<T> {
  items: T[]
  nextCursor: string | null
}

/** What there is of a list by now. */
export interface ListState<T> {
  items: T[]
  loading: boolean
  failed: boolean
  nextCursor: string | null
  loadingMore: boolean
  problem: string | null
}

/** A list as `LongTable` shows it. */
export interface PagedList<T> {
  state: ComputedRef<ListState<T>>
  refresh: () => Promise<unknown>
  more: () => Promise<unknown>
}

/** A list that goes on page by page. It starts anew when the query changes; `more` adds the next page below. */
export async function useLongList<T, P extends Page<T> = Page<T>>(
  url: MaybeRefOrGetter<string>,
  query: MaybeRefOrGetter<Record<string, string | undefined>>,
) {
  const asked = computed(() => toValue(query))
  const request = useFetch<P>(url, { query: asked, deep: false })
  const { data: first, error, status, refresh } = request

  const further = shallowRef<Page<T>[]>([])
  watch(first, () => (further.value = []))
  const pages = computed<Page<T>[]>(() => (first.value ? [first.value as P, ...further.value] : []))
  const nextCursor = computed(() => pages.value.at(-1)?.nextCursor ?? null)

  const refusal = useRefusal()
  const { pending, failed, run } = useAction(async () => {
    const start = first.value
    const page = await $fetch<Page<T>>(toValue(url), { query: { ...asked.value, cursor: nextCursor.value } })
    // The list may have started anew meanwhile.
    if (first.value === start) further.value = [...further.value, page]
  })

  const state = computed(() => ({
    items: pages.value.flatMap(({ items }) => items) as T[],
    loading: status.value === 'pending',
    failed: error.value !== undefined,
    nextCursor: nextCursor.value,
    loadingMore: pending.value,
    problem: failed.value ? refusal(failed.value) : null,
  }))

  await request
  return { state, first, refresh, more: run }
}
