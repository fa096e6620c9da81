import type { PaymentGateway, PaymentIntent } from '#server/platform/payment-gateway/payment-gateway'
import { DECLINE_CODES, type CheckoutPayment, type DeclineCode, type PaymentStep } from '#shared/contracts/payments'
import type { PaymentRow } from './payments-locks'

/** What the buyer sees; `intent` is null when the provider could not be asked or need not be. */
export function presentPayment(
  { name, publishableKey }: Pick<PaymentGateway, 'name' | 'publishableKey'>,
  payment: PaymentRow,
  intent: PaymentIntent | null,
): CheckoutPayment {
  const step = stepOf(payment, intent)
  const canConfirm = step === 'confirm' || step === 'authenticate'
  return {
    provider: payment.provider as CheckoutPayment['provider'],
    step,
    declineCode: step === 'confirm' ? declineCodeOf(intent) : null,
    clientSecret: canConfirm ? (intent?.clientSecret ?? null) : null,
    publishableKey: canConfirm && payment.provider === name ? publishableKey : null,
  }
}

/** Money that the provider has is `processing` until it has become an order here. */
function stepOf(payment: PaymentRow, intent: PaymentIntent | null): PaymentStep {
  if (payment.status === 'captured') return 'paid'
  if (payment.status === 'cancelled' || payment.status === 'failed') return 'cancelled'
  if (!intent) return 'preparing'
  return STEPS[intent.status]
}

const STEPS: Record<PaymentIntent['status'], PaymentStep> = {
  requires_payment: 'confirm',
  requires_action: 'authenticate',
  processing: 'processing',
  succeeded: 'processing',
  cancelled: 'cancelled',
}

function declineCodeOf(intent: PaymentIntent | null): DeclineCode | null {
  const code = intent?.lastTry?.status === 'failed' ? intent.lastTry.declineCode : null
  if (code === null) return null
  return DECLINE_CODES.find((known) => known === code) ?? 'card_declined'
}
