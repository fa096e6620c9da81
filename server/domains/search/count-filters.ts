import { sql, type SQL } from 'drizzle-orm'
import {
  choicesOf,
  filterOfQuery,
  listFilterAttributes,
  listingCondition,
  shownBucketSql,
  type FilterAttribute,
  type ListingFilter,
} from '#server/domains/catalog'
import { readShownRates, type ShownRates } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import { COUNTED_AT_MOST, type Filter, type FilterOption, type FiltersQuery, type FiltersView } from '#shared/contracts/search'
import { relaxations } from './relaxations'
import { understandQuery } from './understand-query'

/** Options that a filter shows at most, the commonest. */
const OPTIONS = 30
/** Bounds of shown prices in minor units of which a filter offers those that divide what was found. */
const PRICES = [1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000]
const STARS = [4, 3, 2, 1]
/** What is said of hardly any product divides nothing. */
const WORTH_A_FILTER = 0.05
/** Fewer than this are found by what a product is called: descriptions count as well. */
const FEW = 24

interface Count extends Record<string, unknown> {
  name: string
  value: string
  label: string
  count: number
}

/**
 * What can be filtered by, and how many products each choice would leave. A filter's own choice is ignored in its counts,
 * since another option would be added to it. Of what very many have, the first thousands are counted: lower bounds then.
 */
export async function countFilters(ctx: Context, query: FiltersQuery): Promise<FiltersView> {
  const attributes = await listFilterAttributes(ctx, query.category)
  const { matching, counts } = await countsFor(ctx, query, new Set(attributes.map(({ key }) => key)))
  const total = numberOf(counts, 'total')
  const looked = numberOf(counts, 'looked')
  if (!matching && looked === 0) return { filters: [], total: 0, isCapped: false }

  const filters = [
    categoryFilter(query, counts),
    priceFilter(query, counts, total),
    ratingFilter(query, counts),
    // A shop that is none has no name to be shown by.
    simpleFilter(
      'seller',
      counts,
      query.seller?.filter((slug) => counts.some(({ name, value }) => name === 'seller' && value === slug)) ?? [],
    ),
    simpleFilter('inStock', counts, query.inStock ? ['true'] : []),
    simpleFilter('shipsTo', counts, query.shipsTo ? [query.shipsTo] : []),
    ...attributes.map((attribute) => attributeFilter(attribute, query.attribute ?? [], counts, total)),
  ]
  return { filters: filters.filter(({ options }) => options.length > 0), total, isCapped: looked >= COUNTED_AT_MOST }
}

const numberOf = (counts: readonly Count[], name: string) => counts.find((count) => count.name === name)?.count ?? 0

/** Counts over what the search finds, which is what `searchProducts` finds. */
async function countsFor(ctx: Context, query: FiltersQuery, shown: ReadonlySet<string>): Promise<{ matching: boolean; counts: Count[] }> {
  // What is in a category page is no choice of it; of a search and of a shop it is.
  const category = { categoryPath: query.category }
  const isChoice = query.q !== '' || query.shop !== undefined
  const where: ListingFilter = { shopSlug: query.shop, ...(isChoice ? {} : category) }
  const chosen: ListingFilter = { ...(await filterOfQuery(ctx, query)), ...(isChoice ? category : {}) }
  const rates = chosen.price?.rates ?? (await readShownRates(ctx))
  const counted = (where: ListingFilter) => count(ctx, where, chosen, { shown, rates })
  if (!query.q) return { matching: false, counts: await counted(where) }

  for (const { text } of relaxations(await understandQuery(ctx, query.q))) {
    const named = await counted({ ...where, matching: sql`words @@ ${text.matching}::tsquery` })
    if (numberOf(named, 'looked') >= FEW) return { matching: true, counts: named }
    const spoken = await counted({ ...where, matching: sql`document @@ ${text.matching}::tsquery` })
    if (numberOf(spoken, 'looked') > 0) return { matching: true, counts: spoken }
  }
  return { matching: false, counts: [] }
}

