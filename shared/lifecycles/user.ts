/** What an account may do across the marketplace; shops have roles of their own. */
export const USER_ROLES = ['member', 'moderator', 'admin'] as const
export type UserRole = (typeof USER_ROLES)[number]

/** Those who keep order in the marketplace, and answer those who write to it. */
export const STAFF_ROLES = ['moderator', 'admin'] as const satisfies readonly UserRole[]

/** An erased account is a name in the books of its orders and nothing else. */
export const USER_STATUSES = ['active', 'disabled', 'erased'] as const
export type UserStatus = (typeof USER_STATUSES)[number]

/** What a token that went by mail is for; `restore` takes a change of the address back. */
export const EMAIL_TOKEN_PURPOSES = ['verify', 'reset', 'change', 'restore'] as const
export type EmailTokenPurpose = (typeof EMAIL_TOKEN_PURPOSES)[number]

/** Changes of how an account is opened, of which its owner is told. */
export const SECURITY_CHANGES = [
  'two_factor_on',
  'two_factor_off',
  'recovery_codes_renewed',
  'recovery_code_used',
  'passkey_added',
  'passkey_removed',
  'api_key_made',
  'password_changed',
  'password_reset',
  'email_change_requested',
  'new_device',
] as const
export type SecurityChange = (typeof SECURITY_CHANGES)[number]
