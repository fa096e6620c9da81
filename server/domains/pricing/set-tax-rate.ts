import { eq, sql } from 'drizzle-orm'
import { categories, taxRates } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { SetTaxRate } from '#shared/contracts/tax-rates'
import { rateCategoryNotFound, rateInForce, rateNotFound, ratesNotYours } from './pricing-errors'
import { mayChangeRates } from './pricing-policy'

/**
 * Sets the tax of a country, for everything or for a category and what is below it, from now or from a later moment on. What was
 * ordered keeps the rate it was placed with.
 */
export function setTaxRate(ctx: Context, actor: Actor, input: SetTaxRate): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (!mayChangeRates(actor)) throw ratesNotYours()
    const { country, rateBps } = input
    const categoryId = input.categoryId ? await knownCategory(ctx, input.categoryId) : null
    const wished = input.validFrom ? new Date(input.validFrom) : ctx.now
    const validFrom = wished < ctx.now && actor.role !== 'system' ? ctx.now : wished

    const [row] = await ctx.db
      .insert(taxRates)
      .values({ id: ctx.newId(), country, categoryId, rateBps, validFrom })
      .onConflictDoUpdate({ target: [taxRates.country, taxRates.categoryId, taxRates.validFrom], set: { rateBps: sql`excluded.rate_bps` } })
      .returning({ id: taxRates.id })
    const details = { country, categoryId, rateBps, validFrom: validFrom.toISOString() }
    await recordAudit(ctx, actor, { action: 'pricing.tax_rate_set', subject: { type: 'tax_rate', id: row!.id }, details })
    await purgeTags(ctx, [pageTag.prices])
  })
}

/** Takes back a rate that has not begun. One that holds is followed by another, and stays for whoever looks back. */
export function removeTaxRate(ctx: Context, actor: Actor, rateId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (!mayChangeRates(actor)) throw ratesNotYours()
    const [rate] = await ctx.db.select().from(taxRates).where(eq(taxRates.id, rateId)).for('update')
    if (!rate) throw rateNotFound()
    if (rate.validFrom <= ctx.now) throw rateInForce()

    await ctx.db.delete(taxRates).where(eq(taxRates.id, rateId))
    const { country, categoryId, rateBps } = rate
    const details = { country, categoryId, rateBps, validFrom: rate.validFrom.toISOString() }
    await recordAudit(ctx, actor, { action: 'pricing.tax_rate_removed', subject: { type: 'tax_rate', id: rateId }, details })
  })
}

/** Kept still, so that nobody deletes it meanwhile. */
async function knownCategory(ctx: Context, categoryId: string): Promise<string> {
  const [category] = await ctx.db.select({ id: categories.id }).from(categories).where(eq(categories.id, categoryId)).for('key share')
  if (!category) throw rateCategoryNotFound()
  return category.id
}
