import { beforeAll, beforeEach, expect, it } from 'vitest'
import { users } from '#db/schema'
import { visitor, type Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { testContext } from '../../../tests/support/context'
import { confirmTwoFactor } from './confirm-two-factor'
import { createAdmin } from './create-admin'
import { findSession } from './find-session'
import { offerTwoFactor } from './offer-two-factor'
import { signIn } from './sign-in'
import { codeAt } from './totp'

const newPassword = 'a password of her own'
const email = 'boss@example.org'

let ctx: Context
let handedOver: string
let token: string
let actor: Actor

beforeAll(async () => {
  ctx = await testContext()
})

beforeEach(async () => {
  await ctx.db.delete(users)
  handedOver = (await createAdmin(ctx, email)).password
  const opened = await signIn(ctx, visitor(), { email, password: handedOver, persistent: false }, null)
  token = opened.token
  actor = { ...visitor(), ...opened.signedIn }
})

const currentCode = async () => codeAt((await offerTwoFactor(ctx, actor)).secret, new Date())
const storedUser = async () => (await ctx.db.select().from(users))[0]!

it('opens with the handed-over password, but not yet as an admin', async () => {
  expect(await findSession(ctx, token)).toMatchObject({ role: 'member', twoFactorDue: true })
})

it('offers the same secret again to the same session and another one to another', async () => {
  const other = await signIn(ctx, visitor(), { email, password: handedOver, persistent: false }, null)
  const first = await offerTwoFactor(ctx, actor)

  expect(await offerTwoFactor(ctx, actor)).toEqual(first)
  expect((await offerTwoFactor(ctx, { ...visitor(), ...other.signedIn })).secret).not.toBe(first.secret)
  expect(first.link).toBe(`otpauth://totp/Souk:boss%40example.org?issuer=Souk&secret=${first.secret}&algorithm=SHA1&digits=6&period=30`)
})

it('makes an admin’s session of it and ends every other one', async () => {
  const elsewhere = await signIn(ctx, visitor(), { email, password: handedOver, persistent: false }, null)
  const { opened } = await confirmTwoFactor(ctx, actor, { code: await currentCode(), newPassword })

  expect(await findSession(ctx, opened.token)).toMatchObject({ role: 'admin', twoFactor: true, twoFactorDue: false })
  expect(await findSession(ctx, token)).toBeNull()
  expect(await findSession(ctx, elsewhere.token)).toBeNull()
})

it('replaces the handed-over password', async () => {
  await confirmTwoFactor(ctx, actor, { code: await currentCode(), newPassword })

  await expect(signIn(ctx, visitor(), { email, password: handedOver, persistent: false }, null)).rejects.toMatchObject({
    code: 'accounts.credentials_wrong',
  })
  await expect(signIn(ctx, visitor(), { email, password: newPassword, persistent: false }, null)).rejects.toMatchObject({
    code: 'accounts.code_required',
  })
})

it('does not take the code that set it up a second time', async () => {
  const code = await currentCode()
  await confirmTwoFactor(ctx, actor, { code, newPassword })

  await expect(signIn(ctx, visitor(), { email, password: newPassword, code, persistent: false }, null)).rejects.toMatchObject({
    code: 'accounts.code_used',
  })
})

it('refuses a code of another secret and changes nothing', async () => {
  const before = await storedUser()

  await expect(
    confirmTwoFactor(ctx, actor, { code: codeAt('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', new Date()), newPassword }),
  ).rejects.toMatchObject({ code: 'accounts.code_not_matching' })
  expect(await storedUser()).toEqual(before)
  expect(await findSession(ctx, token)).not.toBeNull()
})

it('refuses to keep the handed-over password', async () => {
  const before = await storedUser()

  await expect(confirmTwoFactor(ctx, actor, { code: await currentCode(), newPassword: handedOver })).rejects.toMatchObject({
    code: 'accounts.password_unchanged',
  })
  expect(await storedUser()).toEqual(before)
})

it('cannot be set up twice', async () => {
  const code = await currentCode()
  await confirmTwoFactor(ctx, actor, { code, newPassword })
  const before = await storedUser()

  await expect(offerTwoFactor(ctx, actor)).rejects.toMatchObject({ code: 'accounts.two_factor_set_up' })
  await expect(confirmTwoFactor(ctx, actor, { code, newPassword: 'yet another password' })).rejects.toMatchObject({
    code: 'accounts.two_factor_set_up',
  })
  expect(await storedUser()).toEqual(before)
})

it('gives recovery codes as well', async () => {
  const { recoveryCodes } = await confirmTwoFactor(ctx, actor, { code: await currentCode(), newPassword })

  expect(recoveryCodes).toHaveLength(10)
})

it('is not a way for members to replace a password without the old one', async () => {
  await ctx.db.update(users).set({ role: 'member' })
  const before = await storedUser()

  await expect(confirmTwoFactor(ctx, actor, { code: await currentCode(), newPassword })).rejects.toMatchObject({
    code: 'accounts.not_allowed',
  })
  expect(await storedUser()).toEqual(before)
})
