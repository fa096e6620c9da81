import { z } from 'zod'
import { finalizeOwnCheckout, presentCheckout } from '#server/domains/checkout'
import { defineRoute } from '#server/http/define-route'
import { checkoutViewSchema } from '#shared/contracts/checkout'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Back from the provider: is it paid?',
    access: 'public',
    params: z.object({ checkoutId: idSchema }),
    response: checkoutViewSchema,
  },
  async ({ ctx, actor, params }) => presentCheckout(ctx, await finalizeOwnCheckout(ctx, actor, params.checkoutId)),
)
