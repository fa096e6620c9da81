import { z } from 'zod'
import { getCheckout, presentCheckout } from '#server/domains/checkout'
import { defineRoute } from '#server/http/define-route'
import { checkoutViewSchema } from '#shared/contracts/checkout'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'A checkout that is under way or over',
    access: 'public',
    params: z.object({ checkoutId: idSchema }),
    response: checkoutViewSchema,
  },
  async ({ ctx, actor, params }) => presentCheckout(ctx, await getCheckout(ctx, actor, params.checkoutId)),
)
