import { DomainError } from '#server/platform/errors'
import type { PasswordRefusal } from '#shared/password-rules'

/** One answer for an unknown address, a wrong password and a disabled account: it must not tell which. */
export const credentialsWrong = () =>
  new DomainError('unauthenticated', 'accounts.credentials_wrong', 'This address and password do not belong together.')

export const codeRequired = () =>
  new DomainError('unauthenticated', 'accounts.code_required', 'This account needs a code from the authenticator app as well.')

export const codeWrong = () => new DomainError('unauthenticated', 'accounts.code_wrong', 'This code is not the current one.')

export const codeUsed = () =>
  new DomainError('unauthenticated', 'accounts.code_used', 'This code has been used before. Please wait for the next one.')

export const recoveryCodeWrong = () =>
  new DomainError('unauthenticated', 'accounts.recovery_code_wrong', 'This is not one of your unused recovery codes.')

/** Counted for the account, after the password was right: it is the password's owner, or its thief, who has to wait. */
export const tooManyCodes = (retryAfterSeconds: number) =>
  new DomainError('too_many', 'accounts.too_many_codes', 'There were too many codes. Please wait a while.', { retryAfterSeconds })

/** Somebody signed in is asked for their password again. */
export const passwordWrong = () => new DomainError('invalid', 'accounts.password_wrong', 'This is not your password.')

export const emailTaken = () => new DomainError('conflict', 'accounts.email_taken', 'There is an account with this address already.')

export const addressNotVerified = () =>
  new DomainError('forbidden', 'accounts.address_not_verified', 'Please confirm your email address first.')

/** One answer for an unknown, a used, a revoked and an old refresh token. */
export const refreshTokenWrong = () =>
  new DomainError('unauthenticated', 'accounts.refresh_token_wrong', 'This refresh token opens nothing. Please sign in again.')

export const apiKeyNotFound = () => new DomainError('not_found', 'accounts.api_key_not_found', 'There is no such API key.')

export const tooManyApiKeys = (most: number) =>
  new DomainError('conflict', 'accounts.too_many_api_keys', 'You have too many API keys. Please revoke one first.', { most })

/** One answer for a code that is wrong, too old or tried too often, and for an address that was known before. */
export const emailCodeWrong = () =>
  new DomainError('invalid', 'accounts.email_code_wrong', 'This is not the code of our latest mail, or it is too old.')

/** A mailed link that is unknown, used or too old. */
export const emailTokenOver = () =>
  new DomainError('invalid', 'accounts.email_token_over', 'This link has been used or is too old. Please ask for a new one.')

/** The link is opened in another browser than the one that registered. */
export const passwordRequired = () =>
  new DomainError('unauthenticated', 'accounts.password_required', 'Please enter the password that you chose.')

export const mailTooSoon = (retryAfterSeconds: number) =>
  new DomainError('too_many', 'accounts.mail_too_soon', 'We have just sent a mail. Please wait before you ask for another.', {
    retryAfterSeconds,
  })

export const registrationOver = () =>
  new DomainError('invalid', 'accounts.registration_over', 'No registration waits in this browser. Please register again.')

export const passwordSame = () => new DomainError('invalid', 'accounts.password_same', 'This is the password that you have already.')

export const emailSame = () => new DomainError('invalid', 'accounts.email_same', 'This is the address that you have already.')

const REFUSED: Record<PasswordRefusal, string> = {
  short: 'Please use at least 8 characters.',
  common: 'This password is one of the first that others would try.',
  site_name: 'Please choose a password that is not made of the name of this marketplace.',
  personal: 'Please choose a password that is not made of your name or address.',
}

/** A password that others would try first, see `shared/password-rules.ts`. */
export const passwordRefused = (reason: PasswordRefusal) => new DomainError('invalid', `accounts.password_${reason}`, REFUSED[reason])

export const notSignedIn = () => new DomainError('unauthenticated', 'accounts.not_signed_in', 'Please sign in first.')

export const notAllowed = () => new DomainError('forbidden', 'accounts.not_allowed', 'Your account may not do this.')

export const twoFactorAlreadySetUp = () =>
  new DomainError('conflict', 'accounts.two_factor_set_up', 'This account has a second factor already.')

export const twoFactorNotSetUp = () => new DomainError('conflict', 'accounts.two_factor_not_set_up', 'This account has no second factor.')

export const twoFactorObligatory = () =>
  new DomainError('forbidden', 'accounts.two_factor_obligatory', 'Your role does not open without a second factor.')

export const secondFactorMissing = () =>
  new DomainError('forbidden', 'accounts.two_factor_required', 'Confirm your sign-in with a code from your authenticator app first.')

/** Setting up: the code does not come from the secret that was shown. */
export const codeNotMatching = () =>
  new DomainError('invalid', 'accounts.code_not_matching', 'This code does not match. Check the secret and the clock of your phone.')

export const passwordUnchanged = () =>
  new DomainError('invalid', 'accounts.password_unchanged', 'Please choose a password other than the one you were given.')

/** One answer for whatever is wrong with a passkey at sign-in. */
export const passkeyRefused = () =>
  new DomainError('unauthenticated', 'accounts.passkey_refused', 'This passkey does not open an account here.')

export const passkeyNotMade = () =>
  new DomainError('invalid', 'accounts.passkey_not_made', 'The passkey could not be added. Please try again.')

export const passkeyNotFound = () => new DomainError('not_found', 'accounts.passkey_not_found', 'There is no such passkey.')

export const tooManyPasskeys = (most: number) =>
  new DomainError('conflict', 'accounts.too_many_passkeys', `An account has at most ${most} passkeys.`, { most })

export const userNotFound = () => new DomainError('not_found', 'accounts.user_not_found', 'There is no such user.')

export const ownAccount = () => new DomainError('conflict', 'accounts.own_account', 'You cannot do this to your own account.')

export const tooBusy = () =>
  new DomainError('unavailable', 'accounts.too_busy', 'Many people are signing in right now. Please try again in a moment.', {
    retryAfterSeconds: 2,
  })

export const addressNotFound = () => new DomainError('not_found', 'accounts.address_not_found', 'There is no such address.')

export const tooManyAddresses = (most: number) =>
  new DomainError('conflict', 'accounts.too_many_addresses', `An account keeps at most ${most} addresses.`, { most })
