import { chooseNotification } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { notificationChangeSchema, notificationChoicesSchema } from '#shared/contracts/notifications'

export default defineRoute(
  { summary: 'Choose whether a kind of mail comes', access: 'user', body: notificationChangeSchema, response: notificationChoicesSchema },
  ({ ctx, actor, body }) => chooseNotification(ctx, actor, body),
)
