import { createHmac, timingSafeEqual } from 'node:crypto'
import { webhookRejected } from './gateway-errors'

/** How far from our clock a webhook may claim to be, in either direction. */
const TOLERANCE_SECONDS = 300

const digest = (secret: string, seconds: number, body: string) => createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')

/** `t=…,v1=…`: a time and the HMAC over it and the body. */
export const signWebhook = (secret: string, body: string, at: Date): string => {
  const seconds = Math.floor(at.getTime() / 1000)
  return `t=${seconds},v1=${digest(secret, seconds, body)}`
}

/** Throws `payments.webhook_rejected` unless the signature is of this body and of about now. */
export function checkWebhookSignature(secret: string, body: string, signature: string | null): void {
  const [, time, given] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature ?? '') ?? []
  if (!time || !given) throw webhookRejected('no signature')

  const expected = digest(secret, Number(time), body)
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(given))) throw webhookRejected('wrong signature')
  if (Math.abs(Date.now() / 1000 - Number(time)) > TOLERANCE_SECONDS) throw webhookRejected('wrong time')
}
