import type { Context } from '#server/platform/context'
import { COMMON_PASSWORDS } from '#shared/common-passwords'
import { passwordRefusal } from '#shared/password-rules'
import { passwordRefused } from './accounts-errors'

const COMMON: ReadonlySet<string> = new Set(COMMON_PASSWORDS)

/** Throws `accounts.password_…` for a password that somebody else would try first. */
export function refuseWeakPassword(ctx: Context, password: string, { email, name }: { email: string; name: string }): void {
  const reason = passwordRefusal(password, { siteName: ctx.config.SITE_NAME, email, name }, COMMON)
  if (reason) throw passwordRefused(reason)
}
