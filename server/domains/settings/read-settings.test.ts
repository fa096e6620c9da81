import { expect, it } from 'vitest'
import { settings } from '#db/schema'
import { testContext } from '../../../tests/support/context'
import { KNOWN_SETTINGS } from './known-settings'
import { readSettings } from './read-settings'

const ctx = await testContext()

it('has a first value for each setting, and then what is stored', async () => {
  const first = Object.fromEntries(Object.entries(KNOWN_SETTINGS).map(([key, { initially }]) => [key, initially]))
  expect(await readSettings(ctx)).toEqual(first)
  await ctx.db.insert(settings).values({ key: 'country', value: 'CH' })
  expect(await readSettings(ctx)).toEqual({ ...first, country: 'CH' })
})

it('reads a value that is no longer understood as not set', async () => {
  await ctx.db.insert(settings).values({ key: 'currency', value: { code: 'EUR' } })
  expect((await readSettings(ctx)).currency).toBe('EUR')
})
