import { z } from 'zod'
import { listSynonyms, removeSynonyms } from '#server/domains/search'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { synonymsViewSchema } from '#shared/contracts/search'

export default defineRoute(
  {
    summary: 'Take back that words mean the same',
    access: 'admin',
    params: z.object({ synonymsId: idSchema }),
    response: synonymsViewSchema,
  },
  async ({ ctx, actor, params }) => {
    await removeSynonyms(ctx, actor, params.synonymsId)
    return listSynonyms(ctx, actor)
  },
)
