import type { Context } from '#server/platform/context'

/** So that nobody can have a mailbox flooded through us, from however many places they ask. */
const MAILS_A_DAY = { max: 12, windowSeconds: 24 * 60 * 60 }

/** Whether one more mail may be asked for to an address; who asks is told nothing, since that would tell of the account. */
export async function mayMail(ctx: Context, email: string): Promise<boolean> {
  return (await ctx.rateLimiter.attempt(`account-mail|${email.toLowerCase()}`, MAILS_A_DAY)).allowed
}
