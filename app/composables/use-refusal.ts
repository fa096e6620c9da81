import type { WireError } from '#shared/contracts/common'

/** The wire shape of a refused request, where the error is one. */
export function refusalOf(error: unknown): WireError['data'] | undefined {
  const wire = (error as { data?: WireError } | undefined)?.data
  return typeof wire?.data?.code === 'string' ? wire.data : undefined
}

/** Says a refusal in the page's language: each code that people can meet has a text under `errors`. */
export function useRefusal() {
  const { t, te } = useI18n()

  return (error: unknown) => {
    const refused = refusalOf(error)
    if (!refused) return t('errors.unreachable')
    const key = `errors.${refused.code.replaceAll('.', '_')}`
    return te(key) ? t(key, refused.details as Record<string, unknown>) : t('errors.unknown', { requestId: refused.requestId })
  }
}
