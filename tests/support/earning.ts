import { eq } from 'drizzle-orm'
import { orders } from '#db/schema'
import { getShopOrder, trackParcel, refundShopOrder, releaseEarnings, shipOrder } from '#server/domains/orders'
import { changeCartCoupon } from '#server/domains/pricing'
import { systemActor } from '#server/platform/actor'
import { buying } from './buying'
import type { TestContext } from './context'
import { make, type MadeProduct } from './make'

const DAY_MS = 24 * 60 * 60 * 1000
export const SOME_IBAN = 'DE89370400440532013000'

/** Shops that earn, for tests of what becomes of it. */
export function earning(ctx: TestContext) {
  const { guest, fill, start, pay } = buying(ctx)
  const begun = ctx.now

  /** Everything from here on happens so many days after the test began. */
  const after = (days: number) => ctx.travelTo(new Date(begun.getTime() + days * DAY_MS))

  /** A shop with a bank account that sells a bowl of 10.00 with a parcel of 4.90: 13.41 of it are the shop's. */
  async function shopWithBowl(over: object = {}): Promise<MadeProduct> {
    const shop = await make(ctx).shop({ payoutHolder: 'Olga Ofen', payoutIban: SOME_IBAN, ...over })
    return make(ctx).product({ shop, priceMinor: 1000, stock: 99 })
  }

  /** An order of one bowl, with a coupon or without, and what gives money of it back. */
  async function sell(bowl: MadeProduct, code?: string) {
    const buyer = guest()
    await fill(buyer, bowl)
    if (code) await changeCartCoupon(ctx, buyer, { code }, {})
    const { checkout } = await start(buyer)
    const number = `${(await pay(buyer, checkout.id)).groupNumber}-1`
    const refund = (extraMinor: number) =>
      refundShopOrder(ctx, systemActor, bowl.shop.id, number, crypto.randomUUID(), {
        reason: 'damaged',
        note: '',
        lines: [],
        shippingMinor: 0,
        extraMinor,
      })
    return { number, refund }
  }

  /** Sends and delivers an order, and makes what it earned free at once. */
  async function release(bowl: MadeProduct, number: string): Promise<void> {
    await shipOrder(ctx, systemActor, bowl.shop.id, number, { carrier: '', trackingNumber: '', trackingUrl: null })
    const { shipments } = await getShopOrder(ctx, systemActor, bowl.shop.id, number)
    await trackParcel(ctx, systemActor, bowl.shop.id, number, shipments[0]!.id, { kind: 'delivered' })
    await ctx.db.update(orders).set({ releaseAt: ctx.now }).where(eq(orders.number, number))
    await releaseEarnings(ctx)
  }

  /** An order whose 13.41 are free. */
  async function earn(bowl: MadeProduct) {
    const sold = await sell(bowl)
    await release(bowl, sold.number)
    return sold
  }

  return { after, shopWithBowl, sell, release, earn }
}
