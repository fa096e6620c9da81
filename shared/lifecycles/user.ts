/** What an account may do across the marketplace; shops have roles of their own. */
export const USER_ROLES = ['member', 'moderator', 'admin'] as const
export type UserRole = (typeof USER_ROLES)[number]

export const USER_STATUSES = ['active', 'disabled'] as const
export type UserStatus = (typeof USER_STATUSES)[number]
