import { DomainError } from '#server/platform/errors'

export const refundTooHigh = () =>
  new DomainError('conflict', 'payments.refund_too_high', 'That is more than was paid and not yet given back.')
export const refundNotFailed = () =>
  new DomainError('conflict', 'payments.refund_not_failed', 'Only a refund that did not go through can be sent again.')
