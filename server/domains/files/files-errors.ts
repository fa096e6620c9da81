import { DomainError } from '#server/platform/errors'

export const pictureUnsupported = () =>
  new DomainError('unsupported', 'files.unsupported', 'Please choose a picture in the format JPEG, PNG, WebP or AVIF.')
export const pictureBroken = () => new DomainError('invalid', 'files.broken', 'This picture cannot be read. It may be damaged.')
export const pictureTooLarge = (limits: { maxBytes: number; maxPixels: number }) =>
  new DomainError('too_large', 'files.too_large', 'This picture is too large.', limits)
export const uploadNotFound = () =>
  new DomainError('not_found', 'files.upload_not_found', 'Nothing has been sent there, or it is too long ago.')
export const notYoursToStore = () => new DomainError('unauthenticated', 'files.not_signed_in', 'Please sign in to add pictures.')
