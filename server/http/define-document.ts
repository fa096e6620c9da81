import { defineEventHandler, setResponseHeaders, type EventHandler, type H3Event } from 'h3'
import type { Context } from '#server/platform/context'
import { sendError } from './define-route'
import { streamText } from './stream-text'
import { contextOf } from './world'

/**
 * A public document that is not JSON and not a page, such as a sitemap; it may be kept for a while. One that is written in
 * pieces is sent as it is made. What is wrong with the request is thrown before the first piece.
 */
export function defineDocument(
  { contentType, seconds }: { contentType: string; seconds: number },
  write: (ctx: Context, event: H3Event) => Promise<string | AsyncIterator<string>> | string,
): EventHandler {
  return defineEventHandler(async (event) => {
    const ctx = contextOf(event)
    try {
      const text = await write(ctx, event)
      setResponseHeaders(event, { 'content-type': contentType, 'cache-control': `public, max-age=${seconds}` })
      return typeof text === 'string' ? text : streamText(text)
    } catch (error) {
      return sendError(event, ctx, error)
    }
  })
}
