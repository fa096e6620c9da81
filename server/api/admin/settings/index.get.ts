import { getAdminSettings } from '#server/domains/settings'
import { defineRoute } from '#server/http/define-route'
import { adminSettingsSchema } from '#shared/contracts/marketplace-settings'

export default defineRoute(
  { summary: 'The settings of the marketplace, and who changed what last', access: 'admin', response: adminSettingsSchema },
  ({ ctx, actor }) => getAdminSettings(ctx, actor),
)
