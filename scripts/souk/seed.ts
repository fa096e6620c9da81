import { defineCommand } from 'citty'
import { seedDemoAccounts } from './demo'
import { withMarketplace } from './open-world'

export const seedCommand = defineCommand({
  meta: { name: 'seed', description: 'Fills an empty marketplace' },
  subCommands: {
    demo: defineCommand({
      meta: { name: 'demo', description: 'The demo marketplace: shops, products, orders and reviews' },
      run: () => withMarketplace(seedDemoAccounts),
    }),
  },
})
