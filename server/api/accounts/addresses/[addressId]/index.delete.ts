import { z } from 'zod'
import { removeAddress } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  { summary: 'Forget an address', access: 'user', scope: 'account:write', params: z.object({ addressId: idSchema }) },
  ({ ctx, actor, params }) => removeAddress(ctx, actor, params.addressId),
)
