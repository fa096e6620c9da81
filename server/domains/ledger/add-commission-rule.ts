import { eq, gt, isNull, or, sql } from 'drizzle-orm'
import { categories, commissionRules, shops } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { COMMISSION_RULES_MAX, type AddCommissionRule } from '#shared/contracts/commission'
import { commissionNotYours, ruleCategoryNotFound, ruleEndsTooEarly, ruleShopNotFound, tooManyRules } from './ledger-errors'
import { lockCommissionRules } from './ledger-locks'
import { maySetCommission } from './ledger-policy'

/** Adds a rule that is asked before all others. */
export function addCommissionRule(ctx: Context, actor: Actor, input: AddCommissionRule): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (!maySetCommission(actor)) throw commissionNotYours()
    await lockCommissionRules(ctx)
    const { validTo } = commissionRules
    if ((await ctx.db.$count(commissionRules, or(isNull(validTo), gt(validTo, ctx.now)))) >= COMMISSION_RULES_MAX)
      throw tooManyRules(COMMISSION_RULES_MAX)

    const wished = input.validFrom ? new Date(input.validFrom) : ctx.now
    const rule = {
      id: ctx.newId(),
      shopId: input.shopSlug ? await shopBySlug(ctx, input.shopSlug) : null,
      categoryId: input.categoryId ? await knownCategory(ctx, input.categoryId) : null,
      rateBps: input.rateBps,
      validFrom: wished < ctx.now ? ctx.now : wished,
      validTo: input.validTo ? new Date(input.validTo) : null,
    }
    if (rule.validTo && rule.validTo <= rule.validFrom) throw ruleEndsTooEarly()
    await ctx.db
      .insert(commissionRules)
      .values({ ...rule, position: sql`(select coalesce(min(${commissionRules.position}), 1) - 1 from ${commissionRules})` })

    const { id, ...details } = rule
    await recordAudit(ctx, actor, { action: 'ledger.commission_rule_added', subject: { type: 'commission_rule', id }, details })
  })
}

async function shopBySlug(ctx: Context, slug: string): Promise<string> {
  const [shop] = await ctx.db.select({ id: shops.id }).from(shops).where(eq(shops.slug, slug))
  if (!shop) throw ruleShopNotFound()
  return shop.id
}

/** Kept still, so that nobody deletes it meanwhile. */
async function knownCategory(ctx: Context, categoryId: string): Promise<string> {
  const [category] = await ctx.db.select({ id: categories.id }).from(categories).where(eq(categories.id, categoryId)).for('key share')
  if (!category) throw ruleCategoryNotFound()
  return category.id
}
