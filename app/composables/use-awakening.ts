/**
 * For a part of a page that comes alive later than the rest: its root carries this attribute as long as it does not, and
 * what is done to it meanwhile is held (early-presses/hold-early-presses.ts).
 */
export function useAwakening() {
  const asleep = ref<'' | undefined>('')
  onMounted(async () => {
    asleep.value = undefined
    await nextTick()
    document.dispatchEvent(new Event('souk:part-alive'))
  })
  return asleep
}
