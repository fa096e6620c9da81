import { eq, sql } from 'drizzle-orm'
import { categories } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { CategoryAttribute } from '#shared/category-attributes'
import { categoryAttributesSchema, type CategoryAttributesInput } from '#shared/contracts/admin-categories'
import { attributeKindFixed, choicesInUse } from './catalog-errors'
import type { CategoryRow } from './catalog-locks'
import { announceCategory, lockCategory } from './category-tree'

/**
 * Says, in order, what the products of a category are asked for. What is left out is asked no more; products keep what they
 * said. Throws `catalog.attribute_kind_fixed`, and `catalog.choices_in_use` unless `dropUsedChoices` says that this is meant.
 */
export function setCategoryAttributes(ctx: Context, actor: Actor, categoryId: string, input: CategoryAttributesInput): Promise<void> {
  const { attributes, dropUsedChoices } = categoryAttributesSchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    const { category } = await lockCategory(ctx, actor, categoryId)
    const known = new Map(category.attributes.map((attribute) => [attribute.key, attribute]))
    const recast = attributes.find(({ key, kind }) => known.has(key) && known.get(key)!.kind !== kind)
    if (recast) throw attributeKindFixed(recast.name)
    const used = dropUsedChoices ? [] : await usedChoices(ctx, category, attributes)
    if (used.length > 0) throw choicesInUse(used)

    await ctx.db.update(categories).set({ attributes }).where(eq(categories.id, categoryId))

    await announceCategory(ctx, categoryId, [category.path])
    const details = { from: category.attributes.map(({ key }) => key), to: attributes.map(({ key }) => key) }
    await recordAudit(ctx, actor, { action: 'catalog.category_attributes_set', subject: { type: 'category', id: categoryId }, details })
  })
}

/** The choices that would go while products of the category or below it have them. */
async function usedChoices(ctx: Context, category: CategoryRow, wanted: readonly CategoryAttribute[]) {
  const gone = category.attributes.flatMap(({ key, choices = [] }) => {
    const kept = wanted.find((attribute) => attribute.key === key)
    return kept ? choices.filter((choice) => !kept.choices?.includes(choice)).map((choice) => ({ key, choice })) : []
  })
  if (gone.length === 0) return []
  const rows = await ctx.db.execute<{ choice: string; count: number }>(sql`
    select gone->>'choice' as choice, count(*)::int as count
    from jsonb_array_elements(${JSON.stringify(gone)}::jsonb) gone
    join categories own on own.path = ${category.path} or starts_with(own.path, ${`${category.path}/`})
    join products p on p.category_id = own.id and p.attribute_values->>(gone->>'key') = gone->>'choice'
    group by 1 order by 1`)
  return [...rows]
}
