/** The page is alive: what was pressed before is pressed now, once (early-presses/hold-early-presses.ts). */
export default defineNuxtPlugin((nuxtApp) => {
  nuxtApp.hooks.hookOnce('app:suspense:resolve', async () => {
    await nextTick()
    document.dispatchEvent(new Event('souk:alive'))
  })
})
