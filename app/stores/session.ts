import type { SessionView } from '#shared/contracts/accounts'

/** Who is at the browser. Pages are the same for everybody, so this is asked for on the client alone. */
export const useSessionStore = defineStore('session', () => {
  const view = shallowRef<SessionView>()
  const user = computed(() => view.value?.user ?? null)
  const cartCount = computed(() => view.value?.cartCount ?? 0)

  const load = async () => {
    view.value = await $fetch<SessionView>('/api/session').catch(() => view.value)
  }
  const setCartCount = (count: number) => {
    if (view.value) view.value = { ...view.value, cartCount: count }
  }

  return { view, user, cartCount, load, setCartCount }
})
