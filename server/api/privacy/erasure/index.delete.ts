import { callOffErasure } from '#server/domains/privacy'
import { defineRoute } from '#server/http/define-route'
import { privacyViewSchema } from '#shared/contracts/privacy'

export default defineRoute({ summary: 'Keep your account after all', access: 'user', response: privacyViewSchema }, ({ ctx, actor }) =>
  callOffErasure(ctx, actor),
)
