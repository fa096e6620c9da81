import { offerTwoFactor } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { twoFactorOfferSchema } from '#shared/contracts/accounts'

export default defineRoute(
  { summary: 'The secret to put into an authenticator app', access: 'user', response: twoFactorOfferSchema },
  ({ ctx, actor }) => offerTwoFactor(ctx, actor),
)
