import type { OwnSettings, OwnUser } from '#shared/contracts/accounts'
import type { ApiScope } from '#shared/contracts/api-access'
import type { UserRole } from '#shared/lifecycles/user'
import { needsTwoFactor, provenRole } from './accounts-policy'

/** A session that stands, or a token of a program, and whose it is. */
export interface SignedIn {
  /** Null for a program. */
  sessionId: string | null
  userId: string
  name: string
  email: string
  emailVerified: boolean
  /** What this session may do, see `provenRole`. */
  role: UserRole
  twoFactor: boolean
  /** The account's role opens only with a second factor, which this session has not shown: it is yet to be set up. */
  twoFactorDue: boolean
  /** What an API key is allowed; null when nothing narrows it. */
  scopes: readonly ApiScope[] | null
}

/** Somebody at a browser. */
export type SignedInBrowser = SignedIn & { sessionId: string }

export const signedIn = <Id extends string | null>(
  session: { id: Id; twoFactorAt: Date | null },
  user: { id: string; name: string; email: string; emailVerifiedAt: Date | null; role: UserRole },
): SignedIn & { sessionId: Id } => ({
  sessionId: session.id,
  userId: user.id,
  name: user.name,
  email: user.email,
  emailVerified: user.emailVerifiedAt !== null,
  role: provenRole(user.role, session.twoFactorAt),
  twoFactor: session.twoFactorAt !== null,
  twoFactorDue: needsTwoFactor(user.role) && session.twoFactorAt === null,
  scopes: null,
})

/** For the person themself. */
export const presentOwnUser = ({ userId, name, email, emailVerified, role, twoFactorDue }: SignedIn, settings: OwnSettings): OwnUser => ({
  id: userId,
  name,
  email,
  emailVerified,
  role,
  twoFactorDue,
  ...settings,
})
