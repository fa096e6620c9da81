import { z } from 'zod'
import { listMembers } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopMembersSchema } from '#shared/contracts/shop-members'

export default defineRoute(
  { summary: 'Who acts for a shop', access: 'seller', params: z.object({ shopId: idSchema }), response: shopMembersSchema },
  ({ ctx, actor, params }) => listMembers(ctx, actor, params.shopId),
)
