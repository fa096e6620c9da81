import { paymentsNotSetUp, webhookRejected } from './gateway-errors'
import type { PaymentGateway } from './payment-gateway'

const refuse = async (): Promise<never> => {
  throw paymentsNotSetUp()
}

/** Stands where no provider is configured: nothing can be paid, and checkout says so. */
export const noGateway: PaymentGateway = {
  name: 'none',
  createIntent: refuse,
  readIntent: refuse,
  cancelIntent: refuse,
  refund: refuse,
  readRefund: refuse,
  readWebhook() {
    throw webhookRejected('no provider')
  },
  close: async () => {},
}
