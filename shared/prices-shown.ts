/** How shoppers see prices, which sellers enter and buyers pay with the tax inside. */
export const PRICES_SHOWN = ['withTax', 'withoutTax'] as const
export type PricesShown = (typeof PRICES_SHOWN)[number]
