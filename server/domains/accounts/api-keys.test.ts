import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { apiKeys, auditEntries, users } from '#db/schema'
import { visitor, type Actor } from '#server/platform/actor'
import type { NewApiKey } from '#shared/contracts/api-access'
import { testContext, type TestContext } from '../../../tests/support/context'
import { endSessionsOf } from './end-sessions'
import { findBearer } from './find-bearer'
import { listApiKeys } from './list-api-keys'
import { makeApiKey } from './make-api-key'
import { openAccount } from './open-account'
import { revokeApiKey } from './revoke-api-key'
import { hashSecretToken, looksLikeSecretToken } from './secret-token'

const password = 'a password of some length'
const NOON = new Date('2026-03-01T12:00:00Z')

let ctx: TestContext
let ada: Actor & { userId: string }
let bob: Actor & { userId: string }

beforeAll(async () => {
  ctx = await testContext()
})

beforeEach(async () => {
  await ctx.db.delete(users)
  ada = await account('ada')
  bob = await account('bob')
  ctx.travelTo(NOON)
})

async function account(name: string) {
  const { id } = await openAccount(ctx, { name, email: `${name}@example.org`, password })
  return { ...visitor(), userId: id, role: 'member' as const }
}

const newKey = (over: Partial<NewApiKey> = {}) =>
  makeApiKey(ctx, ada, { name: 'Stock robot', scopes: ['orders:read', 'shop:write'], expiresInDays: 30, password, ...over })

describe('making an API key', () => {
  it('shows it once, stores its hash, and writes it down', async () => {
    const made = await newKey()

    expect(made).toMatchObject({ name: 'Stock robot', scopes: ['orders:read', 'shop:write'], expiresAt: '2026-03-31T12:00:00.000Z' })
    expect(made.key.startsWith(made.prefix)).toBe(true)
    const [row] = await ctx.db.select().from(apiKeys)
    expect(row!.keyHash).toBe(hashSecretToken(made.key))
    expect(JSON.stringify([row, await listApiKeys(ctx, ada)])).not.toContain(made.key)
    expect(await ctx.db.select().from(auditEntries).where(eq(auditEntries.subjectId, ada.userId))).toMatchObject([
      { action: 'accounts.api_key_made', details: { apiKeyName: 'Stock robot' } },
    ])
  })

  it('wants the password, and makes nothing without', async () => {
    await expect(newKey({ password: 'wrong' })).rejects.toMatchObject({ code: 'accounts.password_wrong' })
    expect(await ctx.db.select().from(apiKeys)).toEqual([])
  })

  it('makes keys that a scanner knows, and that a typing mistake breaks', async () => {
    const { key } = await newKey()
    expect(key).toMatch(/^souk_[0-9A-Za-z]{49}$/)
    expect(looksLikeSecretToken('apiKey', key)).toBe(true)
    expect(
      looksLikeSecretToken(
        'apiKey',
        key.replace(/.$/, (letter) => (letter === 'a' ? 'b' : 'a')),
      ),
    ).toBe(false)
    expect(looksLikeSecretToken('refresh', key)).toBe(false)
  })

  it('makes no more than fifty', { timeout: 60_000 }, async () => {
    await ctx.db.insert(apiKeys).values(
      Array.from({ length: 50 }, (_, n) => ({
        id: ctx.newId(),
        userId: ada.userId,
        name: 'x',
        prefix: 'x',
        keyHash: `x${n}`,
        scopes: ['orders:read'],
      })),
    )
    await expect(newKey()).rejects.toMatchObject({ code: 'accounts.too_many_api_keys', details: { most: 50 } })
    expect(await listApiKeys(ctx, ada)).toHaveLength(50)
  })
})

describe('an API key', () => {
  it('acts for its owner with what it is allowed, and says when it was used', async () => {
    const { key } = await newKey()
    expect(await findBearer(ctx, key)).toMatchObject({ userId: ada.userId, sessionId: null, scopes: ['orders:read', 'shop:write'] })
    expect(await listApiKeys(ctx, ada)).toMatchObject([{ lastUsedAt: NOON.toISOString() }])
  })

  it('of an admin has the rights of a member', async () => {
    await ctx.db.update(users).set({ role: 'admin', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' })
    const { key } = await newKey()
    expect(await findBearer(ctx, key)).toMatchObject({ role: 'member', twoFactor: false, twoFactorDue: false })
  })

  it('stands when its owner signs out everywhere', async () => {
    const { key } = await newKey()
    await endSessionsOf(ctx, ada.userId)
    expect(await findBearer(ctx, key)).toMatchObject({ userId: ada.userId })
  })

  it.each<[string, (key: { id: string }) => unknown]>([
    ['it is revoked', ({ id }) => revokeApiKey(ctx, ada, id)],
    ['its time is over', () => ctx.travelTo(new Date('2026-03-31T12:00:00Z'))],
    ['its owner is disabled', () => ctx.db.update(users).set({ status: 'disabled' })],
  ])('opens nothing once %s', async (_, end) => {
    const made = await newKey()
    await end(made)
    expect(await findBearer(ctx, made.key)).toBeNull()
  })
})

describe('revoking an API key', () => {
  it('does not find those of others, which stand', async () => {
    const { id, key } = await newKey()
    await expect(revokeApiKey(ctx, bob, id)).rejects.toMatchObject({ code: 'accounts.api_key_not_found' })
    expect(await findBearer(ctx, key)).toMatchObject({ userId: ada.userId })
  })

  it('takes it from the list and may be repeated', async () => {
    const { id } = await newKey()
    await revokeApiKey(ctx, ada, id)
    await revokeApiKey(ctx, ada, id)
    expect(await listApiKeys(ctx, ada)).toEqual([])
  })
})
