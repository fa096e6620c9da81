import { sql, type SQL } from 'drizzle-orm'

/** The way down to a category as JSON, from the top: `[{path, name}]`. `path` is the category's own path. */
export const breadcrumbsSql = (path: SQL): SQL => sql`(
  select coalesce(json_agg(json_build_object('path', place.path, 'name', place.name) order by length(place.path)), '[]'::json)
  from categories place where place.path = ${path} or starts_with(${path}, place.path || '/')
)`
