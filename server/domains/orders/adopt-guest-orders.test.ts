import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { orderGroups, users } from '#db/schema'
import type { Context } from '#server/platform/context'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { adoptGuestOrders } from './adopt-guest-orders'

let ctx: Context

beforeAll(async () => {
  ctx = await testContext()
})

const buyersOf = async (email: string) =>
  (await ctx.db.select().from(orderGroups).where(eq(orderGroups.email, email))).map(({ userId }) => userId)

/** Bought by a guest under an address. */
async function boughtUnder(email: string): Promise<void> {
  const { guest, fill, start, pay } = buying(ctx)
  const visitor = guest()
  await fill(visitor, await make(ctx).product())
  const { checkout } = await start(visitor, { email })
  await pay(visitor, checkout.id)
}

it('makes the owner of a proven address the buyer of what they bought as a guest, and of nothing else', async () => {
  await boughtUnder('Ada@Example.org')
  await boughtUnder('bo@example.org')
  const ada = await make(ctx).user({ email: 'ada@example.org' })

  await adoptGuestOrders(ctx, ada.userId)
  await adoptGuestOrders(ctx, ada.userId)

  expect(await buyersOf('Ada@Example.org')).toEqual([ada.userId])
  expect(await buyersOf('bo@example.org')).toEqual([null])
})

it('gives nothing to who has not proven the address, nor what belongs to somebody', async () => {
  await boughtUnder('carol@example.org')
  const carol = await make(ctx).user({ email: 'carol@example.org', emailVerifiedAt: null })
  await adoptGuestOrders(ctx, carol.userId)
  expect(await buyersOf('carol@example.org')).toEqual([null])

  await ctx.db.update(users).set({ emailVerifiedAt: new Date() })
  const other = await make(ctx).user()
  await ctx.db.update(orderGroups).set({ userId: other.userId }).where(eq(orderGroups.email, 'carol@example.org'))
  await adoptGuestOrders(ctx, carol.userId)
  expect(await buyersOf('carol@example.org')).toEqual([other.userId])
})
