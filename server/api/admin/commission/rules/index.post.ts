import { addCommissionRule, listCommissionRules } from '#server/domains/ledger'
import { defineRoute } from '#server/http/define-route'
import { addCommissionRuleSchema, commissionSchema } from '#shared/contracts/commission'

export default defineRoute(
  {
    summary: 'Add a rule for the commission, before all others',
    access: 'admin',
    body: addCommissionRuleSchema,
    response: commissionSchema,
    status: 201,
  },
  async ({ ctx, actor, body }) => {
    await addCommissionRule(ctx, actor, body)
    return listCommissionRules(ctx, actor)
  },
)
