import { defineEventHandler, getQuery, getRouterParam, sendRedirect, setResponseHeader } from 'h3'
import { attachmentAddress } from '#server/domains/chat'
import { browserOf } from '#server/http/actor'
import { sendError } from '#server/http/define-route'
import { routeNotFound } from '#server/http/route-errors'
import { contextOf } from '#server/http/world'
import { idSchema } from '#shared/contracts/common'

/** A picture or file of a conversation, for who takes part in it, a guest by their order's key: leads to an address that opens it for a minute. */
export default defineEventHandler(async (event) => {
  const ctx = contextOf(event)
  try {
    const fileId = idSchema.safeParse(getRouterParam(event, 'fileId'))
    if (!fileId.success) throw routeNotFound()
    const { size, key } = getQuery(event)
    const address = await attachmentAddress(ctx, await browserOf(event, ctx), fileId.data, {
      small: size === 'small',
      key: typeof key === 'string' ? key : null,
    })

    setResponseHeader(event, 'cache-control', 'private, no-store')
    return await sendRedirect(event, address)
  } catch (error) {
    return sendError(event, ctx, error)
  }
})
