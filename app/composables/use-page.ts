/** Loads what a page is about; a page whose thing is missing or gone answers so, with the same status. */
export async function usePage<View>(address: () => string, query?: MaybeRefOrGetter<Record<string, unknown>>) {
  const { data, error, status, refresh } = await useFetch<View>(address, { query })
  if (error.value) throw createError({ statusCode: error.value.statusCode ?? 500, statusMessage: error.value.statusMessage, fatal: true })

  watch(error, (failed) => {
    if (failed) showError({ statusCode: failed.statusCode ?? 500 })
  })

  return { data: data as Ref<View>, status, refresh }
}

/** A thing that has moved answers under its old address too; this leads to the new one for good. */
export async function redirectIfMoved(asked: string, actual: string, address: (actual: string) => string) {
  if (asked !== actual) await navigateTo(address(actual), { redirectCode: 301, replace: true })
}
