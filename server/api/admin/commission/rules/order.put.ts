import { listCommissionRules, orderCommissionRules } from '#server/domains/ledger'
import { defineRoute } from '#server/http/define-route'
import { commissionSchema, orderCommissionRulesSchema } from '#shared/contracts/commission'

export default defineRoute(
  {
    summary: 'Put the rules for the commission into another order',
    access: 'admin',
    body: orderCommissionRulesSchema,
    response: commissionSchema,
  },
  async ({ ctx, actor, body }) => {
    await orderCommissionRules(ctx, actor, body)
    return listCommissionRules(ctx, actor)
  },
)
