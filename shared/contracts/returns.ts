import { z } from 'zod'
import { RETURN_HANDLINGS, RETURN_REASONS, RETURN_REFUSALS, RETURN_STATUSES } from '../lifecycles/return'
import { postalAddressSchema } from './address'
import { currencySchema, cursorSchema, idSchema, minorUnitsSchema, momentSchema, pageOf, textSchema } from './common'

export const PHOTOS_A_RETURN = 5
export const RETURN_PHOTO_MAX_BYTES = 8 * 1024 * 1024
export const RETURN_PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'] as const
export const RETURN_LABEL_MAX_BYTES = 5 * 1024 * 1024
export const RETURN_LABEL_TYPES = ['application/pdf', 'image/jpeg', 'image/png'] as const

const text = (max: number) => textSchema.max(max)
const quantity = z.number().int().min(1).max(999)

/** A private file that was taken in; `url` shows it to whoever holds it, for less than an hour. */
export const privateFileSchema = z.object({ fileId: idSchema, url: z.string(), contentType: z.string() })
export type PrivateFile = z.infer<typeof privateFileSchema>

/**
 * The buyer wants to give pieces back. Refused with `orders.return_window_over`, `orders.quantity_too_high` (409), and
 * `request.key_reused` for the same Idempotency-Key with something else.
 */
export const requestReturnSchema = z.strictObject({
  lines: z
    .array(z.strictObject({ lineId: idSchema, quantity }))
    .min(1)
    .max(200),
  reason: z.enum(RETURN_REASONS),
  text: text(1000).default(''),
  /** Photos that were sent before, in order. */
  photoIds: z.array(idSchema).max(PHOTOS_A_RETURN).default([]),
})
export type RequestReturn = z.infer<typeof requestReturnSchema>

const noteSchema = text(500).default('')
const { name, company, street, extra, postalCode, city, country } = postalAddressSchema.shape
/** Where a buyer sends things back to. */
export const returnAddressSchema = z.strictObject({ name, company, street, extra, postalCode, city, country })

/**
 * The shop's word: it comes back to an address, with a label or not; the buyer keeps it and the shop gives money all the
 * same; or it is not taken back. Refused with `orders.return_status_conflict` (409).
 */
export const answerReturnSchema = z.discriminatedUnion('answer', [
  z.strictObject({
    answer: z.literal('send'),
    address: returnAddressSchema,
    labelFileId: idSchema.nullable().default(null),
    note: noteSchema,
  }),
  z.strictObject({ answer: z.literal('keep'), note: noteSchema }),
  z.strictObject({ answer: z.literal('decline'), refusal: z.enum(RETURN_REFUSALS), note: noteSchema }),
])
export type AnswerReturn = z.infer<typeof answerReturnSchema>
export type AnswerReturnForm = z.input<typeof answerReturnSchema>

/** It is on its way; a number to follow it by where there is one. */
export const sendReturnSchema = z.strictObject({ carrier: text(80).default(''), trackingNumber: text(80).default('') })
export type SendReturn = z.infer<typeof sendReturnSchema>

/** It has come. An admin says in `note` why they say so for the shop. */
export const receiveReturnSchema = z.strictObject({ note: noteSchema })
export type ReceiveReturn = z.infer<typeof receiveReturnSchema>

/**
 * What of it is taken back, and what of that can be sold again; the money for it goes back, with shipping or less what is
 * kept back for wear. Refused with `orders.quantity_too_high`, `orders.restocked_too_many`, `orders.nothing_accepted`,
 * `orders.deduction_too_high` (409); the same decision again changes nothing.
 */
export const refundReturnSchema = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        lineId: idSchema,
        acceptedQuantity: z.number().int().min(0).max(999),
        restockedQuantity: z.number().int().min(0).max(999),
      }),
    )
    .min(1)
    .max(200),
  shippingMinor: minorUnitsSchema.min(0).default(0),
  deductionMinor: minorUnitsSchema.min(0).default(0),
  note: noteSchema,
})
export type RefundReturn = z.infer<typeof refundReturnSchema>
export type RefundReturnForm = z.input<typeof refundReturnSchema>

/** It came and is not taken back. */
export const rejectReturnSchema = z.strictObject({ refusal: z.enum(RETURN_REFUSALS), note: text(500).min(1) })
export type RejectReturn = z.infer<typeof rejectReturnSchema>

/** A return as its buyer, its shop and admins see it. */
export const returnViewSchema = z.object({
  id: idSchema,
  number: z.string(),
  status: z.enum(RETURN_STATUSES),
  handling: z.enum(RETURN_HANDLINGS).nullable(),
  reason: z.enum(RETURN_REASONS),
  text: z.string(),
  photos: z.array(z.object({ fileId: idSchema, url: z.string(), width: z.number().int(), height: z.number().int() })),
  lines: z.array(
    z.object({
      lineId: idSchema,
      title: z.string(),
      optionLabel: z.string(),
      quantity: z.number().int(),
      acceptedQuantity: z.number().int().nullable(),
      restockedQuantity: z.number().int(),
    }),
  ),
  address: returnAddressSchema.nullable(),
  label: privateFileSchema.nullable(),
  refusal: z.enum(RETURN_REFUSALS).nullable(),
  note: z.string(),
  carrier: z.string(),
  trackingNumber: z.string(),
  deductionMinor: minorUnitsSchema,
  refundedMinor: minorUnitsSchema.nullable(),
  requestedAt: momentSchema,
  movedAt: momentSchema,
})
export type ReturnView = z.infer<typeof returnViewSchema>

/** What a shop's list of returns may show; `waiting` are those that it has to do something about. */
export const RETURN_VIEWS = ['waiting', 'all', ...RETURN_STATUSES] as const
export type ReturnListView = (typeof RETURN_VIEWS)[number]

export const returnListItemSchema = z.object({
  id: idSchema,
  number: z.string(),
  orderNumber: z.string(),
  groupNumber: z.string(),
  shopName: z.string(),
  buyerName: z.string(),
  status: z.enum(RETURN_STATUSES),
  handling: z.enum(RETURN_HANDLINGS).nullable(),
  reason: z.enum(RETURN_REASONS),
  pieceCount: z.number().int(),
  refundedMinor: minorUnitsSchema.nullable(),
  currency: currencySchema,
  requestedAt: momentSchema,
})
export type ReturnListItem = z.infer<typeof returnListItemSchema>
export const returnListQuerySchema = z.object({ view: z.enum(RETURN_VIEWS).default('all'), cursor: cursorSchema.optional() })
export type ReturnListQuery = z.infer<typeof returnListQuerySchema>
export const returnListSchema = pageOf(returnListItemSchema)
