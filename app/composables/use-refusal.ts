import { refusalOf } from './refusal-of'

/** Says a refusal in the page's language: each code that people can meet has a text under `errors`. */
export function useRefusal() {
  const { t, te } = useI18n()
  const money = useMoney()

  return (error: unknown) => {
    const refused = refusalOf(error)
    if (!refused) return t('errors.unreachable')
    const key = `errors.${refused.code.replaceAll('.', '_')}`
    return te(key) ? t(key, sayable(refused.details, money)) : t('errors.unknown', { requestId: refused.requestId })
  }
}

/** The details as a text can name them: an amount beside its currency, `missingMinor`, is there as `missing` too. */
function sayable(details: Record<string, unknown>, money: ReturnType<typeof useMoney>): Record<string, unknown> {
  const { currency } = details
  if (typeof currency !== 'string') return details
  const amounts = Object.entries(details).flatMap(([name, value]) =>
    name.endsWith('Minor') && typeof value === 'number' ? [[name.slice(0, -'Minor'.length), money(value, currency)]] : [],
  )
  return { ...details, ...(Object.fromEntries(amounts) as Record<string, string>) }
}
