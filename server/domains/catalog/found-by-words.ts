import { sql, type SQL } from 'drizzle-orm'

/** Whether a product is found by part of its title or of a SKU. Expects `p` to be the product. */
export function isFoundBy(words: string | undefined): SQL {
  if (!words) return sql`true`
  const pattern = `%${words.replace(/[\\%_]/g, String.raw`\$&`)}%`
  return sql`(p.title ilike ${pattern} or exists (select from variants named where named.product_id = p.id and named.sku ilike ${pattern}))`
}
