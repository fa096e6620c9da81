import { readFileSync } from 'node:fs'
import path from 'node:path'
import { environmentSchema, type Config, type Environment } from './config'

/** The file in the data folder by which the launcher tells the app of the database it started. */
export const EMBEDDED_DATABASE_FILE = 'embedded-database.json'

export interface EmbeddedDatabase {
  databaseUrl: string
  /** Made once by the launcher; signs the demo's links and tokens. */
  secret: string
}

/** Everything that is wrong with the environment, in one message. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not right:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
  }
}

/** Reads and checks the environment, or throws every problem at once. */
export function loadConfig(environment: Record<string, string | undefined> = process.env): Config {
  const problems: string[] = []
  const given = Object.fromEntries(Object.keys(environmentSchema.shape).map((name) => [name, valueOf(name, environment, problems)]))
  const parsed = environmentSchema.safeParse(given)
  for (const issue of parsed.error?.issues ?? []) problems.push(`${issue.path.join('.')}: ${issue.message}`)

  const env = parsed.data ?? environmentSchema.partial().parse(withoutInvalid(given, parsed.error?.issues ?? []))
  const demo = !given.DATABASE_URL
  const embedded = demo ? readEmbedded(String(env.SOUK_DATA ?? '.data'), problems) : null
  checkTogether(env, demo, problems)
  if (problems.length > 0) throw new ConfigError(problems)

  const complete = env as Environment
  return {
    ...complete,
    demo,
    databaseUrl: embedded?.databaseUrl ?? complete.DATABASE_URL!,
    secret: complete.SOUK_SECRET ?? embedded!.secret,
    siteUrl: (complete.SITE_URL ?? `http://localhost:${complete.PORT}`).replace(/\/+$/, ''),
    host: complete.HOST ?? (demo ? '127.0.0.1' : '0.0.0.0'),
  }
}

/** NAME, or what the file named by NAME_FILE holds. An empty value counts as none. */
function valueOf(name: string, environment: Record<string, string | undefined>, problems: string[]): string | undefined {
  const file = environment[`${name}_FILE`]
  if (!file) return environment[name] || undefined
  if (environment[name]) problems.push(`${name}: is given twice, also as ${name}_FILE`)
  try {
    return readFileSync(file, 'utf8').trim() || undefined
  } catch {
    problems.push(`${name}_FILE: ${file} cannot be read`)
    return undefined
  }
}

function withoutInvalid(given: Record<string, string | undefined>, issues: readonly { path: PropertyKey[] }[]) {
  const invalid = new Set(issues.map((issue) => String(issue.path[0])))
  return Object.fromEntries(Object.entries(given).filter(([name]) => !invalid.has(name)))
}

function readEmbedded(folder: string, problems: string[]): EmbeddedDatabase | null {
  try {
    return JSON.parse(readFileSync(path.join(folder, EMBEDDED_DATABASE_FILE), 'utf8')) as EmbeddedDatabase
  } catch {
    problems.push('DATABASE_URL: is missing and no embedded database runs; start with `npm start`, which brings one')
    return null
  }
}

/** What no single value shows. */
function checkTogether(env: Partial<Environment>, demo: boolean, problems: string[]): void {
  if (!demo && !env.SITE_URL) problems.push('SITE_URL: is needed with a DATABASE_URL')
  if (!demo && env.SITE_URL && !env.SITE_URL.startsWith('https://')) problems.push('SITE_URL: must start with https:// outside demo mode')
  if (!demo && !env.SOUK_SECRET) problems.push('SOUK_SECRET: is needed with a DATABASE_URL')
  if (env.SOUK_ROLE && env.SOUK_ROLE !== 'all' && !env.REDIS_URL) problems.push(`REDIS_URL: is needed with SOUK_ROLE=${env.SOUK_ROLE}`)
  if (env.S3_ACCESS_KEY_ID && !env.S3_SECRET_ACCESS_KEY) problems.push('S3_SECRET_ACCESS_KEY: is needed with S3_ACCESS_KEY_ID')
  if (env.S3_ENDPOINT && !env.S3_BUCKET) problems.push('S3_BUCKET: is needed with S3_ENDPOINT')
  checkStripe(env, demo, problems)
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** All of Stripe's settings or none: a shop that charges and never hears of it would be worse than none. */
function checkStripe(env: Partial<Environment>, demo: boolean, problems: string[]): void {
  const { STRIPE_SECRET_KEY: secret, STRIPE_PUBLISHABLE_KEY: publishable, STRIPE_API_URL: api } = env
  const webhooks = env.STRIPE_WEBHOOK_SECRET ?? []
  if (api && !LOOPBACK.has(new URL(api).hostname)) problems.push('STRIPE_API_URL: is for tests and may only name this machine')
  if (!secret && !publishable && webhooks.length === 0) return

  if (!secret) problems.push('STRIPE_SECRET_KEY: is needed with the other keys of Stripe')
  if (!publishable) problems.push('STRIPE_PUBLISHABLE_KEY: is needed with the other keys of Stripe')
  if (webhooks.length === 0) problems.push('STRIPE_WEBHOOK_SECRET: is needed with the other keys of Stripe')
  if (secret && publishable && isLive(secret) !== isLive(publishable))
    problems.push('STRIPE_PUBLISHABLE_KEY: one key of Stripe is a test key and the other is not')
  if (secret && isLive(secret) && api) problems.push('STRIPE_API_URL: is for tests; leave it out with a live key')
  if (demo) problems.push('STRIPE_SECRET_KEY: needs a DATABASE_URL; the demonstration takes test payments only')
  if (env.SOUK_TEST_PAYMENTS) problems.push('SOUK_TEST_PAYMENTS: leave it out where Stripe takes the payments')
}

const isLive = (key: string) => key.includes('_live_')
