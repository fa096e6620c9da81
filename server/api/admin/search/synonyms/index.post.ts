import { addSynonyms, listSynonyms } from '#server/domains/search'
import { defineRoute } from '#server/http/define-route'
import { synonymsInputSchema, synonymsViewSchema } from '#shared/contracts/search'

export default defineRoute(
  { summary: 'Add words that mean the same', access: 'admin', body: synonymsInputSchema, status: 201, response: synonymsViewSchema },
  async ({ ctx, actor, body }) => {
    await addSynonyms(ctx, actor, body)
    return listSynonyms(ctx, actor)
  },
)
