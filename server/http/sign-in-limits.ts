import { signInCounter, type Credentials } from '#server/domains/accounts'
import type { RouteLimit } from './define-route'

const WINDOW_SECONDS = 15 * 60

/** For every route that takes a password from somebody who is not signed in: they are counted together. */
export const SIGN_IN_LIMITS: RouteLimit<Credentials>[] = [
  { name: 'sign-in-from', max: 60, windowSeconds: WINDOW_SECONDS, by: 'address' },
  // By account and address: a stranger elsewhere cannot lock the owner out.
  {
    name: 'sign-in-to',
    max: 10,
    windowSeconds: WINDOW_SECONDS,
    by: async ({ email }, actor, ctx) => (await signInCounter(ctx, actor, email)).counter,
  },
  // Nor can many strangers, where the account knows the browser.
  {
    name: 'sign-in-to-from-anywhere',
    max: 100,
    windowSeconds: WINDOW_SECONDS,
    by: async ({ email }, actor, ctx) => ((await signInCounter(ctx, actor, email)).isKnownDevice ? null : email.toLowerCase()),
  },
]
