import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { loadConfig } from '#server/platform/config/load-config'
import { startEmbeddedParts } from '../launch/embedded-parts'
import { dataFolder } from '../launch/environment'
import { nextFreePort } from '../launch/free-port'
import { keep } from '../launch/keep'
import { SERVER_ENTRY } from '../launch/production-build'
import { seedDemoIfEmpty } from '../souk/demo'
import { migrateEverything } from '../souk/migrate-everything'
import { withWorld } from '../souk/open-world'

export interface AuditedSite {
  base: string
  /** Addresses of one page of each kind. */
  pages: Record<string, string>
  stop: () => Promise<void>
}

/** The demonstration marketplace as `npm start` serves it. Needs a build. */
export async function openDemoSite(): Promise<AuditedSite> {
  if (!existsSync(SERVER_ENTRY)) throw new Error('There is no build yet. Run: npm run build')
  const parts = await startEmbeddedParts(dataFolder())
  const config = loadConfig()
  await migrateEverything(config)
  await seedDemoIfEmpty(config)
  const pages = await withWorld(config, async (ctx) => {
    const [row] = await ctx.db.execute<{ product: string; shop: string; category: string }>(sql`
      select l.slug as product, l.shop_slug as shop, l.category_paths[1] as category
      from listings l where l.variant_count > 1 and l.rating_count > 0 order by l.sold_count desc limit 1`)
    return {
      home: '/',
      category: `/categories/${row!.category}`,
      product: `/products/${row!.product}`,
      shop: `/shops/${row!.shop}`,
      search: '/search?q=mug',
      'search without results': '/search?q=zzzzqq',
      cart: '/cart',
      'sign in': '/sign-in',
      register: '/register',
      'not found': '/products/no-such-thing',
    }
  })

  const port = await nextFreePort(24_700, '127.0.0.1')
  const env = { ...process.env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'error' }
  const server = keep({ program: process.execPath, args: [SERVER_ENTRY], env, stopSignal: 'SIGTERM' }, { output: 'inherit' })
  const base = `http://127.0.0.1:${port}`
  while (
    !(await fetch(`${base}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    ))
  )
    await pause(100)
  return {
    base,
    pages,
    stop: async () => {
      await server.stop()
      await parts.stop()
    },
  }
}
