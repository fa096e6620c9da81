import { paymentsNotSetUp, webhookRejected } from './gateway-errors'
import type { PaymentGateway } from './payment-gateway'

const refuse = async (): Promise<never> => {
  throw paymentsNotSetUp()
}

/** Stands where no provider is configured: nothing can be paid, and checkout says so. */
export const noGateway: PaymentGateway = {
  name: 'none',
  takesRealMoney: false,
  publishableKey: null,
  opensShopAccounts: false,
  checkAmount() {},
  createIntent: refuse,
  readIntent: refuse,
  disputeAddress: () => null,
  cancelIntent: refuse,
  refund: refuse,
  readRefund: refuse,
  createShopAccount: refuse,
  onboardingLink: refuse,
  readShopAccount: refuse,
  transfer: refuse,
  reverseTransfer: refuse,
  listBalanceTransactions: refuse,
  readWebhook() {
    throw webhookRejected('no provider')
  },
  close: async () => {},
}
