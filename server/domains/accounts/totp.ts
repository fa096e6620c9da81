import { Secret, TOTP } from 'otpauth'
import { createHmac } from 'node:crypto'

const PERIOD_SECONDS = 30
const SECRET_BYTES = 20

const totpOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret), period: PERIOD_SECONDS, digits: 6, algorithm: 'SHA1' })

/** The 30-second step whose code this is, one step of difference between the clocks allowed; null when it is none of them. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: 1 })
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta
}

/** The code that an authenticator app shows at this moment. */
export const codeAt = (secret: string, now: Date): string => totpOf(secret).generate({ timestamp: now.getTime() })

export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32

/** The secret offered to one session. It follows from the session, so a reload shows the same and nothing waits in a table. */
export function offeredSecret(key: string, sessionId: string): string {
  const bytes = createHmac('sha256', key).update(`two-factor offer ${sessionId}`).digest().subarray(0, SECRET_BYTES)
  return new Secret({ buffer: Uint8Array.from(bytes).buffer }).base32
}

export const otpauthLink = (secret: string, issuer: string, label: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret), issuer, label, period: PERIOD_SECONDS, digits: 6, algorithm: 'SHA1' }).toString()
