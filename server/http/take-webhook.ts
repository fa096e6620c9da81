import { setResponseStatus, type H3Event } from 'h3'
import { receiveWebhook } from '#server/domains/payments'
import type { PaymentGateway } from '#server/platform/payment-gateway/payment-gateway'
import { sendError } from './define-route'
import { refusalOf } from './present-error'
import { readText } from './read-json'
import { routeNotFound } from './route-errors'
import { contextOf } from './world'

const LARGEST_BYTES = 1_000_000

/** Stores what a payment provider tells, and answers at once; with 400 when the signature is not right. */
export async function takeWebhook(event: H3Event, provider: PaymentGateway['name'], signature: string | null) {
  const ctx = contextOf(event)
  try {
    if (ctx.gateway.name !== provider) throw routeNotFound()
    await receiveWebhook(ctx, await readText(event, LARGEST_BYTES), signature)
    return { received: true }
  } catch (error) {
    const answer = sendError(event, ctx, error)
    if (refusalOf(error)?.code !== 'payments.webhook_rejected') return answer
    ctx.metrics.count('shop_webhook_events_total', { result: 'rejected' })
    setResponseStatus(event, 400, 'Bad Request')
    return { ...answer, statusCode: 400, statusMessage: 'Bad Request' }
  }
}
