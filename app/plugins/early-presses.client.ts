/** The page is alive: what was done to it before is done now, once (early-presses/hold-early-presses.ts). */
export default defineNuxtPlugin((nuxtApp) => {
  nuxtApp.hooks.hookOnce('app:suspense:resolve', async () => {
    await nextTick()
    document.dispatchEvent(new Event('souk:alive'))
  })
})
