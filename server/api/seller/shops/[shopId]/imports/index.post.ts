import { z } from 'zod'
import { getImport, startImport } from '#server/domains/imports'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { IMPORT_FILE_BYTES, importDetailsSchema, startImportQuerySchema } from '#shared/contracts/product-imports'

export default defineRoute(
  {
    summary: 'Send a CSV file of products; it is checked, and nothing changes before it is applied',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    query: startImportQuerySchema,
    upload: { types: ['text/csv', 'application/octet-stream'], streamed: true },
    maxBodyBytes: IMPORT_FILE_BYTES,
    limits: [{ max: 20, windowSeconds: 600, by: 'actor' }],
    response: importDetailsSchema,
    status: 201,
  },
  async ({ ctx, actor, params: { shopId }, query, stream }) => {
    const { id } = await startImport(ctx, actor, shopId, { fileName: query.fileName, bytes: stream })
    return getImport(ctx, actor, shopId, id)
  },
)