/** All counts in one pass: each product knows by its bits which choices it fails, and counts for a filter if it fails none but its own. */
async function count(
  ctx: Context,
  where: ListingFilter,
  chosen: ListingFilter,
  { shown, rates }: { shown: ReadonlySet<string>; rates: ShownRates },
): Promise<Count[]> {
  const choices = choicesOf(chosen)
  const bitOf = (index: number) => sql.raw(`${index < 0 ? 0 : 2 ** index}::bigint`)
  const bit = (name: string) => bitOf(choices.findIndex((choice) => choice.name === name))
  const fails: SQL = choices.length
    ? sql.join(
        choices.map(({ condition }, index) => sql`case when ${condition} then 0 else ${bitOf(index)} end`),
        sql` + `,
      )
    : sql`0::bigint`
  const passing = (name: string) => (choices.length ? sql`from base where (fails & ~${bit(name)}) = 0` : sql`from base where true`)
  // Of an attribute that was chosen its own choice is ignored; of all others none is.
  const chosenKeys = choices
    .flatMap(({ name }) => (name.startsWith('attribute:') ? [name.slice('attribute:'.length)] : []))
    .filter((key) => shown.has(key))
  // Lists are grouped as they are and taken apart once each: many products say the same.
  const lists = (column: string, name: string) => sql`(select ${sql.raw(column)} as list, count(*) as products ${passing(name)} group by 1)`
  const facetsOf = (name: string, keys: SQL) => sql`
    select 'attribute', facet, '', sum(products)::int from ${lists('facets', name)} grouped, unnest(list) facet
    where ${keys} group by facet`
  const key = sql`split_part(facet, '=', 1)`
  const facetCounts = sql.join(
    [
      facetsOf('', chosenKeys.length ? sql`${key} <> all(${sql.param(chosenKeys)}::text[])` : sql`true`),
      ...chosenKeys.map((chosen) => facetsOf(`attribute:${chosen}`, sql`${key} = ${chosen}`)),
    ],
    sql` union all `,
  )
  return ctx.db.execute<Count>(sql`
    with base as materialized (
      select category_paths, min_price_minor, rating_sum, rating_count, shop_id, in_stock, ships_to, facets, ${fails} as fails
      from listings where ${listingCondition(ctx, where)} limit ${COUNTED_AT_MOST}
    ),
    sellers as (select shop_id, count(*)::int as count ${passing('seller')} group by shop_id)
    select 'looked' as name, '' as value, '' as label, count(*)::int as count from base
    union all select 'total', '', '', count(*)::int from base where fails = 0
    union all select 'category', path, coalesce(c.name, path), counted.count from (
      select path, sum(products)::int as count from ${lists('category_paths', 'category')} grouped, unnest(list) path group by path
    ) counted left join categories c using (path)
    union all select 'price', ${shownBucketSql(PRICES, rates)}::text, '', count(*)::int ${passing('price')} group by 2
    union all select 'rating', (rating_sum / rating_count)::text, '', count(*)::int ${passing('rating')} and rating_count > 0 group by 2
    union all
    select 'seller', shops.slug, shops.name, coalesce(sellers.count, 0) from (
      (select shop_id from sellers order by count desc, shop_id limit ${OPTIONS})
      union select id from shops where slug = any(${sql.param([...(chosen.sellers ?? [])])}::text[]) and status = 'active'
    ) shown join shops on shops.id = shown.shop_id left join sellers on sellers.shop_id = shown.shop_id
    union all select 'inStock', 'true', '', count(*)::int ${passing('inStock')} and in_stock having count(*) > 0
    union all select 'shipsTo', country, '', sum(products)::int from ${lists('ships_to', 'shipsTo')} grouped, unnest(list) country group by country
    union all ${facetCounts}`)
}

const optionsOf = (name: string, counts: readonly Count[], isChosen: (value: string) => boolean): FilterOption[] =>
  counts
    .filter((count) => count.name === name)
    .map(({ value, label, count }) => ({ value, label: label || value, count, chosen: isChosen(value) }))

const filter = (name: Filter['name'], options: FilterOption[]): Filter => ({ name, key: null, label: '', unit: null, options })

const byCount = (one: FilterOption, other: FilterOption) => other.count - one.count || (one.value < other.value ? -1 : 1)

