import { z } from 'zod'

const text = z.string().trim().min(1)
const url = z.url()
const list = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
const stripeKey = (...kinds: string[]) =>
  z
    .string()
    .trim()
    .regex(
      new RegExp(`^(?:${kinds.join('|')})_(?:test|live)_\\w+$`),
      `must start with ${kinds.flatMap((kind) => [`${kind}_live_`, `${kind}_test_`]).join(' or ')}`,
    )
const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true')

/**
 * Every environment variable that Souk reads; `.env.example` lists exactly these.
 * Each may also be given as NAME_FILE, the path of a file that holds the value.
 */
export const environmentSchema = z.object({
  HOST: text.optional().describe('Address to listen on. Default 127.0.0.1 in demo mode, 0.0.0.0 elsewhere.'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('Port to listen on.'),
  SITE_URL: url.optional().describe('The address people use, https outside demo mode.'),
  SITE_NAME: text.default('Souk').describe('The name of the marketplace.'),
  SOUK_SECRET: z.string().min(32).optional().describe('At least 32 characters; signs links and tokens. Demo mode makes its own.'),
  SOUK_ROLE: z.enum(['web', 'worker', 'all']).default('all').describe('Which half of the work this process does.'),
  DATABASE_URL: url.optional().describe('Postgres 15 or newer. Without it Souk runs in demo mode on an embedded Postgres.'),
  MIGRATION_DATABASE_URL: url.optional().describe("A role that may change tables, where the app's own may not."),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(20).describe('Connections to Postgres per process.'),
  REDIS_URL: url.optional().describe('Shares cache, limits and live updates between nodes.'),
  S3_BUCKET: text.optional().describe('Keeps files in S3 instead of a folder; needs the other S3 settings.'),
  S3_ENDPOINT: url.optional().describe("For stores other than Amazon's."),
  S3_REGION: text.default('us-east-1').describe('Region of the bucket.'),
  S3_ACCESS_KEY_ID: text.optional().describe('Key of the S3 account.'),
  S3_SECRET_ACCESS_KEY: text.optional().describe('Secret of the S3 account.'),
  STRIPE_SECRET_KEY: stripeKey('sk', 'rk').optional().describe('Takes payments through Stripe; needs the other two keys of Stripe.'),
  STRIPE_PUBLISHABLE_KEY: stripeKey('pk').optional().describe("Stripe's key for the browser, of the same account and mode."),
  STRIPE_WEBHOOK_SECRET: list
    .pipe(z.array(z.string().startsWith('whsec_', 'must start with whsec_')))
    .describe(
      'Shows that a webhook comes from Stripe. Several, with commas between: one for each endpoint, and old ones while they change.',
    ),
  STRIPE_API_URL: url.optional().describe('Only for tests: a stand-in for Stripe on this machine.'),
  SOUK_TEST_PAYMENTS: flag.default(false).describe('Takes test payments outside demo mode and says so on every page.'),
  RESEND_API_KEY: text.optional().describe('Sends mail through Resend.'),
  RESEND_BASE_URL: url.optional().describe("For what speaks Resend's language elsewhere."),
  SMTP_URL: url.optional().describe('Sends mail through an SMTP server, for example smtps://user:pass@host.'),
  MAIL_FROM: text.default('Souk <no-reply@souk.localhost>').describe('Sender of every mail.'),
  TRUSTED_PROXIES: list.describe('Comma-separated addresses whose X-Forwarded-For is believed.'),
  METRICS_TOKEN: text.optional().describe('Lets Prometheus read /metrics with this bearer token; without it only the machine itself may.'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('How much is logged.'),
  SOUK_DATA: text.default('.data').describe('Folder of the embedded parts.'),
  DEMO_PRODUCTS: z.coerce.number().int().min(1).optional().describe('How many products a shop of the demo has at most; few start sooner.'),
})

export type Environment = z.infer<typeof environmentSchema>

/** The checked configuration; the only way to learn anything from the environment. */
export interface Config extends Environment {
  /** True exactly when there is no DATABASE_URL of the operator's: demo accounts, test payments, the mailbox page. */
  demo: boolean
  databaseUrl: string
  siteUrl: string
  host: string
  secret: string
}
