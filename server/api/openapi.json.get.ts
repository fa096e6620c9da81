import { routes } from '#souk/routes'
import { version } from '#souk/build'
import { z } from 'zod'
import { defineRoute } from '#server/http/define-route'
import { loadRoutes, openApiDocument } from '#server/http/openapi'

export default defineRoute(
  {
    summary: 'This document: every route with its input and its answers',
    access: 'public',
    response: z.looseObject({ openapi: z.string() }),
    cacheControl: 'public, max-age=300',
  },
  async ({ ctx }) => openApiDocument(await loadRoutes(routes), { name: ctx.config.SITE_NAME, url: ctx.config.siteUrl, version }),
)
