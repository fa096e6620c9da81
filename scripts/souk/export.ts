import { defineCommand } from 'citty'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { exportProducts } from '#server/domains/imports'
import { systemActor } from '#server/platform/actor'
import { command } from './command'
import { withMarketplace } from './open-world'
import { shopOf } from './shop-of'

const productsCommand = command({
  meta: { name: 'products', description: "Writes a shop's products as CSV to the standard output" },
  args: { shop: { type: 'string', required: true, description: 'The address (slug) of the shop' } },
  run: ({ args }) =>
    withMarketplace(async (ctx) => {
      const pieces = await exportProducts(ctx, systemActor, await shopOf(ctx, args.shop))
      await pipeline(Readable.from(pieces), process.stdout, { end: false })
    }),
})

export const exportCommand = defineCommand({
  meta: { name: 'export', description: 'Writes what a shop has' },
  subCommands: { products: productsCommand },
})
