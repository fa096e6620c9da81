import { z } from 'zod'
import { getShopMoney } from '#server/domains/payouts'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopMoneySchema } from '#shared/contracts/shop-money'

export default defineRoute(
  {
    summary: 'What the shop is owed, when it is paid, and what it was paid',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    response: shopMoneySchema,
  },
  ({ ctx, actor, params }) => getShopMoney(ctx, actor, params.shopId),
)
