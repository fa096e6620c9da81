export { addReview, type ReviewRow } from './add-review'
export { listReviews } from './list-reviews'
export { presentReview } from './present-review'
export { summariseReviews } from './summarise-reviews'
