import { asc } from 'drizzle-orm'
import { defineCommand } from 'citty'
import { shops } from '#db/schema'
import { say } from '../launch/progress'
import { command } from './command'
import { withMarketplace } from './open-world'

const listCommand = command({
  meta: { name: 'list', description: 'The address of every shop, one a line, the oldest first' },
  run: () =>
    withMarketplace(async (ctx) => {
      for (const { slug } of await ctx.db.select({ slug: shops.slug }).from(shops).orderBy(asc(shops.id))) say(slug)
    }),
})

export const shopsCommand = defineCommand({
  meta: { name: 'shops', description: 'Shops of the marketplace' },
  subCommands: { list: listCommand },
})
