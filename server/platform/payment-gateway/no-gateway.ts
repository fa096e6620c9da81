import { DomainError } from '../errors'
import type { PaymentGateway } from './payment-gateway'

const refuse = async (): Promise<never> => {
  throw new DomainError('unavailable', 'payments.not_set_up', 'Payments are not set up on this marketplace yet.')
}

/** Stands where no provider is configured: nothing can be paid, and checkout says so. */
export const noGateway: PaymentGateway = {
  name: 'none',
  createIntent: refuse,
  readIntent: refuse,
  cancelIntent: refuse,
  refund: refuse,
  readWebhook() {
    throw new DomainError('invalid', 'payments.webhook_rejected', 'No payment provider is set up.')
  },
}
