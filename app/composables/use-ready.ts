/** True once the page does what is pressed. What is `inert` until then cannot be pressed for nothing. */
export function useReady() {
  const ready = ref(false)
  onMounted(() => (ready.value = true))
  return ready
}
