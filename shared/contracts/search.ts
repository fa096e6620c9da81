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

/** What filters are asked for: a search, a category or a shop, with what has been chosen already. */
export const filtersQuerySchema = searchQuerySchema
  .omit({ cursor: true, limit: true, sort: true })
  .extend({ q: searchQuerySchema.shape.q.default(''), shop: z.string().max(120).optional() })
export type FiltersQuery = z.infer<typeof filtersQuerySchema>

/** Above this many products counts are lower bounds. */
export const COUNTED_AT_MOST = 5000

const filterOptionSchema = z.object({
  /** What goes into the address. */
  value: z.string(),
  /** Of a category, a shop or an attribute: as it is called; else as the value. */
  label: z.string(),
  /** How many products there would be with this one, whatever else is chosen in the same filter. */
  count: z.number().int(),
  chosen: z.boolean(),
})
export type FilterOption = z.infer<typeof filterOptionSchema>

/**
 * One thing to filter by. `name` is that of the parameter in the address; of an `attribute` `key` says which. Prices are
 * `from-to` in minor units, the last without an end.
 */
export const filterSchema = z.object({
  name: z.enum(['category', 'price', 'rating', 'seller', 'inStock', 'shipsTo', 'attribute']),
  key: z.string().nullable(),
  label: z.string(),
  unit: z.string().nullable(),
  options: z.array(filterOptionSchema),
})
export type Filter = z.infer<typeof filterSchema>

export const filtersViewSchema = z.object({
  filters: z.array(filterSchema),
  /** How many products there are with everything that is chosen. */
  total: z.number().int(),
  /** There are more than were counted: every count means "at least". */
  isCapped: z.boolean(),
})
export type FiltersView = z.infer<typeof filtersViewSchema>
