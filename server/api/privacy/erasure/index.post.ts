import { requestErasure } from '#server/domains/privacy'
import { defineRoute } from '#server/http/define-route'
import { privacyViewSchema } from '#shared/contracts/privacy'
import { ownerProofSchema } from '#shared/contracts/second-factor'

export default defineRoute(
  {
    summary: 'Have your account erased after two weeks',
    access: 'user',
    body: ownerProofSchema,
    response: privacyViewSchema,
    limits: [{ name: 'erasure', max: 10, windowSeconds: 15 * 60, by: 'actor' }],
  },
  ({ ctx, actor, body }) => requestErasure(ctx, actor, body),
)
