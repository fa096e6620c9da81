import { createHmac, timingSafeEqual } from 'node:crypto'
import { webhookRejected } from './gateway-errors'

/** How far from our clock a webhook may claim to be, in either direction. */
const TOLERANCE_SECONDS = 300
/** A provider signs with the old and the new secret while it changes them; nobody has more. */
const MOST_SIGNATURES = 8

const digest = (secret: string, seconds: number, body: string) => createHmac('sha256', secret).update(`${seconds}.${body}`).digest()

/** `t=…,v1=…`: a time and the HMAC over it and the body. */
export const signWebhook = (secret: string, body: string, at: Date): string => {
  const seconds = Math.floor(at.getTime() / 1000)
  return `t=${seconds},v1=${digest(secret, seconds, body).toString('hex')}`
}

/** Throws `payments.webhook_rejected` unless one of the signatures is by one of the secrets, of this body and of about now. */
export function checkWebhookSignature(secrets: readonly string[], body: string, signature: string | null): void {
  const parts = (signature ?? '').split(',').map((part) => part.trim())
  const [, time] = /^t=(\d{1,12})$/.exec(parts.find((part) => part.startsWith('t=')) ?? '') ?? []
  const given = parts.flatMap((part) => /^v1=([0-9a-f]{64})$/.exec(part)?.[1] ?? []).slice(0, MOST_SIGNATURES)
  if (!time || given.length === 0) throw webhookRejected('no signature')

  const isRight = secrets.some((secret) => {
    const expected = digest(secret, Number(time), body)
    return given.some((one) => timingSafeEqual(expected, Buffer.from(one, 'hex')))
  })
  if (!isRight) throw webhookRejected('wrong signature')
  if (Math.abs(Date.now() / 1000 - Number(time)) > TOLERANCE_SECONDS) throw webhookRejected('wrong time')
}
