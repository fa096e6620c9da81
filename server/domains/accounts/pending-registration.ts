import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Config } from '#server/platform/config/config'

/**
 * A registration that waits for its address to be verified, as its browser remembers it. It looks the same whether or
 * not the address was known before, in which case there is no such token.
 */
export interface PendingRegistration {
  tokenId: string
  /** When the last mail was asked for. */
  askedAt: Date
  resends: number
}

type Secret = Pick<Config, 'secret'>

export function sealPending(config: Secret, { tokenId, askedAt, resends }: PendingRegistration): string {
  const text = `${tokenId}.${askedAt.getTime()}.${resends}`
  return `${text}.${macOf(config, text)}`
}

/** Null for anything that we did not seal. */
export function openPending(config: Secret, sealed: string | null): PendingRegistration | null {
  const end = sealed?.lastIndexOf('.') ?? -1
  if (!sealed || end < 0) return null
  const [text, mac] = [sealed.slice(0, end), Buffer.from(sealed.slice(end + 1))]
  const expected = Buffer.from(macOf(config, text))
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) return null

  const [tokenId, askedAt, resends] = text.split('.') as [string, string, string]
  return { tokenId, askedAt: new Date(Number(askedAt)), resends: Number(resends) }
}

const macOf = ({ secret }: Secret, text: string) => createHmac('sha256', secret).update(`pending-registration:${text}`).digest('base64url')
