import { presentCheckout, startCheckout } from '#server/domains/checkout'
import { defineRoute } from '#server/http/define-route'
import { requireIdempotencyKey } from '#server/http/idempotency-key'
import { checkoutViewSchema, startCheckoutSchema } from '#shared/contracts/checkout'

export default defineRoute(
  {
    summary: 'Start to pay: freezes the cart and puts its stock aside; needs the header Idempotency-Key',
    access: 'public',
    body: startCheckoutSchema,
    response: checkoutViewSchema,
    status: 201,
    limits: [{ max: 30, windowSeconds: 60, by: 'actor' }],
  },
  async ({ ctx, actor, body, event }) => presentCheckout(ctx, await startCheckout(ctx, actor, requireIdempotencyKey(event), body)),
)
