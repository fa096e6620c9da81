import type { WireError } from '#shared/contracts/common'

/**
 * Loads what a page is about; a page whose thing is missing or gone answers so, with the same status and what is known of
 * it. An address that nothing could be at is as good as missing.
 */
export async function usePage<View>(address: () => string, query?: MaybeRefOrGetter<Record<string, unknown>>) {
  let isLeft = false
  onScopeDispose(() => (isLeft = true))
  const { data, error, status } = await useFetch<View>(address, { query })
  // Whoever has left meanwhile waits no more, and there is nothing to show.
  if (isLeft) await new Promise<never>(() => {})
  if (error.value) throw createError({ ...asPageError(error.value), fatal: true })

  watch(error, (failed) => {
    if (failed) showError(asPageError(failed))
  })

  let asked = 0
  /** Takes what is so by now, behind what is shown. What cannot be asked at the moment leaves the page as it is. */
  async function renew() {
    const own = ++asked
    try {
      const view = await $fetch<View>(address(), { query: toValue(query) })
      if (own === asked) (data as Ref<View>).value = view
    } catch (failed) {
      const pageError = asPageError(failed as { statusCode?: number })
      if (!isLeft && GONE.includes(pageError.statusCode)) showError(pageError)
    }
  }

  return { data: data as Ref<View>, status, renew }
}

/** What is not there, or not for this person any more. */
const GONE = [401, 403, 404, 410]

const asPageError = ({ statusCode = 500, data }: { statusCode?: number; data?: unknown }) => ({
  statusCode: statusCode === 422 ? 404 : statusCode,
  data: (data as Partial<WireError> | undefined)?.data?.details ?? {},
})

/** A thing that has moved answers under its old address too; this leads to the new one for good. */
export async function redirectIfMoved(asked: string, actual: string, address: (actual: string) => string) {
  if (asked !== actual) await navigateTo(address(actual), { redirectCode: 301, replace: true })
}
