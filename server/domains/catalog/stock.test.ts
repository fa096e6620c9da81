import { eq, inArray, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { stockHolds, stockLevels, stockMovements } from '#db/schema'
import { visitor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { collectRows } from '#server/platform/database/collect-rows'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { Job } from '#server/platform/queue/queue'
import { testContext } from '../../../tests/support/context'
import { make, type MadeProduct } from '../../../tests/support/make'
import { levelOf } from '../../../tests/support/small-shop'
import { changeStock } from './change-stock'
import { shipStock } from './ship-stock'
import { availabilityOf } from './stock-availability'
import { consumeHolds, holdStock, releaseHolds } from './stock-holds'

const told: string[][] = []
const listener: Job<{ variantIds: string[] }> = {
  name: 'test.stock-changed',
  on: ['stock.changed'],
  handle: async (_, { variantIds }) => void told.push(variantIds),
}
const ctx = await testContext({}, [listener])
const inMinutes = (minutes: number) => new Date(ctx.now.getTime() + minutes * 60_000)
const owner = () => ({ kind: 'checkout' as const, id: ctx.newId() })
const hold = (who: ReturnType<typeof owner>, demand: { variantId: string; quantity: number }[]) =>
  inTransaction(ctx, (ctx) => holdStock(ctx, who, demand, inMinutes(15)))
const movementsOf = async (made: MadeProduct) =>
  (await ctx.db.select().from(stockMovements).where(eq(stockMovements.variantId, made.variant.id)).orderBy(stockMovements.id)).map(
    ({ kind, quantity, onHandDelta, reservedDelta }) => [kind, quantity, onHandDelta, reservedDelta],
  )

beforeEach(async () => {
  await ctx.queue.drain()
  told.length = 0
})

describe('putting stock aside', () => {
  it('reserves it and notes why', async () => {
    const bowl = await make(ctx).product({ stock: 10 })
    const who = owner()
    await hold(who, [{ variantId: bowl.variant.id, quantity: 4 }])

    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 10, reserved: 4 })
    expect(await ctx.db.select().from(stockHolds).where(eq(stockHolds.ownerId, who.id))).toMatchObject([{ quantity: 4, state: 'active' }])
    expect(await movementsOf(bowl)).toEqual([
      ['received', 10, 10, 0],
      ['held', 4, 0, 4],
    ])
  })

  it('adds up lines of one variant before it asks whether they are left', async () => {
    const bowl = await make(ctx).product({ stock: 1 })
    const line = { variantId: bowl.variant.id, quantity: 1 }

    await expect(hold(owner(), [line, line])).rejects.toMatchObject({
      code: 'catalog.stock_short',
      details: { variantIds: [line.variantId] },
    })
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 1, reserved: 0 })
    expect(await movementsOf(bowl)).toEqual([['received', 1, 1, 0]])
  })

  it('takes all or nothing and names only what is short', async () => {
    const [plenty, scarce] = [await make(ctx).product({ stock: 10 }), await make(ctx).product({ stock: 1 })]
    const demand = [plenty, scarce].map(({ variant }) => ({ variantId: variant.id, quantity: 2 }))

    await expect(hold(owner(), demand)).rejects.toMatchObject({ details: { variantIds: [scarce.variant.id] } })
    expect(await levelOf(ctx, plenty)).toEqual({ onHand: 10, reserved: 0 })
  })

  it.each([{ tracked: false }, { backorder: true }])('never runs short of what is %o', async (over) => {
    const bowl = await make(ctx).product({ stock: 0 })
    await ctx.db.update(stockLevels).set(over).where(eq(stockLevels.variantId, bowl.variant.id))
    await hold(owner(), [{ variantId: bowl.variant.id, quantity: 3 }])

    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 0, reserved: 3 })
  })

  it('lets exactly as many have the last units as there are', async () => {
    const bowl = await make(ctx).product({ stock: 5 })
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => hold(owner(), [{ variantId: bowl.variant.id, quantity: 1 }])))

    const refusals = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason.code)
    expect(refusals).toEqual(Array.from({ length: 45 }, () => 'catalog.stock_short'))
    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 5, reserved: 5 })
  })

  it('would oversell if it read first and wrote then: the control of the test above', async () => {
    const bowl = await make(ctx).product({ stock: 5 })
    const readThenWrite = (ctx: Context) =>
      inTransaction(ctx, async (ctx) => {
        const [level] = await ctx.db.select().from(stockLevels).where(eq(stockLevels.variantId, bowl.variant.id))
        if (level!.onHand - level!.reserved < 1) throw new Error('sold out')
        await ctx.db
          .update(stockLevels)
          .set({ reserved: level!.reserved + 1 })
          .where(eq(stockLevels.variantId, bowl.variant.id))
      })
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => readThenWrite(ctx)))

    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(5)
    // The rows were changed behind the movements' back.
    await ctx.db.update(stockLevels).set({ reserved: 0 }).where(eq(stockLevels.variantId, bowl.variant.id))
  })

  it('never makes two wait for each other, however they list what they want', async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => make(ctx).product({ stock: 200 })))
    const demand = made.map(({ variant }) => ({ variantId: variant.id, quantity: 1 }))
    const orders = [demand, demand.toReversed(), [...demand.slice(3), ...demand.slice(0, 3)]]
    const deadlocks = async () =>
      Number(
        (await ctx.db.execute<{ n: string }>(sql`select deadlocks as n from pg_stat_database where datname = current_database()`))[0]!.n,
      )
    const before = await deadlocks()

    await Promise.all(Array.from({ length: 60 }, (_, index) => hold(owner(), orders[index % 3]!)))

    expect(await deadlocks()).toBe(before)
    const levels = await ctx.db
      .select()
      .from(stockLevels)
      .where(
        inArray(
          stockLevels.variantId,
          demand.map(({ variantId }) => variantId),
        ),
      )
    expect(levels.map(({ reserved }) => reserved)).toEqual([60, 60, 60, 60, 60, 60])
  })
})

