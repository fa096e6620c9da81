import type { CouponView } from '#shared/contracts/coupons'

type Offer = Pick<CouponView, 'kind' | 'value' | 'currency' | 'minimumMinor'>

/** What a coupon gives and asks for, in the page's language: `10 % off`, `from €50.00`. */
export function useCouponWords() {
  const { t, n } = useI18n()
  const money = useMoney()

  const gives = ({ kind, value, currency }: Offer): string => {
    if (kind === 'free_shipping') return t('coupons.gives.free_shipping')
    return kind === 'percent'
      ? t('coupons.gives.percent', { percent: n(value / 100) })
      : t('coupons.gives.amount', { amount: money(value, currency) })
  }
  const asks = ({ minimumMinor, currency }: Offer): string =>
    minimumMinor > 0 ? t('coupons.asks', { amount: money(minimumMinor, currency) }) : ''

  return { gives, asks }
}
