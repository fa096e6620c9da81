import { beforeAll, beforeEach, expect, it } from 'vitest'
import { sessions, users } from '#db/schema'
import { visitor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { testContext } from '../../../tests/support/context'
import { findSession } from './find-session'
import { register } from './register'

const ada = { name: 'Ada', email: 'ada@example.org', password: 'a password of some length' }

let ctx: Context

beforeAll(async () => {
  ctx = await testContext()
})

beforeEach(async () => {
  await ctx.db.delete(users)
})

it('opens a member’s account and signs in with it', async () => {
  const opened = await register(ctx, visitor(), ada, null)

  expect(await findSession(ctx, opened.token)).toMatchObject({ name: 'Ada', role: 'member' })
  expect(await ctx.db.select().from(users)).toMatchObject([
    { email: 'ada@example.org', role: 'member', status: 'active', emailVerifiedAt: null },
  ])
})

it('stores the password as argon2id with the agreed cost', async () => {
  await register(ctx, visitor(), ada, null)

  const [user] = await ctx.db.select().from(users)
  expect(user!.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})

it('refuses an address that is taken, however it is capitalised, and changes nothing', async () => {
  await register(ctx, visitor(), ada, null)

  await expect(register(ctx, visitor(), { ...ada, name: 'Eve', email: 'Ada@Example.ORG' }, null)).rejects.toMatchObject({
    kind: 'conflict',
    code: 'accounts.email_taken',
  })
  expect(await ctx.db.select().from(users)).toMatchObject([{ name: 'Ada' }])
  expect(await ctx.db.select().from(sessions)).toHaveLength(1)
})

it('opens one account when the form is sent four times at once', async () => {
  const results = await Promise.allSettled([1, 2, 3, 4].map(() => register(ctx, visitor(), ada, null)))

  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await ctx.db.select().from(users)).toHaveLength(1)
})
