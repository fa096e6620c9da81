import { eq } from 'drizzle-orm'
import { afterEach, expect, it, vi } from 'vitest'
import { conversations, settings, shops, users } from '#db/schema'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { builtOnce, inColumn } from './built-once'
import { inTransaction } from './in-transaction'

const ctx = await testContext()
afterEach(() => vi.restoreAllMocks())

const nameOf = builtOnce<{ id: string }>()((db, { id }) => db.select({ name: users.name }).from(users).where(eq(users.id, id)))

it('is made once, and asked with other values each time', async () => {
  const build = vi.fn((db: typeof ctx.db, id: unknown) =>
    db
      .select({ id: users.id })
      .from(users)
      .where(eq(users.id, id as string)),
  )
  const find = builtOnce<{ id: string }>()((db, { id }) => build(db as typeof ctx.db, id))
  const [one, other] = [await make(ctx).user(), await make(ctx).user()]

  expect(await find(ctx, { id: one.userId })).toEqual([{ id: one.userId }])
  expect(await find(ctx, { id: other.userId })).toEqual([{ id: other.userId }])
  expect(build).toHaveBeenCalledTimes(1)
})

it('sees what the transaction of whoever asks has done, and is undone with it', async () => {
  const { userId } = await make(ctx).user()
  const rename = builtOnce<{ id: string; name: string }>()((db, { id, name }) =>
    db
      .update(users)
      .set({ name: inColumn(users.name, name) })
      .where(eq(users.id, id)),
  )
  const [before] = await nameOf(ctx, { id: userId })
  const undone = inTransaction(ctx, async (ctx) => {
    await rename(ctx, { id: userId, name: 'Changed' })
    expect(await nameOf(ctx, { id: userId })).toEqual([{ name: 'Changed' }])
    throw new Error('undone')
  })

  await expect(undone).rejects.toThrow('undone')
  expect(await nameOf(ctx, { id: userId })).toEqual([before])
})

it('stores moments and JSON as their columns do, and null as null', async () => {
  const { id } = await make(ctx).shop({})
  const close = builtOnce<{ id: string; from: Date | null }>()((db, { id, from }) =>
    db
      .update(shops)
      .set({ closedFrom: inColumn(shops.closedFrom, from) })
      .where(eq(shops.id, id))
      .returning({ closedFrom: shops.closedFrom }),
  )
  const from = new Date('2026-03-01T10:00:00.123Z')
  expect(await close(ctx, { id, from })).toEqual([{ closedFrom: from }])
  expect(await close(ctx, { id, from: null })).toEqual([{ closedFrom: null }])

  const note = builtOnce<{ key: string; value: unknown }>()((db, { key, value }) => db.insert(settings).values({ key, value }).returning())
  expect(await note(ctx, { key: 'a', value: ['x', 1] })).toMatchObject([{ key: 'a', value: ['x', 1] }])
})

it('reads a side of a join that is not there as null', async () => {
  const { id } = await make(ctx).shop({})
  const talked = builtOnce<{ id: string }>()((db, { id }) =>
    db
      .select({ shop: { id: shops.id }, talk: { id: conversations.id, kind: conversations.kind } })
      .from(shops)
      .leftJoin(conversations, eq(conversations.shopId, shops.id))
      .where(eq(shops.id, id)),
  )
  expect(await talked(ctx, { id })).toEqual([{ shop: { id }, talk: null }])
  expect(await talked(ctx, { id })).toEqual([{ shop: { id }, talk: null }])
})

it('is not asked without a value that it has a place for', async () => {
  await expect(async () => nameOf(ctx, {} as { id: string })).rejects.toThrow('no value for id')
})
