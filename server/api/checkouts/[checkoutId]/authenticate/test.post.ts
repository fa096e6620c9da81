import { z } from 'zod'
import { authenticateTest, presentCheckout } from '#server/domains/checkout'
import { defineRoute } from '#server/http/define-route'
import { checkoutViewSchema } from '#shared/contracts/checkout'
import { idSchema } from '#shared/contracts/common'
import { authenticateTestSchema } from '#shared/contracts/payments'

export default defineRoute(
  {
    summary: 'Answer the bank of a test card (3-D Secure)',
    access: 'public',
    params: z.object({ checkoutId: idSchema }),
    body: authenticateTestSchema,
    response: checkoutViewSchema,
  },
  async ({ ctx, actor, params, body }) => presentCheckout(ctx, await authenticateTest(ctx, actor, params.checkoutId, body)),
)
