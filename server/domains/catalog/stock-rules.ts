import { eq, sql } from 'drizzle-orm'
import { stockLevels } from '#db/schema'
import type { Context } from '#server/platform/context'

export type StockRules = Pick<typeof stockLevels.$inferSelect, 'tracked' | 'backorder' | 'lowAt'>

/** Nothing is sold that is not there. */
export const isStrict = ({ tracked, backorder }: Pick<StockRules, 'tracked' | 'backorder'>) => tracked && !backorder

/** Says how the stock of a variant is looked after. Where more is left than is little now, the shop is told of it again. */
export async function writeStockRules(ctx: Context, variantId: string, { tracked, backorder, lowAt }: StockRules): Promise<void> {
  const isEnough = sql`${stockLevels.onHand} - ${stockLevels.reserved} > ${lowAt}::int`
  await ctx.db
    .update(stockLevels)
    .set({ tracked, backorder, lowAt, lowAlertedAt: sql`case when not (${isEnough}) then ${stockLevels.lowAlertedAt} end` })
    .where(eq(stockLevels.variantId, variantId))
}
