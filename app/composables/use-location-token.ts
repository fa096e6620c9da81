import { linkTokenSchema } from '#shared/contracts/registration'

/**
 * What a mailed link carries behind the #, where no server and no other site sees it. It is taken out of the address bar,
 * so that it stays neither in the history nor in a screenshot. Undefined until the page runs, null without one.
 */
export function useLocationToken() {
  const token = ref<string | null>()
  // Another link opened in this tab changes nothing but what stands behind the #.
  const startAgain = () => location.reload()
  onUnmounted(() => removeEventListener('hashchange', startAgain))
  onMounted(() => {
    addEventListener('hashchange', startAgain)
    const given = linkTokenSchema.safeParse(location.hash.slice(1))
    token.value = given.success ? given.data : null
    if (given.success) history.replaceState(history.state, '', location.pathname + location.search)
  })
  return token
}
