import { randomBytes } from 'node:crypto'
import { openAccount } from '#server/domains/accounts'
import type { Context } from '#server/platform/context'

/** Twelve characters that nobody else's demo has. */
export const newPassword = (): string => randomBytes(9).toString('base64url')

export interface OpenedAccount {
  userId: string
  email: string
  password: string
}

/** A person of the demo, with a password of their own. */
export async function openDemoAccount(ctx: Context, person: { name: string; email: string; locale?: string }): Promise<OpenedAccount> {
  const password = newPassword()
  const user = await openAccount(ctx, { ...person, password })
  return { userId: user.id, email: user.email, password }
}
