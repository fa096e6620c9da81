import type { OwnUser } from '#shared/contracts/accounts'
import type { UserRole } from '#shared/lifecycles/user'
import { needsTwoFactor, provenRole } from './accounts-policy'

/** A session that stands, and whose it is. */
export interface SignedIn {
  sessionId: string
  userId: string
  name: string
  email: string
  emailVerified: boolean
  /** What this session may do, see `provenRole`. */
  role: UserRole
  twoFactor: boolean
  /** The account's role opens only with a second factor, which this session has not shown: it is yet to be set up. */
  twoFactorDue: boolean
}

export const signedIn = (
  session: { id: string; twoFactorAt: Date | null },
  user: { id: string; name: string; email: string; emailVerifiedAt: Date | null; role: UserRole },
): SignedIn => ({
  sessionId: session.id,
  userId: user.id,
  name: user.name,
  email: user.email,
  emailVerified: user.emailVerifiedAt !== null,
  role: provenRole(user.role, session.twoFactorAt),
  twoFactor: session.twoFactorAt !== null,
  twoFactorDue: needsTwoFactor(user.role) && session.twoFactorAt === null,
})

/** For the person themself. */
export const presentOwnUser = ({ userId, name, email, emailVerified, role, twoFactorDue }: SignedIn): OwnUser => ({
  id: userId,
  name,
  email,
  emailVerified,
  role,
  twoFactorDue,
})
