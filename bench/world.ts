import { sql } from 'drizzle-orm'
import { loadConfig } from '#server/platform/config/load-config'
import type { Context } from '#server/platform/context'
import { startEmbeddedParts } from '../scripts/launch/embedded-parts'
import { step } from '../scripts/launch/progress'
import { seedLoadWorld } from '../scripts/seed/load/seed-load'
import { migrateEverything } from '../scripts/souk/migrate-everything'
import { withWorld } from '../scripts/souk/open-world'

export interface LoadWorld {
  databaseUrl: string
  /** Environment for a server on this world: one machine of proxies, so that each simulated person has an address. */
  env: Record<string, string>
  products: string[]
  categories: string[]
  use: <T>(work: (ctx: Context) => Promise<T>) => Promise<T>
  stop: () => Promise<void>
}

/** A marketplace of many products in a folder of its own, made on the first use. */
export async function openLoadWorld(
  products: number,
  { name = String(products), settings = [] as readonly string[] } = {},
): Promise<LoadWorld> {
  const folder = `.data/bench-${name}`
  process.env.SOUK_DATA = folder
  const parts = await step('Database', () => startEmbeddedParts(folder, settings))
  const config = { ...loadConfig(), LOG_LEVEL: 'warn' as const }
  await migrateEverything(config)

  const use = <T>(work: (ctx: Context) => Promise<T>) => withWorld(config, work)
  const names = await use(async (ctx) => {
    const count = await ctx.db.execute<{ count: number }>(sql`select count(*)::int as count from listings`)
    if (count[0]!.count < products) await step(`${products} products (once)`, () => seedLoadWorld(ctx, { products, seed: 1 }))
    const slugs = await ctx.db.execute<{ slug: string }>(sql`select slug from listings order by product_id limit 10000`)
    const paths = await ctx.db.execute<{ path: string }>(
      sql`select path from categories c where exists (select 1 from listings l where l.category_paths @> array[c.path] offset 24 limit 1) order by path`,
    )
    return { products: slugs.map(({ slug }) => slug), categories: paths.map(({ path }) => path) }
  })

  const env = { SOUK_DATA: folder, LOG_LEVEL: 'warn', TRUSTED_PROXIES: '127.0.0.1' }
  return { databaseUrl: config.databaseUrl, env, ...names, use, stop: parts.stop }
}
