import { routes } from '#souk/routes'
import { version } from '#souk/build'
import { defineEventHandler, setResponseHeader } from 'h3'
import { apiGuide } from '#server/http/api-guide'
import { loadRoutes, openApiDocument } from '#server/http/openapi'
import { contextOf } from '#server/http/world'

/** The API's documentation as a page; needs no script. */
export default defineEventHandler(async (event) => {
  const { config } = contextOf(event)
  setResponseHeader(event, 'content-type', 'text/html; charset=utf-8')
  setResponseHeader(event, 'cache-control', 'public, max-age=300')
  return apiGuide(openApiDocument(await loadRoutes(routes), { name: config.SITE_NAME, url: config.siteUrl, version }))
})
