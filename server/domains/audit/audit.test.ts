import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { inTransaction } from '#server/platform/database/in-transaction'
import { systemActor } from '#server/platform/actor'
import { testContext } from '../../../tests/support/context'
import { inspectAudit } from './inspect-audit'
import { recordAudit } from './record-audit'

const act = (number: number) => ({ action: 'tests.done', subject: { type: 'thing', id: String(number) }, details: { number } })

it('chains the entries of writers at the same time', async () => {
  const ctx = await testContext()
  await Promise.all(Array.from({ length: 12 }, (_, number) => inTransaction(ctx, (ctx) => recordAudit(ctx, systemActor, act(number)))))

  const rows = await ctx.db.execute(sql`select position::int, previous_hash, hash from audit_entries order by position`)
  expect(rows.map(({ position }) => position)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
  expect(await inspectAudit(ctx)).toMatchObject([{ ok: true }])
})

it('refuses to rewrite the past, and shows it when someone did so with the triggers off', async () => {
  const ctx = await testContext()
  for (const number of [1, 2, 3]) await inTransaction(ctx, (ctx) => recordAudit(ctx, systemActor, act(number)))

  await expect(ctx.db.execute(sql`update audit_entries set action = 'tests.undone'`)).rejects.toThrow()
  await expect(ctx.db.execute(sql`delete from audit_entries`)).rejects.toThrow()

  await ctx.db.execute(sql`alter table audit_entries disable trigger audit_entries_append_only`)
  await ctx.db.execute(sql`update audit_entries set details = '{}' where position = 2`)
  expect(await inspectAudit(ctx)).toMatchObject([{ ok: false, rows: 1, examples: [{ action: 'tests.done' }] }])

  await ctx.db.execute(sql`delete from audit_entries where position = 2`)
  expect(await inspectAudit(ctx)).toMatchObject([{ ok: false, rows: 1 }])
})
