import { defineCommand } from 'citty'
import { eq } from 'drizzle-orm'
import { createReadStream, statSync } from 'node:fs'
import path from 'node:path'
import { productImports } from '#db/schema'
import {
  applyImport,
  checkImport,
  problemsOfImport,
  startApplying,
  startImport,
  startUndo,
  summariseImport,
  undoImport,
} from '#server/domains/imports'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { idSchema } from '#shared/contracts/common'
import { problemText } from '#shared/import-problems'
import { say } from '../launch/progress'
import { Refusal } from '../launch/refusal'
import { command } from './command'
import { withMarketplace } from './open-world'
import { shopOf } from './shop-of'

/** When the server takes over what this command began but did not finish. */
const SERVER_TAKES_OVER_MS = 2 * 60_000
const later = () => new Date(Date.now() + SERVER_TAKES_OVER_MS)

const productsCommand = command({
  meta: { name: 'products', description: 'Imports a CSV of products (Souk, Shopify or WooCommerce); exit code 1 if anything was refused' },
  args: {
    file: { type: 'positional', required: true, description: 'The file' },
    shop: { type: 'string', required: true, description: 'The address (slug) of the shop' },
    'dry-run': { type: 'boolean', description: 'Only say what would happen' },
  },
  run: async ({ args }) => {
    if (!statSync(args.file, { throwIfNoEntry: false })?.isFile()) throw new Refusal(`There is no file ${args.file}.`)
    await withMarketplace((ctx) => importProducts(ctx, args.file, args.shop, args['dry-run'] === true))
  },
})

async function importProducts(ctx: Context, file: string, slug: string, isDryRun: boolean): Promise<void> {
  const shopId = await shopOf(ctx, slug)
  const upload = { fileName: path.basename(file), bytes: createReadStream(file) }
  const { id } = await startImport(ctx, systemActor, shopId, upload, { queued: false })
  const checked = await checkImport(ctx, id)
  if (checked.status === 'failed') throw new Refusal(checked.problem)

  if (!isDryRun) {
    await startApplying(ctx, systemActor, shopId, id, { later: later() })
    await applyImport(ctx, id)
  }
  for await (const { line, column, code, value } of problemsOfImport(ctx, id))
    say(`Line ${line}${column && `, ${column}`}: ${problemText({ code, value })}`)

  const { created, variantsCreated, changed, unchanged, refused } = await summariseImport(ctx, id)
  say(isDryRun ? 'Dry run: nothing was changed.' : `Import ${id}; to take it back: npm run souk -- import undo ${id}`)
  say(`${created} products and ${variantsCreated} variants created, ${changed} changed, ${unchanged} unchanged, ${refused} refused`)
  if (refused > 0) process.exitCode = 1
}

const undoCommand = command({
  meta: { name: 'undo', description: 'Takes back a whole import; exit code 1 if something had been changed since' },
  args: { id: { type: 'positional', required: true, description: 'The id of the import' } },
  run: ({ args }) =>
    withMarketplace(async (ctx) => {
      const isId = idSchema.safeParse(args.id).success
      const [row] = isId
        ? await ctx.db.select({ shopId: productImports.shopId }).from(productImports).where(eq(productImports.id, args.id))
        : []
      if (!row) throw new Refusal(`There is no import ${args.id}.`)
      await startUndo(ctx, systemActor, row.shopId, args.id, { later: later() })
      await undoImport(ctx, args.id)

      for await (const { line, code, value } of problemsOfImport(ctx, args.id, 'changed_since'))
        say(`Line ${line}: ${problemText({ code, value })}`)
      const { conflicts } = await summariseImport(ctx, args.id)
      say(conflicts === 0 ? 'Everything was taken back.' : `Taken back, but for what had been changed since on ${conflicts} products.`)
      if (conflicts > 0) process.exitCode = 1
    }),
})

export const importCommand = defineCommand({
  meta: { name: 'import', description: 'Brings products from a file, or takes them back' },
  subCommands: { products: productsCommand, undo: undoCommand },
})
