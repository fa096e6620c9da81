/**
 * Turns clicks on plain anchors into client navigations, and fetches a page's code when somebody is about to open it. Until the
 * page is alive links are the browser's: Nuxt then goes to the page's own address once more, and would undo what was begun.
 */
export default defineNuxtPlugin((nuxtApp) => {
  const router = useRouter()

  const routeOf = (event: Event) => {
    const anchor = (event.target as Element | null)?.closest?.('a')
    if (!anchor?.href || anchor.target || anchor.hasAttribute('download') || anchor.origin !== location.origin) return
    const to = router.resolve(anchor.pathname + anchor.search + anchor.hash)
    return to.matched.length > 0 && !(anchor.hash && to.path === router.currentRoute.value.path) ? to : undefined
  }

  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const to = routeOf(event)
    if (!to) return
    event.preventDefault()
    void router.push(to)
  }
  nuxtApp.hooks.hookOnce('app:suspense:resolve', () => document.addEventListener('click', follow))

  const prepare = (event: Event) => {
    const to = routeOf(event)
    if (to && to.path !== router.currentRoute.value.path) void preloadRouteComponents(to.path)
  }
  document.addEventListener('pointerover', prepare, { passive: true })
  document.addEventListener('focusin', prepare)
})
