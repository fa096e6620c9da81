import { DomainError } from '../errors'

const KEY = /^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)*$/
const LONGEST_KEY = 512

/** Refuses a key that could leave its folder or mean two things to two stores. */
export function checkKey(key: string): string {
  if (key.length > LONGEST_KEY || key.includes('..') || !KEY.test(key))
    throw new DomainError('invalid', 'storage.bad_key', 'This is not the key of a file.')
  return key
}

/** The storage did not answer, or not in time. */
export const storageUnavailable = (cause: unknown): DomainError =>
  Object.assign(new DomainError('unavailable', 'storage.unavailable', 'Files cannot be reached at the moment.'), { cause })
