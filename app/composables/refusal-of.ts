import type { WireError } from '#shared/contracts/common'

/** The wire shape of a refused request, where the error is one. */
export function refusalOf(error: unknown): WireError['data'] | undefined {
  const wire = (error as { data?: WireError } | undefined)?.data
  return typeof wire?.data?.code === 'string' ? wire.data : undefined
}
