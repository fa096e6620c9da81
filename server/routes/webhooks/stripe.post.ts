import { defineEventHandler, getRequestHeader } from 'h3'
import { takeWebhook } from '#server/http/take-webhook'

/** Where Stripe tells of payments, refunds, disputes and shops' accounts. */
export default defineEventHandler((event) => takeWebhook(event, 'stripe', getRequestHeader(event, 'stripe-signature') ?? null))
