import { DomainError } from '../errors'

export const paymentsNotSetUp = () =>
  new DomainError('unavailable', 'payments.not_set_up', 'Payments are not set up on this marketplace yet.')
export const providerUnavailable = () =>
  new DomainError('unavailable', 'payments.provider_unavailable', 'The payment provider does not answer. Please try again in a moment.', {
    retryAfterSeconds: 5,
  })
export const webhookRejected = (why: string) =>
  new DomainError('invalid', 'payments.webhook_rejected', 'This webhook is not taken.', { why })
export const refundRefused = () =>
  new DomainError('conflict', 'payments.refund_refused', 'The payment provider will not give that much back.')
export const intentNotFound = () => new DomainError('not_found', 'payments.intent_not_found', 'The payment provider knows no such payment.')
export const requestReused = () =>
  new DomainError('conflict', 'payments.request_reused', 'The payment provider was asked for something else by this key before.')
export const amountRefused = () =>
  new DomainError('conflict', 'payments.amount_refused', 'The payment provider cannot take such an amount of this currency.')
export const transferRefused = (why: string) =>
  new DomainError('conflict', 'payments.transfer_refused', 'The payment provider will not move that money.', { why })
export const accountNotFound = () =>
  new DomainError('not_found', 'payments.account_not_found', 'The payment provider knows no such account.')
