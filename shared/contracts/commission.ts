import { z } from 'zod'
import { idSchema, momentSchema, slugSchema } from './common'

/** Basis points: 1,250 is 12.5 %. */
const rateSchema = z.number().int().min(0).max(10_000)
export const COMMISSION_RULES_MAX = 200

export const commissionRuleSchema = z.object({
  id: idSchema,
  /** Null for every shop. */
  shop: z.object({ id: idSchema, name: z.string() }).nullable(),
  /** Null for every category; its name is null when it is gone. */
  category: z.object({ id: idSchema, name: z.string().nullable() }).nullable(),
  rateBps: rateSchema,
  validFrom: momentSchema,
  validTo: momentSchema.nullable(),
  state: z.enum(['current', 'later', 'ended']),
  /** Some commission was frozen by it. */
  isUsed: z.boolean(),
})
export type CommissionRule = z.infer<typeof commissionRuleSchema>

export const commissionSchema = z.object({
  /** Where no rule matches. */
  usualBps: rateSchema,
  /** Those that have not ended, in the order in which they are asked; then the others, the latest first. */
  rules: z.array(commissionRuleSchema),
})
export type Commission = z.infer<typeof commissionSchema>

/** A new rule is asked before all others. */
export const addCommissionRuleSchema = z.strictObject({
  /** The shop's address; left out for every shop. */
  shopSlug: slugSchema.nullish(),
  categoryId: idSchema.nullish(),
  rateBps: rateSchema,
  /** From now on unless told; not in the past. */
  validFrom: momentSchema.nullish(),
  validTo: momentSchema.nullish(),
})
export type AddCommissionRule = z.output<typeof addCommissionRuleSchema>

/** Null lets it hold without an end; a moment that has passed ends it now. */
export const endCommissionRuleSchema = z.strictObject({ validTo: momentSchema.nullable() })
export type EndCommissionRule = z.output<typeof endCommissionRuleSchema>

/** All that have not ended, in the order in which they are to be asked. */
export const orderCommissionRulesSchema = z.strictObject({ ruleIds: z.array(idSchema).min(1).max(COMMISSION_RULES_MAX) })
export type OrderCommissionRules = z.output<typeof orderCommissionRulesSchema>
