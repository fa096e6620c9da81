import { defineEventHandler, getRequestHeader } from 'h3'
import { takeWebhook } from '#server/http/take-webhook'
import { TEST_SIGNATURE_HEADER } from '#server/platform/payment-gateway/test-webhooks'

/** Where the test provider tells of payments. */
export default defineEventHandler((event) => takeWebhook(event, 'test', getRequestHeader(event, TEST_SIGNATURE_HEADER) ?? null))
