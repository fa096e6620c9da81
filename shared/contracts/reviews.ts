import { z } from 'zod'
import { cursorSchema, idSchema, momentSchema, pageOf, textSchema } from './common'

/** A review as everyone sees it. Each comes from somebody who bought the product. */
export const reviewSchema = z.object({
  id: idSchema,
  authorName: z.string(),
  rating: z.number().int(),
  title: z.string(),
  body: z.string(),
  createdAt: momentSchema,
})
export type ReviewView = z.infer<typeof reviewSchema>

/** The newest first. */
export const reviewPageSchema = pageOf(reviewSchema)
export type ReviewPage = z.infer<typeof reviewPageSchema>

export const reviewQuerySchema = z.object({
  cursor: cursorSchema.optional(),
  limit: z.coerce.number().int().min(1).max(50).default(10),
})
export type ReviewQuery = z.infer<typeof reviewQuerySchema>

/** How a product or shop is rated: `average` has one decimal and is null without reviews. */
export const ratingSchema = z.object({ average: z.number().nullable(), count: z.number().int() })
export type Rating = z.infer<typeof ratingSchema>

/** `distribution` counts the reviews with 1, 2, 3, 4 and 5 stars, in this order. */
export const ratingSummarySchema = ratingSchema.extend({ distribution: z.array(z.number().int()).length(5) })
export type RatingSummary = z.infer<typeof ratingSummarySchema>

/** What a buyer says of something they bought. */
export const addReviewSchema = z.strictObject({
  orderLineId: idSchema,
  rating: z.number().int().min(1).max(5),
  title: textSchema.max(120).default(''),
  body: textSchema.min(1).max(5000),
})
export type AddReview = z.infer<typeof addReviewSchema>
