import { z } from 'zod'
import { OFFER_HOURS_LEAST, OFFER_HOURS_MOST, OFFER_QUANTITY_MAX, OFFER_SIDES, OFFER_STATES } from '../lifecycles/offer'
import { currencySchema, idSchema, minorUnitsSchema, momentSchema, pictureSchema, priceSchema, slugSchema, textSchema } from './common'

/** `clientId` is made by whoever offers: sent again with the same one, an offer is made once. */
const termsSchema = z.strictObject({
  clientId: idSchema,
  quantity: z.number().int().min(1).max(OFFER_QUANTITY_MAX),
  /** Of one piece, with tax. */
  unitMinor: priceSchema.min(1),
  /** For how long it stands. */
  hours: z.number().int().min(OFFER_HOURS_LEAST).max(OFFER_HOURS_MOST),
})
export type OfferTerms = z.infer<typeof termsSchema>

/**
 * Offers a price for a variant of the shop that is talked with. Refused with `offers.not_here` (403: a guest's conversation),
 * `offers.not_for_sale`, `offers.above_price` (409; details.priceMinor), `offers.too_many` (409; details.max) and what refuses a message.
 */
export const makeOfferSchema = termsSchema.extend({ variantId: idSchema })
export type MakeOffer = z.infer<typeof makeOfferSchema>

/**
 * Answers an offer. The other side accepts, declines, or offers something else; whoever made it may withdraw it. The same answer
 * again is fine. Refused with `offers.not_open` (409; details.state), `offers.not_yours_to_answer` (403), and accepting with `offers.not_for_sale`,
 * `offers.shop_closed`, `offers.above_price` (409; details.priceMinor) or `offers.not_enough` (409).
 */
export const answerOfferSchema = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('accept') }),
  z.strictObject({ answer: z.literal('decline') }),
  z.strictObject({ answer: z.literal('withdraw') }),
  termsSchema.extend({ answer: z.literal('counter') }),
])
export type AnswerOffer = z.infer<typeof answerOfferSchema>

export const offerSchema = z.object({
  id: idSchema,
  state: z.enum(OFFER_STATES),
  madeBy: z.enum(OFFER_SIDES),
  /** Null where it is not sold any more. */
  variantId: idSchema.nullable(),
  /** As they were called when it was made. */
  productSlug: slugSchema,
  title: z.string(),
  optionLabel: z.string(),
  picture: pictureSchema.nullable(),
  quantity: z.number().int(),
  /** Of one piece, with tax. */
  unitMinor: minorUnitsSchema,
  totalMinor: minorUnitsSchema,
  currency: currencySchema,
  /** Until when it can be answered. */
  expiresAt: momentSchema,
  /** Until when it can be bought, once it was accepted. */
  agreedUntil: momentSchema.nullable(),
})
export type OfferView = z.infer<typeof offerSchema>

export const offerChoiceQuerySchema = z.object({ search: textSchema.max(100).default('') })

/** What an offer can be about: what the conversation speaks of first, then what else the shop sells. */
export const offerChoicesSchema = z.object({
  currency: currencySchema,
  products: z.array(
    z.object({
      id: idSchema,
      title: z.string(),
      variants: z.array(z.object({ id: idSchema, optionLabel: z.string(), /** Today's, with tax. */ priceMinor: minorUnitsSchema })).min(1),
    }),
  ),
})
export type OfferChoices = z.infer<typeof offerChoicesSchema>
