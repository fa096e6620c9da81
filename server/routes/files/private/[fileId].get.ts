import { defineEventHandler, getQuery, getRouterParam, setResponseHeaders } from 'h3'
import { z } from 'zod'
import { readPrivateFile } from '#server/domains/files'
import { sendError } from '#server/http/define-route'
import { routeNotFound } from '#server/http/route-errors'
import { contextOf } from '#server/http/world'
import { idSchema } from '#shared/contracts/common'

const addressSchema = z.object({
  fileId: idSchema,
  until: z.coerce.number().int().positive(),
  proof: z.string().max(64),
  size: z.literal('small').optional(),
})

/** A file that is not for everybody, for whoever was given its address a moment ago; nothing in it can run here. */
export default defineEventHandler(async (event) => {
  const ctx = contextOf(event)
  try {
    const address = addressSchema.safeParse({ ...getQuery<Record<string, unknown>>(event), fileId: getRouterParam(event, 'fileId') })
    const found = address.success ? await readPrivateFile(ctx, address.data) : null
    if (!found) throw routeNotFound()

    event.context.contentPolicy = "default-src 'none'; sandbox"
    setResponseHeaders(event, {
      'content-type': found.contentType,
      'cache-control': 'private, max-age=600',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'content-disposition': dispositionOf(found),
    })
    return found.body
  } catch (error) {
    return sendError(event, ctx, error)
  }
})

/** A picture is shown; all else is only ever saved. */
const dispositionOf = ({ contentType, name }: { contentType: string; name: string | null }): string =>
  `${contentType.startsWith('image/') ? 'inline' : 'attachment'}${name === null ? '' : `; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)}`}`
