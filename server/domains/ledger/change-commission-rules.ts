import { asc, eq, gt, isNull, or } from 'drizzle-orm'
import { commissionRules } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { EndCommissionRule, OrderCommissionRules } from '#shared/contracts/commission'
import { commissionNotYours, ruleEndsTooEarly, ruleHasEnded, ruleNotFound, rulesChangedElsewhere } from './ledger-errors'
import { lockCommissionRules } from './ledger-locks'
import { maySetCommission } from './ledger-policy'

/** Says until when a rule holds. One that has ended stays ended: what it did is done. */
export function endCommissionRule(ctx: Context, actor: Actor, ruleId: string, input: EndCommissionRule): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (!maySetCommission(actor)) throw commissionNotYours()
    await lockCommissionRules(ctx)
    const [rule] = await ctx.db.select().from(commissionRules).where(eq(commissionRules.id, ruleId))
    if (!rule) throw ruleNotFound()
    if (rule.validTo && rule.validTo <= ctx.now) throw ruleHasEnded()

    const wished = input.validTo ? new Date(input.validTo) : null
    const validTo = wished && wished < ctx.now ? ctx.now : wished
    if (validTo?.getTime() === rule.validTo?.getTime()) return
    const isOver = validTo !== null && validTo <= rule.validFrom
    if (isOver && rule.validFrom <= ctx.now) throw ruleEndsTooEarly()

    // One that ends before it begins has never held: it goes.
    if (isOver) await ctx.db.delete(commissionRules).where(eq(commissionRules.id, ruleId))
    else await ctx.db.update(commissionRules).set({ validTo }).where(eq(commissionRules.id, ruleId))
    const details = { from: rule.validTo, to: validTo }
    await recordAudit(ctx, actor, { action: 'ledger.commission_rule_ended', subject: { type: 'commission_rule', id: ruleId }, details })
  })
}

/** Puts the rules that have not ended into another order. Throws `ledger.rules_changed_elsewhere` unless it names each of them once. */
export function orderCommissionRules(ctx: Context, actor: Actor, { ruleIds }: OrderCommissionRules): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (!maySetCommission(actor)) throw commissionNotYours()
    await lockCommissionRules(ctx)
    const { id, position, validTo } = commissionRules
    const rules = await ctx.db
      .select({ id })
      .from(commissionRules)
      .where(or(isNull(validTo), gt(validTo, ctx.now)))
      .orderBy(asc(position), asc(id))
    const before = rules.map((rule) => rule.id)
    if (before.toSorted().join() !== ruleIds.toSorted().join()) throw rulesChangedElsewhere()
    if (before.join() === ruleIds.join()) return

    for (const [index, ruleId] of ruleIds.entries())
      await ctx.db
        .update(commissionRules)
        .set({ position: index + 1 })
        .where(eq(id, ruleId))
    const subject = { type: 'commission_rule', id: 'order' }
    await recordAudit(ctx, actor, { action: 'ledger.commission_rules_ordered', subject, details: { from: before, to: ruleIds } })
  })
}
