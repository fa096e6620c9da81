import type { UserListItem } from '#shared/contracts/accounts'
import type { UserRow } from './accounts-locks'

/** For the lists of admins. */
export const presentUser = (user: UserRow): UserListItem => ({
  id: user.id,
  name: user.name,
  email: user.email,
  role: user.role,
  status: user.status,
  twoFactorSetUp: user.totpSecret !== null,
  createdAt: user.createdAt.toISOString(),
})
