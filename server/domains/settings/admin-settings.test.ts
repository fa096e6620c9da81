import { expect, it } from 'vitest'
import { auditEntries, settings } from '#db/schema'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import { adminSettingsSchema, type ChangeSettings } from '#shared/contracts/marketplace-settings'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { changeSettings } from './change-settings'
import { getAdminSettings } from './get-admin-settings'
import { readSettings } from './read-settings'

async function marketplace() {
  const ctx = await testContext()
  const admin = await make(ctx).user({ role: 'admin', name: 'Ida' })
  const change = (input: ChangeSettings, actor: Actor = admin) => changeSettings(ctx, actor, input)
  const seen = async () => adminSettingsSchema.parse(await getAdminSettings(ctx, admin))
  return { ctx, admin, change, seen }
}

it('begin careful: shops and products are looked at, and no word is banned', async () => {
  const { seen } = await marketplace()
  expect(await seen()).toEqual({
    shopsNeedApproval: true,
    productReview: true,
    chatRefusedWords: [],
    chatHeldWords: ['western union', 'moneygram', 'paysafecard'],
    chatMaskContacts: false,
    chatHoldLinks: false,
    messagesAMinute: 20,
    chatPictureMegabytes: 10,
    chatFileMegabytes: 20,
    bannedWords: [],
    pinnedPopular: [],
    pinnedNewest: [],
    payoutSchedule: 'weekly',
    payoutWeekday: 1,
    payoutMinimumMinor: 1000,
    disputeFeeMinor: 0,
    pricesShown: 'withTax',
    currency: 'EUR',
    version: 0,
    changes: [],
  })
})

it('change one by one, and the history says who changed what', async () => {
  const { ctx, change, seen } = await marketplace()
  await change({ productReview: false })
  await change({ shopsNeedApproval: false, bannedWords: ['Fake  Gold', ' replica ', 'FAKE GOLD'] }, systemActor)
  await change({ bannedWords: ['replica', 'ivory'] })

  expect(await readSettings(ctx)).toMatchObject({ productReview: false, shopsNeedApproval: false, bannedWords: ['ivory', 'replica'] })
  expect((await seen()).changes).toMatchObject([
    { key: 'bannedWords', to: null, added: ['ivory'], removed: ['fake gold'], by: 'Ida' },
    { key: 'bannedWords', added: ['fake gold', 'replica'], removed: [], by: null },
    { key: 'shopsNeedApproval', to: false, added: [], removed: [], by: null },
    { key: 'productReview', to: false, by: 'Ida' },
  ])
})

it('keep the order of what is pinned, each once, and say what came and what went', async () => {
  const { change, seen } = await marketplace()
  await change({ pinnedPopular: ['vase', 'lamp', 'vase'] })
  await change({ pinnedPopular: ['lamp', 'vase', 'bowl'], pinnedNewest: ['lamp'] })
  expect(() => change({ pinnedNewest: ['Not an address'] })).toThrow()

  const { pinnedPopular, pinnedNewest, changes } = await seen()
  expect({ pinnedPopular, pinnedNewest }).toEqual({ pinnedPopular: ['lamp', 'vase', 'bowl'], pinnedNewest: ['lamp'] })
  expect(changes).toMatchObject([
    { key: 'pinnedNewest', added: ['lamp'], removed: [] },
    { key: 'pinnedPopular', to: null, added: ['bowl'], removed: [] },
    { key: 'pinnedPopular', added: ['vase', 'lamp'], removed: [], by: 'Ida' },
  ])
})

it('say of a choice and of an amount what it became', async () => {
  const { change, seen } = await marketplace()
  await change({ payoutSchedule: 'monthly', payoutMinimumMinor: 2500 })
  for (const wrong of [{ payoutWeekday: 8 }, { payoutMinimumMinor: 0 }, { payoutMinimumMinor: 0.5 }]) expect(() => change(wrong)).toThrow()

  expect(await seen()).toMatchObject({
    payoutSchedule: 'monthly',
    payoutWeekday: 1,
    payoutMinimumMinor: 2500,
    changes: [
      { key: 'payoutMinimumMinor', to: 2500, added: [], removed: [], by: 'Ida' },
      { key: 'payoutSchedule', to: 'monthly' },
    ],
  })
})

it('limit what is written and sent in conversations', async () => {
  const { ctx, change, seen } = await marketplace()
  await change({ messagesAMinute: 60, chatPictureMegabytes: 5, chatFileMegabytes: 8 })
  for (const wrong of [{ messagesAMinute: 1 }, { messagesAMinute: 1001 }, { chatPictureMegabytes: 0 }, { chatFileMegabytes: 21 }])
    expect(() => change(wrong)).toThrow()

  expect(await readSettings(ctx)).toMatchObject({ messagesAMinute: 60, chatPictureMegabytes: 5, chatFileMegabytes: 8 })
  expect((await seen()).changes).toHaveLength(3)
})

it('write nothing that is so already', async () => {
  const { ctx, change, seen } = await marketplace()
  await change({ productReview: true, bannedWords: [] })
  expect(await ctx.db.$count(settings)).toBe(0)
  await change({ bannedWords: ['b', 'a'] })
  const before = await seen()
  await change({ bannedWords: ['A', 'B'] })
  expect(await seen()).toEqual(before)
})

it('are not changed over what somebody else has changed since', async () => {
  const { change, seen } = await marketplace()
  const { version } = await seen()
  await change({ productReview: false, version })
  const before = await seen()

  await expect(change({ bannedWords: ['ivory'], version })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'settings.changed_elsewhere',
    details: { version: before.version },
  })
  expect(await seen()).toEqual(before)
  const both = await Promise.allSettled([
    change({ bannedWords: ['one'], version: before.version }),
    change({ bannedWords: ['two'], version: before.version }),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

it('are for admins', async () => {
  const { ctx, change } = await marketplace()
  for (const actor of [visitor(), await make(ctx).user(), await make(ctx).user({ role: 'moderator' })]) {
    await expect(change({ productReview: false }, actor)).rejects.toMatchObject({ kind: 'forbidden', code: 'settings.not_allowed' })
    await expect(getAdminSettings(ctx, actor)).rejects.toMatchObject({ code: 'settings.not_allowed' })
  }
  expect(await ctx.db.$count(settings)).toBe(0)
  expect(await ctx.db.$count(auditEntries)).toBe(0)
})
