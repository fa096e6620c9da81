import { sql } from 'drizzle-orm'
import type { Rendition } from '#db/schema'
import { presentPicture } from '#server/domains/files'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import type { CategoryCard, CategoryTree, CategoryView } from '#shared/contracts/catalog'
import { categoryNotFound } from './catalog-errors'
import { breadcrumbsSql } from './category-places'

interface CategoryJson {
  path: string
  name: string
  picture: { placeholder: string | null; renditions: Rendition[]; width: number | null; height: number | null } | null
}

interface Row extends Record<string, unknown> {
  path: string
  name: string
  description: string
  seoTitle: string
  seoDescription: string
  breadcrumbs: CategoryView['breadcrumbs']
  children: CategoryJson[]
}

const cardJson = sql`json_build_object('path', own.path, 'name', own.name, 'picture', case when f.id is not null then
  json_build_object('placeholder', f.placeholder, 'renditions', f.renditions, 'width', f.width, 'height', f.height) end)`

/** A category by its path, also by one that it had before, with the way to it and what lies below. */
export async function getCategory(ctx: Context, path: string): Promise<Omit<CategoryView, 'products'>> {
  const [row] = await runPrepared<Row>(
    ctx,
    sql`
    select c.path, c.name, c.description, c.seo_title as "seoTitle", c.seo_description as "seoDescription", ${breadcrumbsSql(sql`c.path`)} as breadcrumbs,
      (
        select coalesce(json_agg(${cardJson} order by own.position, own.name), '[]'::json)
        from categories own left join files f on f.id = own.image_file_id where own.parent_id = c.id
      ) as children
    from categories c
    where c.id = coalesce(
      (select id from categories where path = ${path}),
      (select target_id from slug_history where kind = 'category' and slug = ${path})
    )`,
  )
  if (!row) throw categoryNotFound()

  return { ...row, children: row.children.map(presentCategory) }
}

interface TreeRow extends Record<string, unknown> {
  card: CategoryJson
  children: { path: string; name: string }[]
}

/** The top of the tree with what lies directly below. */
export async function getCategoryTree(ctx: Context): Promise<CategoryTree> {
  const rows = await runPrepared<TreeRow>(
    ctx,
    sql`
    select ${cardJson} as card, (
      select coalesce(json_agg(json_build_object('path', child.path, 'name', child.name) order by child.position, child.name), '[]'::json)
      from categories child where child.parent_id = own.id
    ) as children
    from categories own left join files f on f.id = own.image_file_id
    where own.parent_id is null
    order by own.position, own.name`,
  )
  return { items: rows.map(({ card, children }) => ({ ...presentCategory(card), children })) }
}

const presentCategory = ({ path, name, picture }: CategoryJson): CategoryCard => ({
  path,
  name,
  picture: picture && presentPicture(picture, name),
})
