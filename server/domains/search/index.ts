export { searchProducts } from './search-products'
