import { noteClick } from '#server/domains/search'
import { defineRoute } from '#server/http/define-route'
import { networkOf } from '#server/platform/rate-limit/network-of'
import { searchClickSchema } from '#shared/contracts/search'

export default defineRoute(
  {
    summary: 'Count that a product was opened from the results of a search',
    access: 'public',
    body: searchClickSchema,
    limits: [{ max: 60, windowSeconds: 60, by: 'address' }],
  },
  ({ ctx, actor, body }) => noteClick(ctx, networkOf(actor.address), body),
)
