import { setAvatar } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { AVATAR_MAX_BYTES, AVATAR_TYPES, profileSchema } from '#shared/contracts/profile'

export default defineRoute(
  {
    summary: 'Show a picture of yourself',
    access: 'user',
    scope: 'account:write',
    upload: { types: AVATAR_TYPES },
    maxBodyBytes: AVATAR_MAX_BYTES,
    response: profileSchema,
    limits: [{ name: 'avatar', max: 20, windowSeconds: 60 * 60, by: 'actor' }],
  },
  ({ ctx, actor, upload }) => setAvatar(ctx, actor, upload),
)
