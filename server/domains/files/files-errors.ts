import { DomainError } from '#server/platform/errors'

export const pictureUnsupported = () =>
  new DomainError('unsupported', 'files.unsupported', 'Please choose a picture in the format JPEG, PNG, WebP or AVIF.')
export const fileUnsupported = () =>
  new DomainError('unsupported', 'files.kind_unsupported', 'Please choose a picture, a PDF, or a text or CSV file.')
export const pictureBroken = () => new DomainError('invalid', 'files.broken', 'This picture cannot be read. It may be damaged.')
export const pictureTooLarge = (limits: { maxBytes: number; maxPixels: number }) =>
  new DomainError('too_large', 'files.too_large', 'This picture is too large.', limits)
export const fileTooLarge = (maxBytes: number) =>
  new DomainError('too_large', 'files.file_too_large', 'This file is too large.', { maxBytes })
export const tooManyFiles = () =>
  new DomainError('conflict', 'files.too_many', 'So many files were sent that nothing shows. They are deleted after a day.')
export const uploadNotFound = () =>
  new DomainError('not_found', 'files.upload_not_found', 'Nothing has been sent there, or it is too long ago.')
export const notYoursToStore = () => new DomainError('unauthenticated', 'files.not_signed_in', 'Please sign in to add pictures.')
