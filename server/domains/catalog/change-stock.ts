import { eq } from 'drizzle-orm'
import { stockLevels } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { changeStockSchema, type ChangeStock } from '#shared/contracts/inventory'
import { stockPromised } from './catalog-errors'
import { lockOwnVariant } from './catalog-locks'
import { moveStock } from './stock-movements'
import { isStrict, writeStockRules, type StockRules } from './stock-rules'

type Level = typeof stockLevels.$inferSelect

/**
 * Takes a delivery in, writes down what was counted, or says how a variant's stock is looked after. Throws
 * `catalog.stock_promised` when buyers have been promised more than there would be.
 */
export function changeStock(ctx: Context, actor: Actor, shopId: string, variantId: string, input: ChangeStock): Promise<void> {
  const change = changeStockSchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    const { sku } = await lockOwnVariant(ctx, actor, variantId, shopId)
    const [level] = await ctx.db.select().from(stockLevels).where(eq(stockLevels.variantId, variantId)).for('no key update')

    if (change.kind === 'settings') return setRules(ctx, sku, level!, change)
    if (change.kind === 'receive')
      return note(ctx, actor, 'received', { variantId, quantity: change.quantity }, { kind: 'delivery', reason: change.reason })

    if (isStrict(level!) && change.onHand < level!.reserved) throw stockPromised(sku, level!.reserved)
    const correction = { variantId, quantity: change.onHand - level!.onHand }
    return note(ctx, actor, 'adjusted', correction, { kind: 'stock_take', reason: change.reason })
  })
}

async function note(
  ctx: Context,
  actor: Actor,
  kind: 'received' | 'adjusted',
  demand: { variantId: string; quantity: number },
  why: { kind: 'delivery' | 'stock_take'; reason: string },
): Promise<void> {
  await moveStock(ctx, kind, [demand], { ...why, id: null, userId: actor.userId })
}

async function setRules(ctx: Context, sku: string, level: Level, rules: StockRules): Promise<void> {
  if (isStrict(rules) && level.onHand < level.reserved) throw stockPromised(sku, level.reserved)

  await writeStockRules(ctx, level.variantId, rules)
  await ctx.queue.publish(ctx.db, 'stock.changed', { variantIds: [level.variantId] })
}
