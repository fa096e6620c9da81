import { renewRecoveryCodes } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { identityProofSchema, recoveryCodesSchema } from '#shared/contracts/second-factor'

export default defineRoute(
  {
    summary: 'Get new recovery codes in the place of the old ones',
    access: 'user',
    body: identityProofSchema,
    response: recoveryCodesSchema,
    limits: [{ name: 'two-factor', max: 10, windowSeconds: 15 * 60, by: 'actor' }],
  },
  async ({ ctx, actor, body }) => ({ recoveryCodes: await renewRecoveryCodes(ctx, actor, body) }),
)
