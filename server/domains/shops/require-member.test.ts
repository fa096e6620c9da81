import { beforeAll, expect, it } from 'vitest'
import { shopMembers, shops, users } from '#db/schema'
import { visitor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { SHOP_ROLES } from '#shared/lifecycles/shop'
import { testContext } from '../../../tests/support/context'
import { listShopsOfUser } from './list-shops-of-user'
import { requireMember } from './require-member'

let ctx: Context
let shopId: string
const people: Record<string, string> = {}

beforeAll(async () => {
  ctx = await testContext()
  shopId = ctx.newId()
  await ctx.db.insert(shops).values({ id: shopId, slug: 'wool', name: 'Wool', country: 'DE', status: 'active' })
  for (const role of [...SHOP_ROLES, 'stranger'] as const) {
    people[role] = ctx.newId()
    await ctx.db.insert(users).values({ id: people[role], name: role, email: `${role}@example.org`, passwordHash: 'none' })
    if (role !== 'stranger') await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId, userId: people[role], role })
  }
})

const acting = (who: string) => visitor({ userId: people[who], role: 'member' })

it.each(SHOP_ROLES.flatMap((role, rank) => SHOP_ROLES.map((needed, neededRank) => ({ role, needed, may: rank <= neededRank }))))(
  'lets $role do what needs $needed: $may',
  async ({ role, needed, may }) => {
    const answer = requireMember(ctx, acting(role), shopId, needed)

    if (may) expect(await answer).toBe(role)
    else await expect(answer).rejects.toMatchObject({ kind: 'forbidden', code: 'shops.role_too_low' })
  },
)

it('hides the shop from strangers and visitors', async () => {
  await expect(requireMember(ctx, acting('stranger'), shopId)).rejects.toMatchObject({ code: 'shops.not_found' })
  await expect(requireMember(ctx, visitor(), shopId)).rejects.toMatchObject({ code: 'shops.not_found' })
})

it('lists the shops a person acts for', async () => {
  expect(await listShopsOfUser(ctx, people.staff!)).toEqual([{ id: shopId, slug: 'wool', name: 'Wool', role: 'staff' }])
  expect(await listShopsOfUser(ctx, people.stranger!)).toEqual([])
})
