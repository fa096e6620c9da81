import { eq, sql } from 'drizzle-orm'
import { variants as variantRows } from '#db/schema'
import { readSettings } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import type { FindingCode, FindingField, ProductFinding } from '#shared/contracts/product-lifecycle'
import { plainTextOf } from '#shared/rich-text'
import { wordFinder } from '#shared/word-finder'
import { productIncomplete } from './catalog-errors'
import type { ProductRow } from './catalog-locks'
import { attributesOfCategory, missingAttributes } from './category-attributes'

const TITLE_LEAST = 3
const DESCRIPTION_LEAST = 40
const SHORT_SIDE_LEAST_PX = 500
const COMPARE_AT_MOST_TIMES = 10
const UNLIKE_CATEGORY_TIMES = 100
/** Of fewer products there is no telling what their category costs. */
const CATEGORY_LEAST = 5
const CATEGORY_SAMPLE = 1000

interface Facts extends Record<string, unknown> {
  pictures: { position: number; width: number | null; height: number | null }[]
  variants: { sku: string; optionKey: string; priceMinor: number; compareAtMinor: number | null }[]
  /** What half of the others in its category cost at most. */
  medianMinor: number | null
}

/** What the automatic checks say of a product, the worst first. */
export async function checkProduct(ctx: Context, product: ProductRow): Promise<ProductFinding[]> {
  const [facts, asked, { bannedWords }] = await Promise.all([
    readFacts(ctx, product),
    product.categoryId ? attributesOfCategory(ctx, product.categoryId) : [],
    readSettings(ctx),
  ])

  const findings = [
    ...checkWords(product),
    ...(product.categoryId ? [] : [must('category_missing', 'category')]),
    ...missingAttributes(asked, product.attributeValues).map(({ key, name }) => must('attribute_missing', 'attributes', { key, name })),
    ...checkPictures(facts),
    ...checkVariants(facts),
    ...checkBannedWords(product, facts.variants, bannedWords),
  ]
  return findings.sort((one, other) => rankOf(one) - rankOf(other))
}

/** Throws `catalog.product_incomplete` with everything that a `must` speaks of. */
export async function refuseIncomplete(ctx: Context, product: ProductRow): Promise<void> {
  const binding = (await checkProduct(ctx, product)).filter(({ severity }) => severity === 'must')
  if (binding.length > 0) throw productIncomplete([...new Set(binding.map(({ field }) => field))], binding)
}

const rankOf = ({ severity }: ProductFinding) => (severity === 'must' ? 0 : 1)
const finding =
  (severity: ProductFinding['severity']) =>
  (code: FindingCode, field: FindingField, details: ProductFinding['details'] = {}): ProductFinding => ({ code, field, severity, details })
const must = finding('must')
const should = finding('should')

async function readFacts(ctx: Context, { id, categoryId }: ProductRow): Promise<Facts> {
  const [facts] = await ctx.db.execute<Facts>(sql`
    select
      coalesce((
        select json_agg(json_build_object('position', shown.position, 'width', f.width, 'height', f.height) order by shown.position)
        from product_images shown join files f on f.id = shown.file_id where shown.product_id = ${id}::uuid
      ), '[]') as pictures,
      coalesce((
        select json_agg(json_build_object('sku', v.sku, 'optionKey', v.option_key, 'priceMinor', v.price_minor,
          'compareAtMinor', v.compare_at_minor) order by v.position)
        from variants v where v.product_id = ${id}::uuid
      ), '[]') as variants,
      (
        select case when count(*) >= ${CATEGORY_LEAST} then percentile_disc(0.5) within group (order by min_price_minor)::float8 end
        from (
          select l.min_price_minor from listings l join categories c on l.category_paths @> array[c.path]
          where c.id = ${categoryId}::uuid and l.product_id <> ${id}::uuid limit ${CATEGORY_SAMPLE}
        ) others
      ) as "medianMinor"`)
  return facts!
}

function checkWords({ title, description }: ProductRow): ProductFinding[] {
  const length = plainTextOf(description).length
  return [
    ...(title.trim().length < TITLE_LEAST ? [must('title_missing', 'title', { least: TITLE_LEAST })] : []),
    ...(length < DESCRIPTION_LEAST ? [must('description_short', 'description', { least: DESCRIPTION_LEAST, length })] : []),
  ]
}

function checkPictures({ pictures }: Facts): ProductFinding[] {
  if (pictures.length === 0) return [must('picture_missing', 'pictures')]
  return pictures.flatMap(({ position, width, height }) =>
    width && height && Math.min(width, height) < SHORT_SIDE_LEAST_PX
      ? [should('picture_small', 'pictures', { number: position + 1, width, height, least: SHORT_SIDE_LEAST_PX })]
      : [],
  )
}

function checkVariants({ variants, medianMinor }: Facts): ProductFinding[] {
  return variants.flatMap(({ sku, optionKey, priceMinor, compareAtMinor }) => {
    const named = { sku, variant: optionKey }
    const isUnlike =
      medianMinor !== null && (priceMinor > medianMinor * UNLIKE_CATEGORY_TIMES || priceMinor * UNLIKE_CATEGORY_TIMES < medianMinor)
    return [
      ...(sku.trim() === '' ? [must('sku_missing', 'variants', named)] : []),
      ...(compareAtMinor !== null && compareAtMinor > priceMinor * COMPARE_AT_MOST_TIMES
        ? [must('compare_at_unlikely', 'variants', { ...named, times: COMPARE_AT_MOST_TIMES })]
        : []),
      ...(isUnlike ? [should('price_unlike_category', 'variants', { ...named, priceMinor, medianMinor })] : []),
    ]
  })
}

function checkBannedWords(product: Said, variants: readonly { optionKey: string }[], bannedWords: readonly string[]): ProductFinding[] {
  const find = wordFinder(bannedWords)
  return Object.entries(textsOf(product, variants)).flatMap(([field, text]) =>
    find(text).map((word) => must('banned_word', field as FindingField, { word })),
  )
}

type Said = Pick<ProductRow, 'title' | 'brand' | 'description' | 'seoTitle' | 'seoDescription' | 'tags' | 'attributes' | 'attributeValues'>

/** Everything that shoppers read of a product. */
const textsOf = (product: Said, variants: readonly { optionKey: string }[]): Partial<Record<FindingField, string>> => ({
  title: `${product.title}\n${product.brand}`,
  description: [plainTextOf(product.description), product.seoTitle, product.seoDescription].join('\n'),
  tags: product.tags.join('\n'),
  attributes: [...product.attributes.flatMap(({ name, value }) => [name, value]), ...Object.values(product.attributeValues)].join('\n'),
  variants: variants.map(({ optionKey }) => optionKey).join('\n'),
})

/** The banned words that a product says anywhere. */
export async function bannedWordsIn(ctx: Context, product: ProductRow): Promise<string[]> {
  const { bannedWords } = await readSettings(ctx)
  if (bannedWords.length === 0) return []
  const shown = await ctx.db.select({ optionKey: variantRows.optionKey }).from(variantRows).where(eq(variantRows.productId, product.id))
  return [...new Set(checkBannedWords(product, shown, bannedWords).map(({ details }) => String(details.word)))]
}
