import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import type { CategoryAttribute } from '#shared/category-attributes'

/** Something that shoppers may filter by, and the category that asks for it. */
export interface FilterAttribute extends CategoryAttribute {
  path: string
}

/**
 * What shoppers may filter by in a category: its own attributes and those of the categories above; without a category, what
 * any category asks for. Of one key the lowest category's counts.
 */
export async function listFilterAttributes(ctx: Context, path?: string): Promise<FilterAttribute[]> {
  const rows = await runPrepared<{ path: string; attributes: CategoryAttribute[] }>(
    ctx,
    sql`
    select path, attributes from categories
    where attributes <> '[]' and (${path ?? null}::text is null or path = ${path ?? ''} or starts_with(${path ?? ''}, path || '/'))
    order by length(path), path`,
  )
  const attributes = rows.flatMap(({ path, attributes }) => attributes.map((attribute) => ({ ...attribute, path })))
  const byKey = new Map<string, FilterAttribute>()
  // Below one category the lowest says best what is meant; of unrelated ones the first is as good as any.
  for (const attribute of attributes) if (path !== undefined || !byKey.has(attribute.key)) byKey.set(attribute.key, attribute)
  return [...byKey.values()].filter(({ filter }) => filter)
}
