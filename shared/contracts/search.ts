import { z } from 'zod'
import { categoryLinkSchema, categoryPathSchema, countedProductPageSchema, listQuerySchema, productCardSchema } from './catalog'

export const searchQuerySchema = listQuerySchema.extend({
  q: z.string().trim().max(200),
  category: categoryPathSchema.optional(),
})
export type SearchQuery = z.infer<typeof searchQuerySchema>

/** How the results came about: `similar` where a typo was corrected or a word left out, since no product has all the words. */
export const SEARCH_MATCHES = ['words', 'similar', 'none'] as const

export const searchViewSchema = z.object({
  query: z.string(),
  match: z.enum(SEARCH_MATCHES),
  /** What was searched for instead, with typos corrected; null where nothing was. */
  corrected: z.string().nullable(),
  /** Words that no product has together with the others. */
  leftOut: z.array(z.string()),
  products: countedProductPageSchema,
  /** Ways on when nothing was found; else null. */
  suggestions: z.object({ categories: z.array(categoryLinkSchema), popular: z.array(productCardSchema) }).nullable(),
})
export type SearchView = z.infer<typeof searchViewSchema>
