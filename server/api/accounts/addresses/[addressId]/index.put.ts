import { z } from 'zod'
import { changeAddress } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { savedAddressChangeSchema, savedAddressSchema } from '#shared/contracts/saved-addresses'

export default defineRoute(
  {
    summary: 'Correct an address',
    access: 'user',
    scope: 'account:write',
    params: z.object({ addressId: idSchema }),
    body: savedAddressChangeSchema,
    response: savedAddressSchema,
  },
  ({ ctx, actor, params, body }) => changeAddress(ctx, actor, params.addressId, body),
)
