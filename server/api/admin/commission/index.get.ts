import { listCommissionRules } from '#server/domains/ledger'
import { defineRoute } from '#server/http/define-route'
import { commissionSchema } from '#shared/contracts/commission'

export default defineRoute(
  { summary: 'What the marketplace takes of sales, rule by rule', access: 'admin', response: commissionSchema },
  ({ ctx, actor }) => listCommissionRules(ctx, actor),
)
