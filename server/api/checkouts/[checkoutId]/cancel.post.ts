import { z } from 'zod'
import { cancelCheckout, presentCheckout } from '#server/domains/checkout'
import { defineRoute } from '#server/http/define-route'
import { checkoutViewSchema } from '#shared/contracts/checkout'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Give up; what was put aside goes back',
    access: 'public',
    params: z.object({ checkoutId: idSchema }),
    response: checkoutViewSchema,
  },
  async ({ ctx, actor, params }) => presentCheckout(ctx, await cancelCheckout(ctx, actor, params.checkoutId)),
)
