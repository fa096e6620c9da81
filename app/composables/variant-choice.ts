import type { ProductView, VariantView } from '#shared/contracts/catalog'

export interface OptionValue {
  value: string
  /** Where choosing it leads; undefined when no variant has it. */
  variant?: VariantView
  chosen: boolean
  soldOut: boolean
}

/** The variant that the address asks for, else the first that can be bought. */
export function variantOf(product: ProductView, sku: string | undefined): VariantView {
  return (
    product.variants.find((variant) => variant.sku === sku) ??
    product.variants.find((variant) => variant.availability.kind !== 'sold_out') ??
    product.variants[0]!
  )
}

/**
 * The values of each option as buttons: each leads to the variant that has it and differs from the chosen one as little
 * as can be, so that a click always leads somewhere.
 */
export function optionChoices(product: ProductView, chosen: VariantView): { name: string; values: OptionValue[] }[] {
  const shared = (variant: VariantView) => variant.optionValues.filter((value, place) => value === chosen.optionValues[place]).length

  return product.options.map(({ name, values }, place) => ({
    name,
    values: values.map((value) => {
      const having = product.variants.filter((variant) => variant.optionValues[place] === value)
      const variant = having.reduce<VariantView | undefined>(
        (best, next) => (best && shared(best) >= shared(next) ? best : next),
        undefined,
      )
      return { value, variant, chosen: chosen.optionValues[place] === value, soldOut: variant?.availability.kind === 'sold_out' }
    }),
  }))
}
