import { z } from 'zod'
import { endCommissionRule, listCommissionRules } from '#server/domains/ledger'
import { defineRoute } from '#server/http/define-route'
import { commissionSchema, endCommissionRuleSchema } from '#shared/contracts/commission'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Say until when a rule for the commission holds',
    access: 'admin',
    params: z.object({ ruleId: idSchema }),
    body: endCommissionRuleSchema,
    response: commissionSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await endCommissionRule(ctx, actor, params.ruleId, body)
    return listCommissionRules(ctx, actor)
  },
)
