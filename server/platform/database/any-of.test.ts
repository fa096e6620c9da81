import { expect, it } from 'vitest'
import { users } from '#db/schema'
import { testContext } from '../../../tests/support/context'
import { anyOf } from './any-of'

const ctx = await testContext()

it('finds those of a list, of whatever length, and nobody of none', async () => {
  const made = ['a', 'b', 'c'].map((name) => ({ id: ctx.newId(), email: `${name}@lists.example`, name, passwordHash: 'none' }))
  await ctx.db.insert(users).values(made)
  const ids = made.map(({ id }) => id)
  const named = async (some: readonly string[]) =>
    (await ctx.db.select({ name: users.name }).from(users).where(anyOf(users.id, some)).orderBy(users.name)).map(({ name }) => name)

  expect(await named(ids)).toEqual(['a', 'b', 'c'])
  expect(await named([ids[1]!, ctx.newId()])).toEqual(['b'])
  expect(await named([])).toEqual([])
})
