import { getPrivacy } from '#server/domains/privacy'
import { defineRoute } from '#server/http/define-route'
import { privacyViewSchema } from '#shared/contracts/privacy'

export default defineRoute({ summary: 'What becomes of your data', access: 'user', response: privacyViewSchema }, ({ ctx, actor }) =>
  getPrivacy(ctx, actor),
)
