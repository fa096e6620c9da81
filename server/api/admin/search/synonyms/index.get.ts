import { listSynonyms } from '#server/domains/search'
import { defineRoute } from '#server/http/define-route'
import { synonymsViewSchema } from '#shared/contracts/search'

export default defineRoute(
  { summary: 'Words that mean the same to search', access: 'admin', response: synonymsViewSchema },
  ({ ctx, actor }) => listSynonyms(ctx, actor),
)
