import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { idempotencyKeys, passkeys, settings, users } from '#db/schema'
import { testContext } from '../../../tests/support/context'
import { collectRows } from './collect-rows'
import { inTransaction } from './in-transaction'

const ctx = await testContext()
const key = (name: string, response: unknown) => ({ id: ctx.newId(), actor: 'tests', key: name, requestHash: '', response })

describe('rows that are written together', () => {
  it('reach the database as they would one by one, moments, JSON and nothing included', async () => {
    const createdAt = new Date('2026-03-04T05:06:07.089Z')
    const rows = collectRows()
    rows.add(idempotencyKeys, [
      { ...key('one', { text: 'Ünïcode "quoted" \\ back', list: [1, null] }), createdAt },
      { ...key('two', null), createdAt },
    ])
    rows.add(settings, [{ key: 'tests.of.rows', value: 'words' }])
    await rows.write(ctx)

    expect(
      await ctx.db.select().from(idempotencyKeys).where(eq(idempotencyKeys.actor, 'tests')).orderBy(idempotencyKeys.key),
    ).toMatchObject([
      { key: 'one', response: { text: 'Ünïcode "quoted" \\ back', list: [1, null] }, createdAt },
      { key: 'two', response: null, createdAt },
    ])
    expect(await ctx.db.$count(idempotencyKeys, sql`actor = 'tests' and response is null`)).toBe(1)
    expect(await ctx.db.select().from(settings).where(eq(settings.key, 'tests.of.rows'))).toMatchObject([{ value: 'words', version: 1 }])
  })

  it('get the defaults of what they do not name, each for itself', async () => {
    const before = { id: ctx.newId(), email: 'one@rows.example', name: 'One', passwordHash: 'none', locale: 'de' }
    const other = { id: ctx.newId(), email: 'two@rows.example', name: 'Two', passwordHash: 'none', locale: undefined }
    const rows = collectRows()
    rows.add(users, [before, other])
    await rows.write(ctx)
    const found = await ctx.db.select({ name: users.name, locale: users.locale }).from(users).orderBy(users.name)
    expect(found).toMatchObject([{ name: 'One', locale: 'de' }, { name: 'Two' }])
    expect(found[1]!.locale).not.toBeUndefined()
  })

  it('take from the database what it has to find out', async () => {
    const rows = collectRows()
    rows.add(users, [{ id: ctx.newId(), email: 'three@rows.example', name: 'Three', passwordHash: 'none' }], {
      locale: sql`(select 'd' || 'e' where given.name = 'Three')`,
    })
    await rows.write(ctx)
    expect(await ctx.db.select({ locale: users.locale }).from(users).where(eq(users.name, 'Three'))).toEqual([{ locale: 'de' }])
  })

  it('are each found out in the way that was said for them, which holds no values of its own', async () => {
    const user = (name: string) => ({ id: ctx.newId(), email: `${name}@rows.example`, name, passwordHash: 'none' })
    for (const [name, locale] of [
      ['Four', sql`(select 'd' || 'e')`],
      ['Five', sql`(select 'e' || 'n')`],
    ] as const) {
      const rows = collectRows()
      rows.add(users, [user(name)], { locale })
      await rows.write(ctx)
    }
    const found = await ctx.db
      .select({ name: users.name, locale: users.locale })
      .from(users)
      .where(sql`name in ('Four', 'Five')`)
    expect(found.toSorted((one, other) => one.name.localeCompare(other.name))).toEqual([
      { name: 'Five', locale: 'en' },
      { name: 'Four', locale: 'de' },
    ])
    expect(() => collectRows().add(users, [user('Six')], { locale: sql`(select ${'de'}::text)` })).toThrow('values')
  })

  it('cannot hold bytes', () => {
    const passkey = { id: 'one', userId: ctx.newId(), name: 'Key', publicKey: new Uint8Array([1]) } as typeof passkeys.$inferInsert
    expect(() => collectRows().add(passkeys, [passkey])).toThrow('bytes')
  })

  it('are written all or none, and once', async () => {
    const rows = collectRows()
    rows.add(settings, [{ key: 'tests.twice', value: 1 }])
    rows.add(idempotencyKeys, [key('same', {}), key('same', {})])
    await expect(inTransaction(ctx, (ctx) => rows.write(ctx))).rejects.toThrow()
    expect(await ctx.db.$count(settings, eq(settings.key, 'tests.twice'))).toBe(0)

    rows.add(settings, [{ key: 'tests.twice', value: 1 }])
    await rows.write(ctx)
    await rows.write(ctx)
    expect(await ctx.db.$count(settings, eq(settings.key, 'tests.twice'))).toBe(1)
  })
})
