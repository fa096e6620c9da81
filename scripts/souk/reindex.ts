import { sql } from 'drizzle-orm'
import { rebuildListings } from '#server/domains/catalog'
import { countTerms } from '#server/domains/search'
import { say, step } from '../launch/progress'
import { command } from './command'
import { withMarketplace } from './open-world'

const SAID_EVERY = 50_000

export const reindexCommand = command({
  meta: { name: 'reindex', description: 'Makes what search and lists read anew, while the marketplace goes on' },
  run: () =>
    withMarketplace(async (ctx) => {
      const made = await step('Listings', () =>
        rebuildListings(ctx, (done) => {
          if (done % SAID_EVERY === 0) say(`    ${done.toLocaleString('en')}`)
        }),
      )
      await step('Vocabulary', () => countTerms(ctx))
      await step('Statistics', () => ctx.db.execute(sql`analyze listings, search_terms`))
      say(`${made.toLocaleString('en')} products can be found.`)
    }),
})
