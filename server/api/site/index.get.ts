import { readSettings } from '#server/domains/settings'
import { defineRoute } from '#server/http/define-route'
import { siteViewSchema } from '#shared/contracts/site'
import { LANGUAGES } from '#shared/languages'

export default defineRoute(
  {
    summary: 'What the marketplace is called and how it is set up',
    access: 'public',
    response: siteViewSchema,
    cacheControl: 'public, max-age=60',
  },
  async ({ ctx }) => {
    const { currency, pricesShown } = await readSettings(ctx)
    return {
      name: ctx.config.SITE_NAME,
      url: ctx.config.siteUrl,
      currency,
      pricesShown,
      demo: ctx.config.demo,
      testPayments: ctx.gateway.name !== 'none' && !ctx.gateway.takesRealMoney,
      languages: LANGUAGES.map(({ code, name }) => ({ code, name })),
    }
  },
)
