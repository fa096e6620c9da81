import { beforeAll, beforeEach, expect, it } from 'vitest'
import { users } from '#db/schema'
import { visitor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { testContext } from '../../../tests/support/context'
import { createAdmin } from './create-admin'
import { demoCode } from './demo-code'
import { findSession } from './find-session'
import { openAccount } from './open-account'
import { signIn } from './sign-in'

let ctx: Context

beforeAll(async () => {
  ctx = await testContext()
})

beforeEach(async () => {
  await ctx.db.delete(users)
})

it('hands out a password that nobody chose', async () => {
  const first = await createAdmin(ctx, 'one@example.org')
  const second = await createAdmin(ctx, 'two@example.org')

  expect(first.password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
  expect(second.password).not.toBe(first.password)
})

it('makes an admin of a member, with a new password, and ends their sessions', async () => {
  const password = 'a password of some length'
  await openAccount(ctx, { name: 'Ada', email: 'ada@example.org', password })
  const { token } = await signIn(ctx, visitor(), { email: 'ada@example.org', password, persistent: true }, null)

  await createAdmin(ctx, 'Ada@example.org')

  expect(await findSession(ctx, token)).toBeNull()
  expect(await ctx.db.select().from(users)).toMatchObject([{ name: 'Ada', email: 'ada@example.org', role: 'admin', totpSecret: null }])
  await expect(signIn(ctx, visitor(), { email: 'ada@example.org', password, persistent: false }, null)).rejects.toMatchObject({
    code: 'accounts.credentials_wrong',
  })
})

it('lets an admin in again who lost the second factor', async () => {
  await createAdmin(ctx, 'boss@example.org', { withTwoFactor: true })
  const { password } = await createAdmin(ctx, 'boss@example.org')

  const { signedIn } = await signIn(ctx, visitor(), { email: 'boss@example.org', password, persistent: false }, null)
  expect(signedIn).toMatchObject({ role: 'member', twoFactorDue: true })
})

it('can set up the second factor at once, whose codes the operator’s tool can show', async () => {
  const { password, totpSecret } = await createAdmin(ctx, 'boss@example.org', { withTwoFactor: true })

  const code = demoCode({ now: new Date() }, totpSecret!)
  const { signedIn } = await signIn(ctx, visitor(), { email: 'boss@example.org', password, code, persistent: false }, null)
  expect(signedIn.role).toBe('admin')
})
