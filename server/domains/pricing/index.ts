export { presentCart } from './present-cart'
export { setTaxRate } from './set-tax-rate'
export { priceCart, type PricedCart, type PricedLine, type PricedShop } from './price-cart'
export { quoteCart, type QuoteCart } from './quote-cart'
