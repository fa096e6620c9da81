import { z } from 'zod'
import { PRICES_SHOWN } from '../prices-shown'
import { currencySchema } from './common'

/** What every page may know about the marketplace; the same for everyone, so it may be cached. */
export const siteViewSchema = z.object({
  name: z.string(),
  /** Its address without a slash at the end, for what must be absolute. */
  url: z.string(),
  /** In which everything is sold. */
  currency: currencySchema,
  /** Whether shoppers see prices with the tax inside. */
  pricesShown: z.enum(PRICES_SHOWN),
  /** A marketplace to try out: demo accounts, a mailbox page, nothing of it real. */
  demo: z.boolean(),
  /** Payments are pretended; outside demo mode every page says so. */
  testPayments: z.boolean(),
  languages: z.array(z.object({ code: z.string(), name: z.string() })),
})
export type SiteView = z.infer<typeof siteViewSchema>
