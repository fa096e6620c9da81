import { giveConsent } from '#server/domains/privacy'
import { defineRoute } from '#server/http/define-route'
import { consentChangeSchema, privacyViewSchema } from '#shared/contracts/privacy'

export default defineRoute(
  { summary: 'Agree to something, or take it back', access: 'user', body: consentChangeSchema, response: privacyViewSchema },
  ({ ctx, actor, body }) => giveConsent(ctx, actor, body),
)
