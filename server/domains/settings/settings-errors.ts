import { DomainError } from '#server/platform/errors'

export const settingsNotYours = () => new DomainError('forbidden', 'settings.not_allowed', 'Only an admin may change settings.')
export const settingInvalid = (key: string) =>
  new DomainError('invalid', 'settings.invalid', 'This setting cannot have that value.', { key })
export const currencyFixed = () =>
  new DomainError('conflict', 'settings.currency_fixed', 'The currency cannot change once there are orders.')
