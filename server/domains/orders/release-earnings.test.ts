import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { orders, shipments } from '#db/schema'
import { inspectMarketplace } from '#server/domains/checkout'
import { shopBalance } from '#server/domains/ledger'
import { jobs } from '#server/jobs'
import type { Actor } from '#server/platform/actor'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make, type MadeProduct } from '../../../tests/support/make'
import { completeShippedOrders } from './complete-shipped-orders'
import { getShopOrder } from './get-shop-order'
import { trackParcel } from './track-parcel'
import { refundShopOrder } from './refund-order'
import { releaseEarnings } from './release-earnings'
import { shipOrder } from './ship-order'

const ctx = await testContext({}, jobs)
const { guest, buy } = buying(ctx)
const start = ctx.now
/** Everything from here on happens so many days later. */
const after = (days: number) => ctx.travelTo(new Date(start.getTime() + days * 24 * 60 * 60 * 1000))

beforeEach(() => after(0))

let keeper: Actor

beforeAll(async () => {
  keeper = await make(ctx).user()
})

/** A bowl of 10.00 with a parcel of 4.90 and 1.49 for the marketplace, sent; each time of another shop. */
async function sent() {
  const shop = await make(ctx).shop({ owner: keeper })
  const bowl: MadeProduct = await make(ctx).product({ shop, priceMinor: 1000, stock: 9 })
  const number = `${(await buy(guest(), bowl)).groupNumber}-1`
  await shipOrder(ctx, keeper, shop.id, number, { carrier: '', trackingNumber: '', trackingUrl: null })
  const [shipment] = (await getShopOrder(ctx, keeper, shop.id, number)).shipments
  const refund = (extraMinor: number) =>
    refundShopOrder(ctx, keeper, shop.id, number, crypto.randomUUID(), {
      reason: 'damaged',
      note: '',
      lines: [],
      shippingMinor: 0,
      extraMinor,
    })
  return {
    shopId: shop.id,
    number,
    refund,
    arrive: () => trackParcel(ctx, keeper, shop.id, number, shipment!.id, { kind: 'delivered' }),
    balance: () => shopBalance(ctx, shop.id),
  }
}
const isSound = async () =>
  expect((await inspectMarketplace(ctx)).filter(({ ok, invariant }) => !ok && !invariant.includes('read model'))).toEqual([])

describe('what a shop has earned', () => {
  it('waits until buyers can no longer send the order back, and is released once', async () => {
    const { arrive, balance } = await sent()
    await arrive()
    after(13.9)
    await releaseEarnings(ctx)
    expect(await balance()).toEqual({ pendingMinor: 1341, availableMinor: 0, heldMinor: 0 })

    after(14.1)
    await Promise.all([releaseEarnings(ctx), releaseEarnings(ctx)])
    expect(await balance()).toEqual({ pendingMinor: 0, availableMinor: 1341, heldMinor: 0 })
    await isSound()
  })

  it('waits as long as nobody says that the order has arrived', async () => {
    const { balance } = await sent()
    after(60)
    await releaseEarnings(ctx)

    expect(await balance()).toMatchObject({ pendingMinor: 1341, availableMinor: 0 })
  })

  it('is what is left after refunds', async () => {
    const { arrive, refund, balance } = await sent()
    await refund(490)
    await arrive()
    after(15)
    await releaseEarnings(ctx)

    expect(await balance()).toEqual({ pendingMinor: 0, availableMinor: 900, heldMinor: 0 })
    await isSound()
  })

  it('is nothing where all of it went back', async () => {
    const { arrive, refund, balance } = await sent()
    await refund(1490)
    await arrive()
    after(15)
    await releaseEarnings(ctx)

    expect(await balance()).toEqual({ pendingMinor: 0, availableMinor: 0, heldMinor: 0 })
    await isSound()
  })

  it('is released too where a version completed the order that knew of no release', async () => {
    const { arrive, number, balance } = await sent()
    await arrive()
    await ctx.db.update(orders).set({ releaseAt: null }).where(eq(orders.number, number))
    await releaseEarnings(ctx)
    expect(await balance()).toMatchObject({ pendingMinor: 1341 })

    after(14.1)
    await releaseEarnings(ctx)
    expect(await balance()).toMatchObject({ availableMinor: 1341 })
  })

  it('gives refunds of later from what is free, down to a debt', async () => {
    const { arrive, refund, balance, shopId } = await sent()
    await arrive()
    after(15)
    await releaseEarnings(ctx)
    await refund(1490)
    expect(await balance()).toEqual({ pendingMinor: 0, availableMinor: 0, heldMinor: 0 })

    const other = await make(ctx).product({ shop: { id: shopId } as never, priceMinor: 1000, stock: 9 })
    await buy(guest(), other)
    expect(await balance()).toMatchObject({ pendingMinor: 1341, availableMinor: 0 })
    await isSound()
  })

  it('agrees with a refund that comes at the same moment', async () => {
    const { arrive, refund, balance } = await sent()
    await arrive()
    after(15)
    await Promise.all([releaseEarnings(ctx), refund(490), refund(490)])

    expect(await balance()).toEqual({ pendingMinor: 0, availableMinor: 1341 - 2 * 441, heldMinor: 0 })
    await isSound()
  })
})

describe('an order that left long ago', () => {
  it('is completed once, and its earnings follow', async () => {
    const { shopId, number, balance } = await sent()
    after(20.9)
    await completeShippedOrders(ctx)
    expect(await getShopOrder(ctx, keeper, shopId, number)).toMatchObject({ status: 'processing' })

    after(21.1)
    await Promise.all([completeShippedOrders(ctx), completeShippedOrders(ctx)])
    const view = await getShopOrder(ctx, keeper, shopId, number)
    expect(view).toMatchObject({ status: 'completed', fulfilmentStatus: 'shipped' })
    expect(view.events.filter(({ kind }) => kind === 'completed')).toHaveLength(1)
    after(21.1 + 14.1)
    await releaseEarnings(ctx)
    expect(await balance()).toMatchObject({ availableMinor: 1341 })
  })

  it('is not completed again when somebody says later that it has arrived', async () => {
    const { shopId, number, arrive, balance } = await sent()
    after(21.1)
    await completeShippedOrders(ctx)
    after(30)
    await arrive()

    const view = await getShopOrder(ctx, keeper, shopId, number)
    expect(view).toMatchObject({ status: 'completed', fulfilmentStatus: 'delivered' })
    expect(view.events.map(({ kind }) => kind)).toEqual(['placed', 'shipped', 'completed', 'delivered'])
    after(21.1 + 14.1)
    await releaseEarnings(ctx)
    expect(await balance()).toMatchObject({ availableMinor: 1341 })
  })

  it('is still on its way where a parcel left later', async () => {
    const { shopId, number } = await sent()
    const [order] = await ctx.db.select().from(orders).where(eq(orders.number, number))
    await ctx.db
      .update(shipments)
      .set({ shippedAt: sql`${shipments.shippedAt} + interval '5 days'` })
      .where(eq(shipments.orderId, order!.id))
    after(22)
    await completeShippedOrders(ctx)

    expect(await getShopOrder(ctx, keeper, shopId, number)).toMatchObject({ status: 'processing' })
  })
})
