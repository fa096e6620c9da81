/** After a client navigation the new page's heading takes the focus, as a loaded page would start at its top. */
export default defineNuxtPlugin((nuxtApp) => {
  let shown = useRouter().currentRoute.value.path

  nuxtApp.hook('page:finish', () => {
    const { path } = useRouter().currentRoute.value
    if (path === shown) return
    shown = path
    requestAnimationFrame(() => {
      const heading = document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main')
      heading?.setAttribute('tabindex', '-1')
      heading?.focus({ preventScroll: true })
    })
  })
})
