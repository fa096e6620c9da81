import { z } from 'zod'

/** What the buyer sees of the payment; each step says what to do next. */
export const PAYMENT_STEPS = [
  'preparing', // ask again in a moment
  'confirm', // show the form; `declineCode` says why the last try failed
  'authenticate', // the bank asks the buyer (3-D Secure)
  'processing', // the provider is at it; ask again, or wait for the mail
  'paid',
  'cancelled',
] as const
export type PaymentStep = (typeof PAYMENT_STEPS)[number]

/** Why a card was refused; there is a text for each. Any other reason of a provider is `card_declined`. */
export const DECLINE_CODES = [
  'card_declined',
  'insufficient_funds',
  'expired_card',
  'incorrect_cvc',
  'processing_error',
  'authentication_failed',
] as const
export type DeclineCode = (typeof DECLINE_CODES)[number]

export const checkoutPaymentSchema = z.object({
  provider: z.enum(['test', 'stripe', 'none']),
  step: z.enum(PAYMENT_STEPS),
  declineCode: z.enum(DECLINE_CODES).nullable(),
  /** What the provider's own form needs; null while there is nothing to confirm. */
  clientSecret: z.string().nullable(),
  /** By which that form knows whose it is; no secret. */
  publishableKey: z.string().nullable(),
})
export type CheckoutPayment = z.infer<typeof checkoutPaymentSchema>

/** The cards that the test provider knows, by what they do. Every other number is declined. */
export const TEST_CARDS = [
  { number: '4242424242424242', does: 'succeeds' },
  { number: '4000000000000002', does: 'is_declined' },
  { number: '4000000000009995', does: 'lacks_funds' },
  { number: '4000002500003155', does: 'asks_the_buyer' },
  { number: '4000000000000077', does: 'succeeds_slowly' },
  { number: '4000000000000341', does: 'fails_slowly' },
  { number: '4000000000000259', does: 'is_disputed' },
] as const satisfies readonly { number: string; does: string }[]
export type TestCardBehaviour = (typeof TEST_CARDS)[number]['does']

/** Pays with a test card. Only the digits count; no real card is ever asked for. */
export const payWithTestCardSchema = z.strictObject({
  cardNumber: z
    .string()
    .transform((number) => number.replace(/[\s-]/g, ''))
    .pipe(z.string().regex(/^\d{12,19}$/)),
})
export type PayWithTestCard = z.infer<typeof payWithTestCardSchema>

/** What the buyer answers to the bank's question. */
export const authenticateTestSchema = z.strictObject({ outcome: z.enum(['approve', 'refuse']) })
export type AuthenticateTest = z.infer<typeof authenticateTestSchema>
