import { sql } from 'drizzle-orm'
import { BUILT_IN_RATES } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { TaxRate, TaxRates } from '#shared/contracts/tax-rates'
import { ratesNotYours } from './pricing-errors'
import { mayChangeRates } from './pricing-policy'

const SHOWN = 2000

interface RateRow extends Record<string, unknown> {
  id: string
  country: string
  categoryId: string | null
  categoryName: string | null
  rateBps: number
  validFrom: string
  state: TaxRate['state']
}

/** Every rate that was set, with those that Souk knows by itself; for admins. */
export function listTaxRates(ctx: Context, actor: Actor): Promise<TaxRates> {
  // By the database's time: a rate that was set a moment ago holds.
  return inTransaction(ctx, async (ctx) => {
    if (!mayChangeRates(actor)) throw ratesNotYours()

    const now = sql`${ctx.now.toISOString()}::timestamptz`
    const rows = await ctx.db.execute<RateRow>(sql`
      select rate.id, rate.country, rate.category_id as "categoryId", category.name as "categoryName", rate.rate_bps as "rateBps",
        to_json(rate.valid_from) #>> '{}' as "validFrom",
        case when rate.valid_from > ${now} then 'later' when exists (
          select from tax_rates newer where newer.country = rate.country and newer.category_id is not distinct from rate.category_id
            and newer.valid_from > rate.valid_from and newer.valid_from <= ${now}
        ) then 'replaced' else 'current' end as state
      from tax_rates rate left join categories category on category.id = rate.category_id
      order by rate.country, category.path nulls first, rate.valid_from desc
      limit ${SHOWN}`)
    return { builtIn: Object.entries(BUILT_IN_RATES).map(([country, rateBps]) => ({ country, rateBps })), rates: rows.map(presentRate) }
  })
}

const presentRate = ({ id, country, categoryId, categoryName, rateBps, validFrom, state }: RateRow): TaxRate => ({
  id,
  country,
  category: categoryId ? { id: categoryId, name: categoryName! } : null,
  rateBps,
  validFrom: new Date(validFrom).toISOString(),
  state,
})
