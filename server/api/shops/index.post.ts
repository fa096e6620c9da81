import { openShop } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { openedShopSchema, openShopSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Begin a shop of your own; it is pending until it is submitted',
    access: 'user',
    body: openShopSchema,
    response: openedShopSchema,
    status: 201,
    limits: [{ name: 'open-shop', max: 10, windowSeconds: 60 * 60, by: 'actor' }],
  },
  ({ ctx, actor, body }) => openShop(ctx, actor, body),
)
