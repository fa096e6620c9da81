import { listAddresses } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { savedAddressListSchema } from '#shared/contracts/saved-addresses'

export default defineRoute(
  { summary: 'The addresses that you have kept', access: 'user', scope: 'account:read', response: savedAddressListSchema },
  async ({ ctx, actor }) => ({ items: await listAddresses(ctx, actor) }),
)