/** The first of them, and whatever is chosen, also where nothing is left of it: a form says everything anew, and would lose it. */
const shorten = (options: readonly FilterOption[], chosen: readonly string[]): FilterOption[] => [
  ...options.filter((option, place) => option.chosen || place < OPTIONS),
  ...chosen
    .filter((value) => !options.some((option) => option.value === value))
    .map((value) => ({ value, label: value, count: 0, chosen: true })),
]

const simpleFilter = (name: Filter['name'], counts: readonly Count[], chosen: readonly string[]): Filter => {
  const options = optionsOf(name, counts, (value) => chosen.includes(value))
  return filter(name, shorten(options.sort(byCount), chosen))
}

/** So many stars and more. */
function ratingFilter({ rating }: FiltersQuery, counts: readonly Count[]): Filter {
  const buckets = optionsOf('rating', counts, () => false)
  const options = [...(rating === 5 ? [5] : []), ...STARS].map((star) => ({
    value: String(star),
    label: String(star),
    count: buckets.filter(({ value }) => Number(value) >= star).reduce((sum, { count }) => sum + count, 0),
    chosen: rating === star,
  }))
  return filter(
    'rating',
    options.filter(({ count, chosen }) => count > 0 || chosen),
  )
}

/** The chosen category and those below it; where it has none, those beside it. */
function categoryFilter({ category }: FiltersQuery, counts: readonly Count[]): Filter {
  const options = optionsOf('category', counts, (value) => value === category)
  const parentOf = (path: string) => path.split('/').slice(0, -1).join('/')
  const below = (path: string) => options.filter(({ value }) => parentOf(value) === path).sort(byCount)
  const lower = below(category ?? '')
  if (category === undefined) return filter('category', shorten(lower, []))
  const shown = lower.length > 0 ? [...options.filter(({ chosen }) => chosen), ...lower] : below(parentOf(category))
  return filter('category', shorten(shown, [category]))
}

/** Prices between those bounds that have something between them; a range with other bounds as it was chosen. */
function priceFilter({ minPriceMinor, maxPriceMinor }: FiltersQuery, counts: readonly Count[], total: number): Filter {
  const buckets = optionsOf('price', counts, () => false).sort((one, other) => Number(one.value) - Number(other.value))
  const options = buckets.map(({ value, count }) => {
    const [from, to] = [PRICES[Number(value) - 1] ?? 0, PRICES[Number(value)]]
    const range = `${from}-${to === undefined ? '' : to - 1}`
    return {
      value: range,
      label: range,
      count,
      chosen: (minPriceMinor ?? 0) === from && maxPriceMinor === (to === undefined ? undefined : to - 1),
    }
  })
  if ((minPriceMinor !== undefined || maxPriceMinor !== undefined) && !options.some(({ chosen }) => chosen)) {
    const range = `${minPriceMinor ?? 0}-${maxPriceMinor ?? ''}`
    options.unshift({ value: range, label: range, count: total, chosen: true })
  }
  return filter('price', options.length > 1 || options.some(({ chosen }) => chosen) ? options : [])
}

function attributeFilter(attribute: FilterAttribute, chosen: readonly string[], counts: readonly Count[], total: number): Filter {
  const { key, name, kind, unit = null, choices } = attribute
  const isOwn = (value: string) => value.startsWith(`${key}=`) && (kind !== 'yes_no' || value.endsWith('=true'))
  const saidBy = ({ value }: FilterOption) => value.slice(key.length + 1)
  const own = chosen.filter(isOwn)
  const options = optionsOf('attribute', counts, (value) => own.includes(value)).filter(({ value }) => isOwn(value))
  const place = (option: FilterOption) => (choices ?? []).indexOf(saidBy(option))
  const ordered =
    kind === 'choice'
      ? options.sort((one, other) => place(one) - place(other))
      : kind === 'number'
        ? options.sort((one, other) => Number(saidBy(one)) - Number(saidBy(other)))
        : options.sort(byCount)

  const products = options.reduce((sum, { count }) => sum + count, 0)
  const shown = products >= WORTH_A_FILTER * total || own.length > 0 ? shorten(ordered, own) : []
  return { name: 'attribute', key, label: name, unit, options: shown.map((option) => ({ ...option, label: saidBy(option) })) }
}
