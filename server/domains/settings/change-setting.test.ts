import { describe, expect, it } from 'vitest'
import { settings } from '#db/schema'
import { systemActor, visitor } from '#server/platform/actor'
import { testContext } from '../../../tests/support/context'
import { changeSetting } from './change-setting'
import { readSettings } from './read-settings'

const ctx = await testContext()
const admin = visitor({ userId: ctx.newId(), role: 'admin', twoFactor: true })

describe('settings', () => {
  it('has a first value for each', async () => {
    expect(await readSettings(ctx)).toEqual({ currency: 'EUR', country: 'DE', commissionBps: 1000 })
  })

  it('keeps what an admin sets and counts its versions', async () => {
    await changeSetting(ctx, admin, 'country', 'AT')
    await changeSetting(ctx, systemActor, 'country', 'CH')

    expect(await readSettings(ctx)).toEqual({ currency: 'EUR', country: 'CH', commissionBps: 1000 })
    expect(await ctx.db.select().from(settings)).toMatchObject([{ key: 'country', value: 'CH', version: 2 }])
  })

  it('refuses everybody else, and what cannot be meant', async () => {
    const before = await ctx.db.select().from(settings)

    await expect(changeSetting(ctx, visitor({ userId: ctx.newId(), role: 'member' }), 'country', 'FR')).rejects.toMatchObject({
      code: 'settings.not_allowed',
    })
    await expect(changeSetting(ctx, admin, 'country', 'France')).rejects.toMatchObject({ code: 'settings.invalid' })
    expect(await ctx.db.select().from(settings)).toEqual(before)
  })

  it('reads a value that is no longer understood as not set', async () => {
    await ctx.db.insert(settings).values({ key: 'currency', value: { code: 'EUR' } })
    expect((await readSettings(ctx)).currency).toBe('EUR')
  })
})
