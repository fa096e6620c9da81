import type { TaxShare } from '#shared/contracts/order-documents'
import { allocate, sum } from '#shared/money'

/** Money that goes back, and the rate of what it is for; null where it is for nothing in particular. */
export interface Credit {
  rateBps: number | null
  amountMinor: number
}

/**
 * Spreads money that goes back over the rates of an invoice. What is for nothing in particular, or more than is left of its
 * rate, takes from all rates in proportion to what is left. Credits that come to the whole invoice come to exactly its tax.
 */
export function creditByRate(invoiced: readonly TaxShare[], credited: readonly TaxShare[], credits: readonly Credit[]): TaxShare[] {
  const of = (shares: readonly TaxShare[], rateBps: number, pick: (share: TaxShare) => number) =>
    sum(shares.filter((share) => share.rateBps === rateBps).map(pick))
  const left = invoiced.map(({ rateBps, grossMinor }) => grossMinor - of(credited, rateBps, (share) => share.grossMinor))
  const named = invoiced.map(({ rateBps }, index) =>
    Math.min(left[index]!, sum(credits.filter((credit) => credit.rateBps === rateBps).map(({ amountMinor }) => amountMinor))),
  )
  const rest = sum(credits.map(({ amountMinor }) => amountMinor)) - sum(named)
  const spread = allocate(
    rest,
    left.map((amount, index) => amount - named[index]!),
  )

  return invoiced
    .map(({ rateBps, grossMinor, taxMinor }, index) => {
      const amount = named[index]! + spread[index]!
      const all = grossMinor - left[index]! + amount
      const [taxOfAll] = allocate(taxMinor, [all, grossMinor - all])
      return { rateBps, grossMinor: amount, taxMinor: taxOfAll! - of(credited, rateBps, (share) => share.taxMinor) }
    })
    .filter((share) => share.grossMinor > 0)
}
