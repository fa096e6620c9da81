import { z } from 'zod'
import { changeSynonyms, listSynonyms } from '#server/domains/search'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { synonymsInputSchema, synonymsViewSchema } from '#shared/contracts/search'

export default defineRoute(
  {
    summary: 'Change which words mean the same',
    access: 'admin',
    params: z.object({ synonymsId: idSchema }),
    body: synonymsInputSchema,
    response: synonymsViewSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await changeSynonyms(ctx, actor, params.synonymsId, body)
    return listSynonyms(ctx, actor)
  },
)