describe('the end of a hold', () => {
  const held = async (stock: number, quantity: number) => {
    const made = await make(ctx).product({ stock })
    const who = owner()
    await hold(who, [{ variantId: made.variant.id, quantity }])
    return { made, who, demand: [{ variantId: made.variant.id, quantity }] }
  }

  it('gives everything back, once', async () => {
    const { made, who } = await held(5, 2)
    await inTransaction(ctx, (ctx) => releaseHolds(ctx, who, 'expired'))
    await inTransaction(ctx, (ctx) => releaseHolds(ctx, who, 'released'))

    expect(await levelOf(ctx, made)).toEqual({ onHand: 5, reserved: 0 })
    expect(await movementsOf(made)).toEqual([
      ['received', 5, 5, 0],
      ['held', 2, 0, 2],
      ['released', 2, 0, -2],
    ])
    expect(await ctx.db.select().from(stockHolds).where(eq(stockHolds.ownerId, who.id))).toMatchObject([{ state: 'expired' }])
  })

  it('becomes a sale whose reservation stays until it ships', async () => {
    const { made, who, demand } = await held(5, 2)
    await inTransaction(ctx, async (ctx) => {
      const rows = collectRows()
      expect(await consumeHolds(ctx, who, 1, ctx.newId(), rows)).toBe(true)
      await rows.write(ctx)
    })
    expect(await levelOf(ctx, made)).toEqual({ onHand: 5, reserved: 2 })

    await inTransaction(ctx, (ctx) => shipStock(ctx, { id: ctx.newId(), userId: null }, demand))
    expect(await levelOf(ctx, made)).toEqual({ onHand: 3, reserved: 0 })
    expect((await movementsOf(made)).slice(2)).toEqual([
      ['sold', 2, 0, 0],
      ['shipped', 2, -2, -2],
    ])
  })

  it('is no sale when any of it is gone', async () => {
    const [one, other] = [await make(ctx).product({ stock: 5 }), await make(ctx).product({ stock: 5 })]
    const who = owner()
    await hold(
      who,
      [one, other].map(({ variant }) => ({ variantId: variant.id, quantity: 1 })),
    )
    await ctx.db.update(stockHolds).set({ state: 'released' }).where(eq(stockHolds.variantId, other.variant.id))

    expect(await inTransaction(ctx, (ctx) => consumeHolds(ctx, who, 2, ctx.newId(), collectRows()))).toBe(false)
    expect(await ctx.db.select().from(stockHolds).where(eq(stockHolds.variantId, one.variant.id))).toMatchObject([{ state: 'active' }])
  })
})

describe('telling others', () => {
  it('speaks up only when shoppers are told something else', async () => {
    const bowl = await make(ctx).product({ stock: 10 })
    const take = async (quantity: number) => {
      told.length = 0
      await hold(owner(), [{ variantId: bowl.variant.id, quantity }])
      await ctx.queue.drain()
      return told
    }

    expect(await take(2)).toEqual([])
    expect(await take(6)).toEqual([[bowl.variant.id]])
    expect(await take(2)).toEqual([[bowl.variant.id]])
  })

  it.each([
    [{ onHand: 9, reserved: 2 }, { kind: 'in_stock' }],
    [
      { onHand: 9, reserved: 6 },
      { kind: 'low_stock', left: 3 },
    ],
    [{ onHand: 9, reserved: 9 }, { kind: 'sold_out' }],
    [{ onHand: 0, reserved: 4, tracked: false }, { kind: 'in_stock' }],
    [{ onHand: 0, reserved: 4, backorder: true }, { kind: 'in_stock' }],
  ])('%o reads %o', (level, shown) => {
    expect(availabilityOf({ tracked: true, backorder: false, lowAt: 3, ...level })).toEqual(shown)
  })
})

describe('receiving', () => {
  it('is for the managers of the shop', async () => {
    const keeper = await make(ctx).user()
    const shop = await make(ctx).shop({ owner: keeper })
    const bowl = await make(ctx).product({ shop, stock: 1 })

    const delivery = { kind: 'receive', quantity: 7 } as const
    await changeStock(ctx, keeper, shop.id, bowl.variant.id, delivery)
    await expect(changeStock(ctx, visitor(), shop.id, bowl.variant.id, delivery)).rejects.toMatchObject({
      code: 'catalog.variant_not_found',
    })

    expect(await levelOf(ctx, bowl)).toEqual({ onHand: 8, reserved: 0 })
  })
})
