import { DomainError } from '#server/platform/errors'
import type { ImportStatus } from '#shared/lifecycles/product-import'

export const importNotFound = () => new DomainError('not_found', 'imports.not_found', 'There is no such import.')
export const importTooLarge = (mostBytes: number) =>
  new DomainError('too_large', 'imports.too_large', 'The file is larger than 60 MB.', { mostBytes })
export const fileUnreadable = (reason: string) => new DomainError('invalid', 'imports.unreadable', reason)
export const importCannotBecome = (from: ImportStatus, to: ImportStatus) =>
  new DomainError('conflict', 'imports.status_conflict', 'The import cannot do this now.', { from, to })
export const importBusy = () =>
  new DomainError('conflict', 'imports.busy', 'Another import of this shop is being applied or undone. Please wait until it is done.')
export const picturesTooLarge = (mostBytes: number) =>
  new DomainError('too_large', 'imports.pictures_too_large', 'The zip is larger than 200 MB.', { mostBytes })
export const picturesUnreadable = (reason: string) =>
  new DomainError('invalid', 'imports.pictures_unreadable', 'This is not a zip that can be read.', { reason })
