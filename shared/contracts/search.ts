import { z } from 'zod'
import { categoryLinkSchema, categoryPathSchema, countedProductPageSchema, listQuerySchema, productCardSchema } from './catalog'

export const searchQuerySchema = listQuerySchema.extend({
  q: z.string().trim().max(200),
  category: categoryPathSchema.optional(),
})
export type SearchQuery = z.infer<typeof searchQuerySchema>

/** How the results came about: `similar` titles stand in when no product has the words, for example after a typo. */
export const SEARCH_MATCHES = ['words', 'similar', 'none'] as const

export const searchViewSchema = z.object({
  query: z.string(),
  match: z.enum(SEARCH_MATCHES),
  products: countedProductPageSchema,
  /** Ways on when nothing was found; else null. */
  suggestions: z.object({ categories: z.array(categoryLinkSchema), popular: z.array(productCardSchema) }).nullable(),
})
export type SearchView = z.infer<typeof searchViewSchema>
