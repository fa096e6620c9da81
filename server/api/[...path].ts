import { defineEventHandler } from 'h3'
import { sendError } from '#server/http/define-route'
import { routeNotFound } from '#server/http/route-errors'
import { contextOf } from '#server/http/world'

/** An address under /api that no route has: the wire shape of an error instead of a page. */
export default defineEventHandler((event) => sendError(event, contextOf(event), routeNotFound()))
