import { chooseShown } from '#server/domains/accounts'
import { getPrivacy } from '#server/domains/privacy'
import { defineRoute } from '#server/http/define-route'
import { privacyViewSchema, shownChangeSchema } from '#shared/contracts/privacy'

export default defineRoute(
  {
    summary: 'Choose what those see whom you write with',
    access: 'user',
    body: shownChangeSchema,
    response: privacyViewSchema,
  },
  async ({ ctx, actor, body }) => {
    await chooseShown(ctx, actor, body)
    return getPrivacy(ctx, actor)
  },
)
