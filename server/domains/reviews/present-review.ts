import type { ReviewView } from '#shared/contracts/reviews'
import type { ReviewRow } from './add-review'

export const presentReview = ({ id, authorName, rating, title, body, createdAt }: ReviewRow): ReviewView => ({
  id,
  authorName,
  rating,
  title,
  body,
  createdAt: createdAt.toISOString(),
})
