import { DomainError } from '#server/platform/errors'

export const settingsNotYours = () => new DomainError('forbidden', 'settings.not_allowed', 'Only admins see and change the settings.')
/** A page that was loaded before somebody else changed a setting. */
export const settingsChangedElsewhere = (version: number) =>
  new DomainError('conflict', 'settings.changed_elsewhere', 'Somebody else has changed the settings in the meantime.', { version })
