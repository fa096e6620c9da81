import { z } from 'zod'
import { getShopInbox, setShopInbox } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { inboxSettingsSchema, shopInboxSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Choose what a shop says by itself while nobody is there',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    body: inboxSettingsSchema,
    response: shopInboxSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await setShopInbox(ctx, actor, params.shopId, body)
    return getShopInbox(ctx, actor, params.shopId)
  },
)
