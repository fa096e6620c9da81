import { defineCommand } from 'citty'
import { say, step } from '../launch/progress'
import { Refusal } from '../launch/refusal'
import { seedLoadWorld } from '../seed/load/seed-load'
import { command } from './command'
import { seedDemoAccounts } from './demo'
import { withMarketplace } from './open-world'

const demo = command({
  meta: { name: 'demo', description: 'The demo marketplace: shops, products, orders and reviews' },
  run: () => withMarketplace(seedDemoAccounts),
})

const load = command({
  meta: { name: 'load', description: 'Many plain products, for measurements' },
  args: {
    products: { type: 'string', default: '10000', description: 'How many' },
    seed: { type: 'string', default: '1', description: 'The same number makes the same world' },
  },
  run: async ({ args }) => {
    const products = Number(args.products)
    if (!Number.isInteger(products) || products < 1 || products > 2_000_000)
      throw new Refusal('--products is a number from 1 to 2,000,000.')
    await withMarketplace((ctx) => step(`${products} products`, () => seedLoadWorld(ctx, { products, seed: Number(args.seed) })))
    say('Done.')
  },
})

export const seedCommand = defineCommand({
  meta: { name: 'seed', description: 'Fills an empty marketplace' },
  subCommands: { demo, load },
})
