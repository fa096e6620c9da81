export { countFilters } from './count-filters'
export { countTerms, learnTerms } from './count-terms'
export { searchProducts } from './search-products'
