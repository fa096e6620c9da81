import { jwtVerify, SignJWT } from 'jose'
import { hkdfSync } from 'node:crypto'
import type { Context } from '#server/platform/context'
import type { Config } from '#server/platform/config/config'

/** With the leeway of clocks it opens nothing for longer than a quarter of an hour. */
export const ACCESS_SECONDS = 14 * 60
const LEEWAY_SECONDS = 60

const ALGORITHM = 'HS256'
/** RFC 9068: nothing else that is ever signed with this key is taken for an access token. */
const TYPE = 'at+jwt'
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export interface AccessClaims {
  userId: string
  /** Of the refresh tokens it came with: when they are revoked, so is this. */
  familyId: string
  /** `users.token_version` when it was made. */
  version: number
  twoFactor: boolean
}

type Signer = Pick<Config, 'secret' | 'siteUrl'>

const issuerOf = ({ siteUrl }: Signer) => new URL(siteUrl).origin
const audienceOf = (config: Signer) => `${issuerOf(config)}/api`

let derived: { secret: string; key: Uint8Array } | null = null

/** A key of its own, so that no other use of the secret can be turned into a token. */
function keyOf({ secret }: Signer): Uint8Array {
  if (derived?.secret !== secret) derived = { secret, key: new Uint8Array(hkdfSync('sha256', secret, '', 'souk access tokens v1', 32)) }
  return derived.key
}

export const makeAccessToken = (ctx: Context, { userId, familyId, version, twoFactor }: AccessClaims): Promise<string> =>
  new SignJWT({ ver: version, sid: familyId, amr: twoFactor ? ['pwd', 'otp', 'mfa'] : ['pwd'] })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
    .setIssuer(issuerOf(ctx.config))
    .setAudience(audienceOf(ctx.config))
    .setSubject(userId)
    .setJti(ctx.newId())
    .setIssuedAt(ctx.now)
    .setExpirationTime(new Date(ctx.now.getTime() + ACCESS_SECONDS * 1000))
    .sign(keyOf(ctx.config))

/** What an access token says; null when it is not one of ours, or is over. The header's say in how to check it is nil. */
export async function readAccessToken(ctx: Context, token: string): Promise<AccessClaims | null> {
  const verified = await jwtVerify(token, keyOf(ctx.config), {
    algorithms: [ALGORITHM],
    typ: TYPE,
    issuer: issuerOf(ctx.config),
    audience: audienceOf(ctx.config),
    clockTolerance: LEEWAY_SECONDS,
    currentDate: ctx.now,
    requiredClaims: ['sub', 'sid', 'ver', 'jti', 'iat', 'exp', 'amr'],
  }).catch(() => null)
  if (!verified) return null

  const { sub, sid, ver, amr } = verified.payload
  if (!isId(sub) || !isId(sid) || typeof ver !== 'number' || !Array.isArray(amr)) return null
  return { userId: sub, familyId: sid, version: ver, twoFactor: amr.includes('mfa') }
}

const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value)
