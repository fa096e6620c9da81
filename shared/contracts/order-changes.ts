import { z } from 'zod'
import { BUYER_CANCEL_REASONS, REFUND_REASONS, SHOP_CANCEL_REASONS } from '../lifecycles/order'
import { idSchema, minorUnitsSchema, textSchema } from './common'

/** What the other side is told with a decision. */
const noteSchema = textSchema.max(500).default('')
const someLinesSchema = z.array(z.strictObject({ lineId: idSchema, quantity: z.number().int().min(1).max(999) })).max(200)

/**
 * The buyer takes back an order of which nothing has left: its things can be sold again, and all of the money goes back.
 * Refused with `orders.not_cancellable` (409).
 */
export const cancelOrderSchema = z.strictObject({ reason: z.enum(BUYER_CANCEL_REASONS), note: noteSchema })
export type CancelOrder = z.infer<typeof cancelOrderSchema>

/**
 * The shop will not send it: everything that has not left, or the given pieces. Their money goes back, and the shipping
 * with it where nothing is sent at all. Refused with `orders.not_cancellable` and `orders.quantity_too_high` (409).
 */
export const cancelShopOrderSchema = z.strictObject({
  reason: z.enum(SHOP_CANCEL_REASONS),
  note: noteSchema,
  lines: someLinesSchema.min(1).optional(),
})
export type CancelShopOrder = z.infer<typeof cancelShopOrderSchema>

/**
 * Money goes back for pieces of lines, for the shipping, or as an amount on top. Refused with `orders.nothing_to_refund`,
 * `orders.quantity_too_high` and `payments.refund_too_high` (409); the same Idempotency-Key asks once.
 */
export const refundOrderSchema = z.strictObject({
  reason: z.enum(REFUND_REASONS),
  note: noteSchema,
  lines: someLinesSchema.default([]),
  shippingMinor: minorUnitsSchema.min(0).default(0),
  extraMinor: minorUnitsSchema.min(0).default(0),
})
export type RefundOrder = z.infer<typeof refundOrderSchema>
export type RefundOrderForm = z.input<typeof refundOrderSchema>

/** Sends a refund again that did not go through; the note says why it will now. Refused with `payments.refund_not_failed` (409). */
export const retryRefundSchema = z.strictObject({ note: textSchema.min(1).max(500) })
export type RetryRefund = z.infer<typeof retryRefundSchema>
