import { z } from 'zod'
import { payWithTestCard, presentCheckout } from '#server/domains/checkout'
import { defineRoute } from '#server/http/define-route'
import { checkoutViewSchema } from '#shared/contracts/checkout'
import { idSchema } from '#shared/contracts/common'
import { payWithTestCardSchema } from '#shared/contracts/payments'

export default defineRoute(
  {
    summary: 'Pay with a test card, where payments are for testing',
    access: 'public',
    params: z.object({ checkoutId: idSchema }),
    body: payWithTestCardSchema,
    response: checkoutViewSchema,
  },
  async ({ ctx, actor, params, body }) => presentCheckout(ctx, await payWithTestCard(ctx, actor, params.checkoutId, body)),
)
