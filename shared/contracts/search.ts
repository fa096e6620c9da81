import { z } from 'zod'
import { currencySchema, idSchema, minorUnitsSchema, pictureSchema, textSchema } from './common'
import { categoryLinkSchema, categoryPathSchema, countedProductPageSchema, listQuerySchema, productCardSchema } from './catalog'

export const searchQuerySchema = listQuerySchema.extend({
  q: textSchema.max(200),
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

/** Where the words or the place alone leave more products than this, only so many are looked at, and counts are lower bounds. */
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

export const suggestionsQuerySchema = z.object({ q: textSchema.max(100) })

/** Entries that a suggestion list holds at most. */
export const SUGGESTIONS_MOST = 10

/** Something to go on with, in the order in which it is shown. */
export const suggestionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('query'), query: z.string() }),
  z.object({ kind: z.literal('category'), path: z.string(), name: z.string() }),
  z.object({ kind: z.literal('shop'), slug: z.string(), name: z.string() }),
  z.object({
    kind: z.literal('product'),
    slug: z.string(),
    title: z.string(),
    picture: pictureSchema.nullable(),
    priceMinor: minorUnitsSchema,
    /** As shoppers see it. */
    shownPriceMinor: minorUnitsSchema,
    currency: currencySchema,
  }),
])
export type Suggestion = z.infer<typeof suggestionSchema>

export const suggestionsViewSchema = z.object({ query: z.string(), items: z.array(suggestionSchema).max(SUGGESTIONS_MOST) })
export type SuggestionsView = z.infer<typeof suggestionsViewSchema>

/** A product was opened from the results of a query. */
export const searchClickSchema = z.strictObject({ q: textSchema.min(1).max(200), product: z.string().max(200) })
export type SearchClick = z.infer<typeof searchClickSchema>

const synonymSchema = textSchema.min(1).max(60)

/** Words or phrases that mean the same. */
export const synonymsInputSchema = z.strictObject({ words: z.array(synonymSchema).min(2).max(20) })
export type SynonymsInput = z.input<typeof synonymsInputSchema>

export const synonymsViewSchema = z.object({ items: z.array(z.object({ id: idSchema, words: z.array(z.string()) })) })
export type SynonymsView = z.infer<typeof synonymsViewSchema>

/** How far back what people search for is shown. */
export const SEARCH_INSIGHT_DAYS = 30

export const insightQuerySchema = z.object({ days: z.coerce.number().int().min(1).max(400).default(SEARCH_INSIGHT_DAYS) })

const searchedSchema = z.object({
  query: z.string(),
  searches: z.number().int(),
  /** How often no product had all of it. */
  empty: z.number().int(),
  clicks: z.number().int(),
})

/** What people search for; what hardly anybody typed is not told, since it may tell who did. */
export const searchInsightSchema = z.object({ popular: z.array(searchedSchema), empty: z.array(searchedSchema) })
export type SearchInsight = z.infer<typeof searchInsightSchema>

/** By which queries people came to the products of a shop. */
export const shopSearchInsightSchema = z.object({ queries: z.array(z.object({ query: z.string(), clicks: z.number().int() })) })
export type ShopSearchInsight = z.infer<typeof shopSearchInsightSchema>
