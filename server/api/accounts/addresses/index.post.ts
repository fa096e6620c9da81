import { addAddress } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { newSavedAddressSchema, savedAddressSchema } from '#shared/contracts/saved-addresses'

export default defineRoute(
  {
    summary: 'Keep an address',
    access: 'user',
    scope: 'account:write',
    body: newSavedAddressSchema,
    response: savedAddressSchema,
    status: 201,
  },
  ({ ctx, actor, body }) => addAddress(ctx, actor, body),
)
