import { DomainError } from '#server/platform/errors'

/** One answer for an unknown address, a wrong password and a disabled account: it must not tell which. */
export const credentialsWrong = () =>
  new DomainError('unauthenticated', 'accounts.credentials_wrong', 'This address and password do not belong together.')

export const codeRequired = () =>
  new DomainError('unauthenticated', 'accounts.code_required', 'This account needs a code from the authenticator app as well.')

export const codeWrong = () => new DomainError('unauthenticated', 'accounts.code_wrong', 'This code is not the current one.')

export const codeUsed = () =>
  new DomainError('unauthenticated', 'accounts.code_used', 'This code has been used before. Please wait for the next one.')

export const emailTaken = () => new DomainError('conflict', 'accounts.email_taken', 'There is an account with this address already.')

export const notSignedIn = () => new DomainError('unauthenticated', 'accounts.not_signed_in', 'Please sign in first.')

export const notAllowed = () => new DomainError('forbidden', 'accounts.not_allowed', 'Your account may not do this.')

export const twoFactorAlreadySetUp = () =>
  new DomainError('conflict', 'accounts.two_factor_set_up', 'This account has a second factor already.')

/** Setting up: the code does not come from the secret that was shown. */
export const codeNotMatching = () =>
  new DomainError('invalid', 'accounts.code_not_matching', 'This code does not match. Check the secret and the clock of your phone.')

export const passwordUnchanged = () =>
  new DomainError('invalid', 'accounts.password_unchanged', 'Please choose a password other than the one you were given.')

export const userNotFound = () => new DomainError('not_found', 'accounts.user_not_found', 'There is no such user.')

export const ownAccount = () => new DomainError('conflict', 'accounts.own_account', 'You cannot do this to your own account.')

export const tooBusy = () =>
  new DomainError('unavailable', 'accounts.too_busy', 'Many people are signing in right now. Please try again in a moment.', {
    retryAfterSeconds: 2,
  })
