import type { Actor } from '#server/platform/actor'
import type { UserRole } from '#shared/lifecycles/user'

/** Roles that open only in a session that has shown a second factor. */
export const needsTwoFactor = (role: UserRole) => role !== 'member'

/** The role a session proves: without a second factor everybody is a member, so no other check can forget it. */
export const provenRole = (role: UserRole, twoFactorAt: Date | null): UserRole => (needsTwoFactor(role) && !twoFactorAt ? 'member' : role)

/** Who sells, chats or reviews has proven that their address is theirs. */
export const hasVerifiedAddress = (actor: Actor) => actor.emailVerified || actor.role === 'system'

/** Moderators look up who they have to do with. */
export const mayListUsers = (actor: Actor) => actor.role === 'moderator' || actor.role === 'admin' || actor.role === 'system'

/** Admins decide whom the marketplace lets in, and who works for it. */
export const mayChangeUsers = (actor: Actor) => actor.role === 'admin' || actor.role === 'system'
