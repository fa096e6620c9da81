import { setTaxRate } from '#server/domains/pricing'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { CategoryPath } from './catalogue/categories'

/** Basis points. */
const FOOD = { AT: 1000, DE: 700, FR: 550, NL: 900 }
const FOOD_CATEGORIES = 'food-and-drink/'

/** What food is taxed with in Europe, from before the first order of the demo; Souk knows the other rates by itself. */
export async function seedTaxRates(ctx: Context, categoryIds: Map<CategoryPath, string>): Promise<void> {
  for (const [path, categoryId] of categoryIds) {
    if (!path.startsWith(FOOD_CATEGORIES)) continue
    for (const [country, rateBps] of Object.entries(FOOD))
      await setTaxRate(ctx, systemActor, { country, categoryId, rateBps, validFrom: new Date(0).toISOString() })
  }
}
