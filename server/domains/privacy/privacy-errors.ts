import { DomainError } from '#server/platform/errors'

export const exportTooSoon = (retryAfterSeconds: number) =>
  new DomainError('too_many', 'privacy.export_too_soon', 'You can ask for a copy of your data once a day.', { retryAfterSeconds })

/** Also the answer about somebody else's. */
export const exportNotFound = () => new DomainError('not_found', 'privacy.export_not_found', 'There is no such download.')

export const shopHasOpenOrders = (shops: readonly string[]) =>
  new DomainError(
    'conflict',
    'privacy.shop_has_open_orders',
    'You are the only owner of a shop with open orders. Please ship or cancel them, or make somebody else an owner first.',
    { shops: shops.join(', ') },
  )
