import { openDatabase } from '#db/client'
import { listProducts } from '#server/domains/catalog'
import type { Context } from '#server/platform/context'
import { productQuerySchema } from '#shared/contracts/catalog'

export interface CapturedQuery {
  sql: string
  params: unknown[]
}

/** The query that the product list asks first, as the domain writes it. */
export async function capturedListQuery(ctx: Context): Promise<CapturedQuery> {
  const seen: CapturedQuery[] = []
  const listening = openDatabase(ctx.config.databaseUrl, { max: 1, onQuery: (sql, params) => seen.push({ sql, params }) })
  try {
    await listProducts({ ...ctx, db: listening.db }, {}, productQuerySchema.parse({}))
  } finally {
    await listening.close()
  }
  return seen[0]!
}
