import { z } from 'zod'
import { addReturnLabel } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { PICTURE_LIMIT } from '#shared/contracts/pictures'
import { privateFileSchema, RETURN_LABEL_MAX_BYTES, RETURN_LABEL_TYPES } from '#shared/contracts/returns'

export default defineRoute(
  {
    summary: 'Send the label for the parcel of a return, to be given along with the approval; one that is not is deleted after a day',
    access: 'seller',
    params: z.object({ shopId: idSchema, returnId: idSchema }),
    upload: { types: RETURN_LABEL_TYPES },
    maxBodyBytes: RETURN_LABEL_MAX_BYTES,
    response: privateFileSchema,
    status: 201,
    limits: [PICTURE_LIMIT],
  },
  ({ ctx, actor, params, upload }) => addReturnLabel(ctx, actor, params.shopId, params.returnId, upload),
)
