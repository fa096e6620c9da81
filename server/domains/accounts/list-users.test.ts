import { beforeAll, expect, it } from 'vitest'
import { users } from '#db/schema'
import { systemActor, visitor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { testContext } from '../../../tests/support/context'
import { listUsers } from './list-users'

let ctx: Context

beforeAll(async () => {
  ctx = await testContext()
  await ctx.db.insert(users).values(
    Array.from({ length: 60 }, (_, index) => ({
      id: ctx.newId(),
      name: index === 7 ? '100% Wool_Shop' : `Person ${index}`,
      email: `person${index}@example.org`,
      passwordHash: 'none',
      role: index === 3 ? ('admin' as const) : ('member' as const),
      // Three of each age, so that only the id tells them apart.
      createdAt: new Date(Date.UTC(2026, 0, 1 + Math.floor(index / 3))),
    })),
  )
})

const emails = (page: { items: { email: string }[] }) => page.items.map(({ email }) => email)

it('shows everybody once, newest first, page by page', async () => {
  const seen: string[] = []
  const sizes: number[] = []
  let cursor: string | undefined
  do {
    const page = await listUsers(ctx, systemActor, { cursor })
    seen.push(...emails(page))
    sizes.push(page.items.length)
    cursor = page.nextCursor ?? undefined
  } while (cursor)

  expect(sizes).toEqual([25, 25, 10])
  expect(new Set(seen).size).toBe(60)
  expect(seen.slice(0, 3).sort()).toEqual(['person57@example.org', 'person58@example.org', 'person59@example.org'])
})

it('finds by part of a name or an address and takes wildcards for what they are', async () => {
  expect(emails(await listUsers(ctx, systemActor, { q: 'PERSON42@' }))).toEqual(['person42@example.org'])
  expect(emails(await listUsers(ctx, systemActor, { q: '100% wool_' }))).toEqual(['person7@example.org'])
  expect(emails(await listUsers(ctx, systemActor, { q: '%' }))).toEqual(['person7@example.org'])
  expect(emails(await listUsers(ctx, systemActor, { q: 'nobody like that' }))).toEqual([])
})

it('filters by role', async () => {
  expect(emails(await listUsers(ctx, systemActor, { role: 'admin' }))).toEqual(['person3@example.org'])
})

it('refuses a cursor that it did not hand out', async () => {
  await expect(listUsers(ctx, systemActor, { cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({ code: 'request.cursor_invalid' })
})

it.each(['visitor', 'member'] as const)('is closed to a %s', async (role) => {
  await expect(listUsers(ctx, visitor({ role }), {})).rejects.toMatchObject({ code: 'accounts.not_allowed' })
})
