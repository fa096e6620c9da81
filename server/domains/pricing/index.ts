export { presentCart } from './present-cart'
export { setTaxRate } from './set-tax-rate'
export type { PricedCart, PricedLine, PricedShop } from './price-cart'
export { quoteCart, type QuoteCart } from './quote-cart'
