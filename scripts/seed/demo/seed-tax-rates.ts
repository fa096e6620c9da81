import { setTaxRate } from '#server/domains/pricing'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { CategoryPath } from './catalogue/categories'

/** Basis points of value added tax where the demo's shops send parcels. */
const STANDARD = {
  AT: 2000,
  BE: 2100,
  CH: 810,
  CZ: 2100,
  DE: 1900,
  DK: 2500,
  ES: 2100,
  FI: 2550,
  FR: 2000,
  GB: 2000,
  IE: 2300,
  IT: 2200,
  LU: 1700,
  NL: 2100,
  NO: 2500,
  PL: 2300,
  PT: 2300,
  SE: 2500,
}
/** Of food, where it is another. */
const FOOD = { AT: 1000, DE: 700, FR: 550, NL: 900 }
const FOOD_CATEGORIES = 'food-and-drink/'

/** Taxes as they are in Europe, so that carts and invoices of the demo have some in them. */
export async function seedTaxRates(ctx: Context, categoryIds: Map<CategoryPath, string>): Promise<void> {
  for (const [country, rateBps] of Object.entries(STANDARD)) await setTaxRate(ctx, systemActor, { country, categoryId: null, rateBps })
  for (const [path, categoryId] of categoryIds) {
    if (!path.startsWith(FOOD_CATEGORIES)) continue
    for (const [country, rateBps] of Object.entries(FOOD)) await setTaxRate(ctx, systemActor, { country, categoryId, rateBps })
  }
}
