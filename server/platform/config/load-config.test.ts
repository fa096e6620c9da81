import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, EMBEDDED_DATABASE_FILE, loadConfig } from './load-config'

const SECRET = 'a-secret-that-is-long-enough-to-be-one'
const operated = { DATABASE_URL: 'postgres://db/souk', SITE_URL: 'https://souk.example', SOUK_SECRET: SECRET }

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

describe('the configuration', () => {
  it("is the operator's with a DATABASE_URL", () => {
    expect(loadConfig({ ...operated, SITE_URL: 'https://souk.example/' })).toMatchObject({
      demo: false,
      databaseUrl: 'postgres://db/souk',
      siteUrl: 'https://souk.example',
      secret: SECRET,
      host: '0.0.0.0',
      PORT: 3000,
      SOUK_ROLE: 'all',
    })
  })

  it('is the demo on the embedded database without one', () => {
    const SOUK_DATA = mkdtempSync(path.join(tmpdir(), 'souk-config-'))
    writeFileSync(path.join(SOUK_DATA, EMBEDDED_DATABASE_FILE), JSON.stringify({ databaseUrl: 'postgres://embedded/souk', secret: SECRET }))

    expect(loadConfig({ SOUK_DATA, PORT: '4000' })).toMatchObject({
      demo: true,
      databaseUrl: 'postgres://embedded/souk',
      siteUrl: 'http://localhost:4000',
      secret: SECRET,
      host: '127.0.0.1',
    })
  })

  it('says how to start when there is no database at all', () => {
    expect(problemsOf({ SOUK_DATA: '/nowhere' })).toEqual([
      'DATABASE_URL: is missing and no embedded database runs; start with `npm start`, which brings one',
    ])
  })

  it('shows every problem at once', () => {
    const problems = problemsOf({
      DATABASE_URL: 'not an address',
      SITE_URL: 'http://souk.example',
      PORT: '99999',
      SOUK_ROLE: 'web',
      S3_ENDPOINT: 'https://s3',
    })
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'DATABASE_URL',
      'PORT',
      'REDIS_URL',
      'S3_BUCKET',
      'SITE_URL',
      'SOUK_SECRET',
    ])
  })

  it('reads a secret from a file', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'souk-config-')), 'secret')
    writeFileSync(file, `${SECRET}\n`)
    const { SOUK_SECRET: _, ...rest } = operated

    expect(loadConfig({ ...rest, SOUK_SECRET_FILE: file }).secret).toBe(SECRET)
    expect(problemsOf({ ...operated, SOUK_SECRET_FILE: file })).toEqual(['SOUK_SECRET: is given twice, also as SOUK_SECRET_FILE'])
    expect(problemsOf({ ...rest, SOUK_SECRET_FILE: '/nowhere' })).toEqual([
      'SOUK_SECRET_FILE: /nowhere cannot be read',
      'SOUK_SECRET: is needed with a DATABASE_URL',
    ])
  })

  it('treats an empty value as none', () => {
    expect(loadConfig({ ...operated, REDIS_URL: '' }).REDIS_URL).toBeUndefined()
  })

  describe('of Stripe', () => {
    const keys = { STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_PUBLISHABLE_KEY: 'pk_live_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }
    const test = { ...keys, STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_PUBLISHABLE_KEY: 'pk_test_1' }

    it('is whole, with a secret for each endpoint', () => {
      expect(loadConfig({ ...operated, ...keys, STRIPE_WEBHOOK_SECRET: 'whsec_new, whsec_old' })).toMatchObject({
        STRIPE_SECRET_KEY: 'sk_live_1',
        STRIPE_PUBLISHABLE_KEY: 'pk_live_1',
        STRIPE_WEBHOOK_SECRET: ['whsec_new', 'whsec_old'],
      })
    })

    it('is none without any', () => {
      expect(loadConfig(operated)).toMatchObject({ STRIPE_SECRET_KEY: undefined, STRIPE_WEBHOOK_SECRET: [] })
    })

    it.each(Object.keys(keys))('names %s when it alone is missing', (name) => {
      expect(problemsOf({ ...operated, ...keys, [name]: '' })).toEqual([`${name}: is needed with the other keys of Stripe`])
    })

    it.each([
      [
        'a mix of modes',
        { STRIPE_PUBLISHABLE_KEY: 'pk_test_1' },
        'STRIPE_PUBLISHABLE_KEY: one key of Stripe is a test key and the other is not',
      ],
      [
        'keys that changed places',
        { STRIPE_SECRET_KEY: 'pk_live_1' },
        'STRIPE_SECRET_KEY: must start with sk_live_ or sk_test_ or rk_live_ or rk_test_',
        'STRIPE_SECRET_KEY: is needed with the other keys of Stripe',
      ],
      [
        'a secret that is none',
        { STRIPE_WEBHOOK_SECRET: 'whsec_1,abc' },
        'STRIPE_WEBHOOK_SECRET.1: must start with whsec_',
        'STRIPE_WEBHOOK_SECRET: is needed with the other keys of Stripe',
      ],
      ['test payments beside', { SOUK_TEST_PAYMENTS: '1' }, 'SOUK_TEST_PAYMENTS: leave it out where Stripe takes the payments'],
      ['a stand-in for real money', { STRIPE_API_URL: 'http://127.0.0.1:9' }, 'STRIPE_API_URL: is for tests; leave it out with a live key'],
    ])('refuses %s', (_, over, ...problems) => {
      expect(problemsOf({ ...operated, ...keys, ...over })).toEqual(problems)
    })

    it('has a stand-in on this machine only', () => {
      expect(loadConfig({ ...operated, ...test, STRIPE_API_URL: 'http://127.0.0.1:9' }).STRIPE_API_URL).toBe('http://127.0.0.1:9')
      expect(problemsOf({ ...operated, ...test, STRIPE_API_URL: 'https://stripe.example' })).toEqual([
        'STRIPE_API_URL: is for tests and may only name this machine',
      ])
    })

    it('is not for the demonstration', () => {
      const SOUK_DATA = mkdtempSync(path.join(tmpdir(), 'souk-config-'))
      writeFileSync(
        path.join(SOUK_DATA, EMBEDDED_DATABASE_FILE),
        JSON.stringify({ databaseUrl: 'postgres://embedded/souk', secret: SECRET }),
      )

      expect(problemsOf({ SOUK_DATA, ...test })).toEqual([
        'STRIPE_SECRET_KEY: needs a DATABASE_URL; the demonstration takes test payments only',
      ])
    })
  })
})
