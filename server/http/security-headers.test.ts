import { describe, expect, it } from 'vitest'
import { hashesIn } from './inline-scripts'
import { scriptHash, securityHeaders } from './security-headers'

const of = (
  config: { demo: boolean; siteUrl: string; S3_BUCKET?: string; S3_ENDPOINT?: string; STRIPE_SECRET_KEY?: string },
  host?: string,
) => Object.fromEntries(securityHeaders({ S3_REGION: 'eu-1', ...config }, ["'sha256-abc='"])(host).pairs)

describe('the headers of the house', () => {
  it('name the one address of a real site, whatever host is asked for', () => {
    const site = { demo: false, siteUrl: 'https://souk.example' }
    for (const host of [undefined, 'souk.example', 'evil.example'])
      expect(of(site, host)['content-security-policy']).toContain("script-src https://souk.example/_nuxt/ 'sha256-abc=';")
  })

  it('promise https for a year where there is https, and nowhere else', () => {
    const site = of({ demo: false, siteUrl: 'https://souk.example' })
    expect(site['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
    expect(site['content-security-policy']).toContain('upgrade-insecure-requests')

    const demo = of({ demo: true, siteUrl: 'http://127.0.0.1:3000' }, 'laptop.local:3000')
    expect(demo['strict-transport-security']).toBeUndefined()
    expect(demo['content-security-policy']).not.toContain('upgrade-insecure-requests')
  })

  it.each([
    [{}, "'self'"],
    [{ S3_BUCKET: 'souk' }, "'self' https://souk.s3.eu-1.amazonaws.com"],
    [{ S3_BUCKET: 'souk.example' }, "'self' https://s3.eu-1.amazonaws.com"],
    [{ S3_BUCKET: 'souk', S3_ENDPOINT: 'https://store.example:9000/' }, "'self' https://store.example:9000"],
    [{ S3_ENDPOINT: 'https://store.example' }, "'self'"],
  ])('let pages send files to the bucket of %j, and nowhere else', (storage, expected) => {
    const policy = of({ demo: false, siteUrl: 'https://souk.example', ...storage })['content-security-policy']!
    expect(/connect-src ([^;]+)/.exec(policy)![1]).toBe(expected)
  })

  it('let Stripe in where it takes the payments, and nobody else', () => {
    const { 'content-security-policy': policy, ...headers } = of({
      demo: false,
      siteUrl: 'https://souk.example',
      STRIPE_SECRET_KEY: 'sk_live_1',
    })
    const partOf = (name: string) => new RegExp(`${name} ([^;]+)`).exec(policy!)![1]

    expect(partOf('script-src')).toBe("https://souk.example/_nuxt/ 'sha256-abc=' https://js.stripe.com https://*.js.stripe.com")
    expect(partOf('frame-src')).toBe('https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com')
    expect(partOf('connect-src')).toBe("'self' https://api.stripe.com")
    expect(headers['cross-origin-opener-policy']).toBe('same-origin-allow-popups')
    const without = of({ demo: false, siteUrl: 'https://souk.example' })
    expect(without['content-security-policy']).not.toContain('stripe')
    expect(without['cross-origin-opener-policy']).toBe('same-origin')
  })

  it('allow no inline script but the named ones, and no eval', () => {
    const scripts = /script-src ([^;]+)/.exec(of({ demo: false, siteUrl: 'https://souk.example' })['content-security-policy']!)![1]
    expect(scripts).toBe("https://souk.example/_nuxt/ 'sha256-abc='")
  })

  it.each(["a; script-src 'unsafe-inline'", 'a b', 'a/b', 'a,b', ''])('keep a host that is none out of the policy: %j', (host) => {
    expect(of({ demo: true, siteUrl: 'http://127.0.0.1:3000' }, host)['content-security-policy']).toContain(
      'script-src http://127.0.0.1:3000/_nuxt/ ',
    )
  })
})

describe('the hashes of a page', () => {
  it('are those of its inline scripts, not of data nor of files', () => {
    const html = `<script src="/_nuxt/a.js"></script><script>first()</script><script type="application/json" id="x">{}</script>
      <script type="application/ld+json">{}</script><script data-x="1">second()</script><script>first()</script>`
    expect(hashesIn(html)).toEqual([scriptHash('first()'), scriptHash('second()')])
  })
})
