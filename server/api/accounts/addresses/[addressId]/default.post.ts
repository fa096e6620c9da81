import { z } from 'zod'
import { chooseDefaultAddress } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { savedAddressSchema } from '#shared/contracts/saved-addresses'

export default defineRoute(
  {
    summary: 'Let checkouts begin with this address',
    access: 'user',
    scope: 'account:write',
    params: z.object({ addressId: idSchema }),
    response: savedAddressSchema,
  },
  ({ ctx, actor, params }) => chooseDefaultAddress(ctx, actor, params.addressId),
)
