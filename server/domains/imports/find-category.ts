import { asc } from 'drizzle-orm'
import { categories } from '#db/schema'
import type { Context } from '#server/platform/context'

/** The id of the category that a text means: by its path, by the names from the top down, or by a name that only one has. */
export type CategoryFinder = (text: string) => string | undefined

const plain = (text: string) => text.trim().toLowerCase()

export async function categoryFinder(ctx: Context): Promise<CategoryFinder> {
  const rows = await ctx.db
    .select({ id: categories.id, path: categories.path, name: categories.name })
    .from(categories)
    .orderBy(asc(categories.path))
  const names = new Map(rows.map(({ path, name }) => [path, plain(name)]))
  const byText = new Map<string, string>()
  const byName = new Map<string, string | null>()

  for (const { id, path, name } of rows) {
    byText.set(path, id)
    const parts = path.split('/')
    const chain = parts.map((_, depth) => names.get(parts.slice(0, depth + 1).join('/')) ?? '').join(' > ')
    if (!byText.has(chain)) byText.set(chain, id)
    byName.set(plain(name), byName.has(plain(name)) ? null : id)
  }
  return (text) => {
    // WooCommerce lists several, separated by commas: the first that there is.
    for (const one of [text, ...text.split(',')]) {
      const chain = one.split('>').map(plain).join(' > ')
      const found = byText.get(chain) ?? byName.get(chain)
      if (found) return found
    }
    return undefined
  }
}
