import { sql } from 'drizzle-orm'
import { readSettings } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { Commission, CommissionRule } from '#shared/contracts/commission'
import { commissionNotYours } from './ledger-errors'
import { maySetCommission } from './ledger-policy'

const ENDED_SHOWN = 50

interface RuleRow extends Record<string, unknown> {
  id: string
  shopId: string | null
  shopName: string | null
  categoryId: string | null
  categoryName: string | null
  rateBps: number
  validFrom: string
  validTo: string | null
  state: CommissionRule['state']
  isUsed: boolean
}

/** The rules in the order in which they are asked, and the latest of those that have ended; for admins. */
export function listCommissionRules(ctx: Context, actor: Actor): Promise<Commission> {
  // By the database's time: a rule that was ended a moment ago has ended.
  return inTransaction(ctx, async (ctx) => {
    if (!maySetCommission(actor)) throw commissionNotYours()

    const open = await readRules(ctx, false)
    const ended = await readRules(ctx, true)
    return { usualBps: (await readSettings(ctx)).commissionBps, rules: [...open, ...ended].map(presentRule) }
  })
}

function readRules(ctx: Context, hasEnded: boolean) {
  const now = sql`${ctx.now.toISOString()}::timestamptz`
  return ctx.db.execute<RuleRow>(sql`
    select rule.id, shop.id as "shopId", shop.name as "shopName", rule.category_id as "categoryId", category.name as "categoryName",
      rule.rate_bps as "rateBps", to_json(rule.valid_from) #>> '{}' as "validFrom", to_json(rule.valid_to) #>> '{}' as "validTo",
      case when rule.valid_to <= ${now} then 'ended' when rule.valid_from > ${now} then 'later' else 'current' end as state,
      exists (select from commission_lines line where line.rule_id = rule.id) as "isUsed"
    from commission_rules rule
    left join shops shop on shop.id = rule.shop_id
    left join categories category on category.id = rule.category_id
    where coalesce(rule.valid_to <= ${now}, false) = ${hasEnded}
    order by ${hasEnded ? sql`rule.valid_to desc, rule.id desc limit ${ENDED_SHOWN}` : sql`rule.position, rule.id`}`)
}

const presentRule = ({ shopId, shopName, categoryId, categoryName, validFrom, validTo, ...rule }: RuleRow): CommissionRule => ({
  ...rule,
  shop: shopId ? { id: shopId, name: shopName! } : null,
  category: categoryId ? { id: categoryId, name: categoryName } : null,
  validFrom: new Date(validFrom).toISOString(),
  validTo: validTo && new Date(validTo).toISOString(),
})
