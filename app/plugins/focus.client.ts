const TYPED_INTO = 'input, textarea, select, [contenteditable]'

/**
 * After a client navigation the new page's heading takes the focus, as a loaded page would start at its top. Who went on to
 * type before the page was there keeps it.
 */
export default defineNuxtPlugin((nuxtApp) => {
  let shown = useRouter().currentRoute.value.path

  nuxtApp.hook('page:finish', () => {
    const { path } = useRouter().currentRoute.value
    if (path === shown) return
    shown = path
    requestAnimationFrame(() => {
      if (document.activeElement?.matches(TYPED_INTO)) return
      const heading = document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main')
      heading?.setAttribute('tabindex', '-1')
      heading?.focus({ preventScroll: true })
    })
  })
})
