import { listNotificationChoices } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { notificationChoicesSchema } from '#shared/contracts/notifications'

export default defineRoute({ summary: 'Which mails you get', access: 'user', response: notificationChoicesSchema }, ({ ctx, actor }) =>
  listNotificationChoices(ctx, actor),
)
