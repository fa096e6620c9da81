import { defineEventHandler, getRequestHeader, getRouterParam, setResponseHeaders, setResponseStatus } from 'h3'
import { readRendition } from '#server/domains/files'
import { sendError } from '#server/http/define-route'
import { routeNotFound } from '#server/http/route-errors'
import { contextOf } from '#server/http/world'

/** One size of a picture. It never changes, so it is kept for ever; nothing in it can run. */
export default defineEventHandler(async (event) => {
  const ctx = contextOf(event)
  try {
    const folder = getRouterParam(event, 'folder') ?? ''
    const name = getRouterParam(event, 'name') ?? ''
    const found = await readRendition(ctx, folder, name)
    if (!found) throw routeNotFound()

    event.context.contentPolicy = "default-src 'none'; sandbox"
    const etag = `"${folder}-${name}"`
    setResponseHeaders(event, {
      'content-type': found.contentType,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      etag,
    })
    if (getRequestHeader(event, 'if-none-match') === etag) {
      setResponseStatus(event, 304)
      return null
    }
    return found.body
  } catch (error) {
    return sendError(event, ctx, error)
  }
})
