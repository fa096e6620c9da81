import type { ApiScope } from '#shared/contracts/api-access'
import type { UserRole } from '#shared/lifecycles/user'

/** Who asks. Every domain function gets one and decides by it. */
export interface Actor {
  /** Null for a visitor and for the system. */
  userId: string | null
  role: 'visitor' | UserRole | 'system'
  /** The name and the address of the signed-in user. */
  name: string | null
  email: string | null
  /** Whether the address is proven to be theirs; selling, chat and reviews want that. */
  emailVerified: boolean
  /** Whether this session has shown a second factor. */
  twoFactor: boolean
  /** The account's role opens only with a second factor, which this session has not shown: until then `role` is member. */
  twoFactorDue: boolean
  /** What an API key is allowed; null when nothing narrows it. */
  scopes: readonly ApiScope[] | null
  /** The session at hand; null without one. */
  sessionId: string | null
  /** SHA-256 (hex) of the visitor's cart cookie; owns a guest's cart and checkouts. */
  guestKey: string | null
  /** SHA-256 (hex) of the browser's device cookie, by which an account knows a browser again; null without one. */
  deviceKey: string | null
  /** Where the request came from, behind trusted proxies only; null for jobs and tools. */
  address: string | null
}

export const visitor = (over: Partial<Actor> = {}): Actor => ({
  userId: null,
  role: 'visitor',
  name: null,
  email: null,
  emailVerified: false,
  twoFactor: false,
  twoFactorDue: false,
  scopes: null,
  sessionId: null,
  guestKey: null,
  deviceKey: null,
  address: null,
  ...over,
})

/** Jobs, sweepers and the operator's tool act as the system. */
export const systemActor: Actor = { ...visitor(), role: 'system' }
