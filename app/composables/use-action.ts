/** Something a person sets going: it runs once at a time, and says whether it is under way or has failed. */
export function useAction<Arguments extends unknown[]>(action: (...input: Arguments) => Promise<unknown>) {
  const pending = ref(false)
  const failed = shallowRef<unknown>()

  const run = async (...input: Arguments) => {
    if (pending.value) return
    pending.value = true
    failed.value = undefined
    try {
      await action(...input)
    } catch (error) {
      failed.value = error
    } finally {
      pending.value = false
    }
  }

  return { pending, failed, run }
}
