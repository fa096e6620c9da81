import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { COMMON_PASSWORDS } from '#shared/common-passwords'
import { passwordRefusal, type PasswordOwner } from '#shared/password-rules'

const estimate = new ZxcvbnFactory({ dictionary: { common: [...COMMON_PASSWORDS] } })
const common = new Set(COMMON_PASSWORDS)
/** The work grows with the length, and nobody guesses what is longer. */
const LOOKED_AT = 64

/** From 0, guessed at once, to 4. What would be refused is 0. Loaded when somebody begins to type a new password. */
export function strengthOf(password: string, { siteName = '', email = '', name = '' }: Partial<PasswordOwner>): number {
  const refused = passwordRefusal(password, { siteName, email, name }, common)
  if (refused && refused !== 'short') return 0
  return estimate.check(password.slice(0, LOOKED_AT), [siteName, email, name].filter(Boolean)).score
}

export type StrengthOf = typeof strengthOf
