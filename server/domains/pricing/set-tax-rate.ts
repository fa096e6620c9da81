import { sql } from 'drizzle-orm'
import { taxRates } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { ratesNotYours } from './pricing-errors'
import { mayChangeRates } from './pricing-policy'

/** Sets the tax of a country, for everything or for a category and what is below it. Orders keep the rate they were placed with. */
export async function setTaxRate(
  ctx: Context,
  actor: Actor,
  rate: { country: string; categoryId: string | null; rateBps: number },
): Promise<void> {
  if (!mayChangeRates(actor)) throw ratesNotYours()

  await ctx.db
    .insert(taxRates)
    .values({ id: ctx.newId(), ...rate })
    .onConflictDoUpdate({ target: [taxRates.country, taxRates.categoryId], set: { rateBps: sql`excluded.rate_bps` } })
}
