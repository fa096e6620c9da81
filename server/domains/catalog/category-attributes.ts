import { sql } from 'drizzle-orm'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { AttributeValues, CategoryAttribute } from '#shared/category-attributes'
import type { CategoryChoice } from '#shared/contracts/product-editor'
import { attributeInvalid, categoryNotFound } from './catalog-errors'

interface Row extends Record<string, unknown> {
  id: string
  names: string[]
  asked: CategoryAttribute[][]
}

/** Where a category is and what it and those above it ask, from the top. */
const rowsWhere = (ctx: Context, categoryId?: string) =>
  ctx.db.execute<Row>(sql`
    select own.id, array_agg(above.name order by length(above.path)) as names, json_agg(above.attributes order by length(above.path)) as asked
    from categories own join categories above on own.path = above.path or starts_with(own.path, above.path || '/')
    ${categoryId ? sql`where own.id = ${categoryId}::uuid` : sql``}
    group by own.id order by min(own.path)`)

/** Of one key the lowest category's counts, at the place where it was asked first. */
function merged(asked: CategoryAttribute[][]): CategoryAttribute[] {
  return [...new Map(asked.flat().map((attribute) => [attribute.key, attribute])).values()]
}

/** What a category asks of its products, with what the categories above ask first. Throws `catalog.category_not_found`. */
export async function attributesOfCategory(ctx: Context, categoryId: string): Promise<CategoryAttribute[]> {
  const [row] = await rowsWhere(ctx, categoryId)
  if (!row) throw categoryNotFound()
  return merged(row.asked)
}

/** Every category a product can be put into, by its path; for the members of a shop. */
export async function listCategoryChoices(ctx: Context, actor: Actor, shopId: string): Promise<CategoryChoice[]> {
  await requireMember(ctx, actor, shopId)
  return (await rowsWhere(ctx)).map(({ id, names, asked }) => ({ id, names, attributes: merged(asked) }))
}

/**
 * Of what is said, what the attributes ask for; nothing is kept of what is empty or not asked.
 * Throws `catalog.attribute_invalid` for what is no value of its attribute.
 */
export function cleanAttributeValues(attributes: readonly CategoryAttribute[], said: AttributeValues): AttributeValues {
  const kept: AttributeValues = {}
  for (const attribute of attributes) {
    const value = Object.hasOwn(said, attribute.key) ? said[attribute.key] : undefined
    if (value === undefined || value === '') continue
    if (!isValueOf(attribute, value)) throw attributeInvalid(attribute.key, attribute.name)
    kept[attribute.key] = value
  }
  return kept
}

/** Of what was said once, what still is a value of its attribute: an admin may have taken a choice away. */
export const validAttributeValues = (attributes: readonly CategoryAttribute[], said: AttributeValues): AttributeValues =>
  Object.fromEntries(
    attributes.flatMap((attribute) => {
      const value = said[attribute.key]
      return value !== undefined && isValueOf(attribute, value) ? [[attribute.key, value]] : []
    }),
  )

/** What is required and not answered. */
export const missingAttributes = (attributes: readonly CategoryAttribute[], said: AttributeValues): CategoryAttribute[] =>
  attributes.filter(({ key, required }) => required && !Object.hasOwn(said, key))

function isValueOf({ kind, choices = [] }: CategoryAttribute, value: string | number | boolean): boolean {
  if (kind === 'number') return typeof value === 'number'
  if (kind === 'yes_no') return typeof value === 'boolean'
  return typeof value === 'string' && (kind === 'text' || choices.includes(value))
}
