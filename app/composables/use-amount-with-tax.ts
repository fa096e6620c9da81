import type { PricesShown } from '#shared/prices-shown'

/** Writes an amount that has to be reached with tax, and says so where prices beside it are without. */
export function useAmountWithTax() {
  const { t } = useI18n()
  const money = useMoney()

  return (amountMinor: number, currency: string, pricesShown: PricesShown) => {
    const amount = money(amountMinor, currency)
    return pricesShown === 'withoutTax' ? t('base.withTax', { amount }) : amount
  }
}
