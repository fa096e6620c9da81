import { createHmac } from 'node:crypto'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'

/**
 * By what a person is known who uses a coupon: their account, and the address that they give, and that of their account,
 * each as a keyed hash. Whoever used it as a guest has used it when they sign in, and the other way round.
 */
export function personKeysOf(ctx: Pick<Context, 'config'>, actor: Actor, email: string | null): string[] {
  const addresses = [email, actor.email].filter((address) => address !== null).map((address) => emailKeyOf(ctx, address))
  return [...new Set([...(actor.userId ? [`user:${actor.userId}`] : []), ...addresses])].sort()
}

const emailKeyOf = ({ config }: Pick<Context, 'config'>, email: string): string =>
  `email:${createHmac('sha256', config.secret)
    .update(`coupons of ${normalised(email)}`)
    .digest('base64url')}`

/** Where the dots in a name do not count. */
const DOTLESS_HOSTS = new Set(['gmail.com', 'googlemail.com'])

/** What lands in one mailbox is one address: `Ada+shop@Example.org` is `ada@example.org`, `a.da@googlemail.com` is `ada@gmail.com`. */
function normalised(email: string): string {
  const [, name = '', host = ''] = /^([^+]*)(?:\+.*)?@([^@]*)$/.exec(email.trim().toLowerCase()) ?? []
  if (DOTLESS_HOSTS.has(host)) return `${name.replaceAll('.', '')}@gmail.com`
  return host ? `${name}@${host}` : email.trim().toLowerCase()
}
