import { changeSettings, getAdminSettings } from '#server/domains/settings'
import { defineRoute } from '#server/http/define-route'
import { adminSettingsSchema, changeSettingsSchema } from '#shared/contracts/marketplace-settings'

export default defineRoute(
  { summary: 'Change settings of the marketplace', access: 'admin', body: changeSettingsSchema, response: adminSettingsSchema },
  async ({ ctx, actor, body }) => {
    await changeSettings(ctx, actor, body)
    return getAdminSettings(ctx, actor)
  },
)
