import fc from 'fast-check'
import { eq } from 'drizzle-orm'
import { orderGroups, orderLines, orders, returns, sessions, shipments } from '#db/schema'
import { hashPassword } from '#server/domains/accounts/passwords'
import { newSessionToken, sessionIdOf } from '#server/domains/accounts/session-token'
import { requestReturn, shipOrder } from '#server/domains/orders'
import type { Actor } from '#server/platform/actor'
import type { TestContext } from '../../support/context'
import { buying, card } from '../../support/buying'
import { make, type MadeProduct } from '../../support/make'
import { makeCatalog } from '../../support/make-catalog'
import type { Operation, Who } from './hostile-request'
import type { Known } from './schema-arbitrary'

const PASSWORD = 'a password of some length'
const DAY_MS = 24 * 60 * 60 * 1000

/** Somebody who sends requests: their cookie, and what their placeholders stand for. */
export interface Sender {
  cookie: string | null
  own: Record<string, string>
  /** Signs them in again, after a request that signed them out. */
  renew: () => Promise<void>
}

/** Names whose values are things that exist, by placeholder: they become somebody's own when it is known who sends. */
const THINGS = [
  'shopId',
  'orderNumber',
  'shipmentId',
  'returnId',
  'number',
  'checkoutId',
  'lineId',
  'userId',
  'variantId',
  'orderLineId',
  'sessionId',
  'keyId',
]

/** What stands in the routes' addresses and bodies under a name, as far as its schema does not say it. */
export function knownFor({ path }: Operation): Known {
  const mostly = (value: unknown, schema: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: schema })
  return (name) => {
    if (THINGS.includes(name)) return mostly(`{{${name}}}`, fc.uuid())
    if (name === 'slug') return mostly(path.includes('/shops/') ? '{{shopSlug}}' : '{{productSlug}}', fc.string())
    if (name === 'path') return mostly('{{category}}', fc.string())
    if (name === 'email')
      return mostly(
        '{{email}}',
        fc.uuid().map((id) => `${id}@example.org`),
      )
    if (/password$/i.test(name)) return mostly(PASSWORD, fc.string({ minLength: 8 }))
    if (name === 'code') return fc.constantFrom('123456', '000 000', '٣٤٥٦٧٨')
    if (name === 'cardNumber') return mostly(card('succeeds'), fc.constantFrom('4000000000000002', '4111 1111 1111 1111'))
    if (name === 'country') return fc.constantFrom('DE', 'AT', 'FR')
    if (name === 'cursor') return fc.constantFrom('{{cursor}}', 'eyJ9', 'W10', '"\u0000"')
    return null
  }
}

/** A marketplace with `size` shoppers, a tenth as many sellers, and a few admins. */
export async function populate(ctx: TestContext, size: number): Promise<(who: Who, index: number) => Sender> {
  const { user, shop, product } = make(ctx)
  const shopping = buying(ctx)
  const catalog = makeCatalog(ctx)
  const passwordHash = await hashPassword(PASSWORD)
  const emailVerifiedAt = ctx.now

  const listed = await catalog.product(await catalog.shop())
  const category = await catalog.category()
  const stall = await catalog.shop()
  const everybodys = { productSlug: listed.product.slug, shopSlug: stall.row.slug, category: category.path, cursor: 'eyJpZCI6MX0' }

  const sellers: Sender[] = []
  const shoppers: Sender[] = []
  const admins: Sender[] = []
  const lamps: MadeProduct[] = []
  for (let n = 0; n < Math.max(2, size / 10); n++) {
    const person = await user({ passwordHash, emailVerifiedAt })
    const shelf = await shop({ owner: person })
    const lamp = await product({ shop: shelf, stock: 100_000 })
    lamps.push(lamp)
    const giver = await user()
    const [sent, waiting] = [await orderOf(giver, lamp), await orderOf(await user(), lamp)]
    const { id } = await shipOrder(ctx, person, shelf.id, sent.number, { carrier: 'DHL', trackingNumber: '1', trackingUrl: null })
    const [shipment] = await ctx.db.select().from(shipments).where(eq(shipments.orderId, id))
    const returnId = await returnOf(giver, sent)
    const own = { ...waiting.own, shopId: shelf.id, orderNumber: waiting.number, shipmentId: shipment!.id, returnId }
    sellers.push(await sender(person, own))
  }
  for (let n = 0; n < size; n++) {
    const person = await user({ passwordHash, emailVerifiedAt })
    const lamp = lamps[n % lamps.length]!
    const bought = await orderOf(person, lamp)
    await shopping.fill(person, lamp)
    shoppers.push(await sender(person, { ...bought.own, ...sellers[n % sellers.length]!.own, ...bought.own }))
  }
  for (let n = 0; n < Math.max(2, size / 10); n++) {
    const victim = await user({ passwordHash })
    const person = await user({ role: 'admin', passwordHash, emailVerifiedAt })
    admins.push(await sender(person, { ...shoppers[n]!.own, userId: victim.userId }))
  }
  const people = { shopper: shoppers, seller: sellers, admin: admins }

  return (who, index) => {
    if (who !== 'visitor') return people[who][index % people[who].length]!
    return { cookie: null, own: shoppers[index % shoppers.length]!.own, renew: async () => {} }
  }

  async function orderOf(buyer: Actor & { userId: string }, lamp: Parameters<typeof shopping.fill>[1]) {
    const { checkout } = await shopping.buy(buyer, lamp)
    const [order] = await ctx.db
      .select({ number: orders.number, lineId: orderLines.id })
      .from(orders)
      .innerJoin(orderLines, eq(orderLines.orderId, orders.id))
      .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
      .where(eq(orderGroups.userId, buyer.userId))
    const number = order!.number
    const own = { checkoutId: checkout.id, number: number.replace(/-\d+$/, ''), orderNumber: number, orderLineId: order!.lineId }
    return { number, own }
  }

  async function returnOf(buyer: Actor, { number, own }: Awaited<ReturnType<typeof orderOf>>): Promise<string> {
    const wanted = { lines: [{ lineId: own.orderLineId, quantity: 1 }], reason: 'other' as const, text: '', photoIds: [] }
    const { id: orderId } = await requestReturn(ctx, buyer, number, { access: null, key: ctx.newId() }, wanted)
    const [back] = await ctx.db.select({ id: returns.id }).from(returns).where(eq(returns.orderId, orderId))
    return back!.id
  }

  async function sender(person: Actor & { userId: string }, own: Record<string, string>): Promise<Sender> {
    const made: Sender = {
      cookie: null,
      own: {
        userId: person.userId,
        email: person.email!,
        variantId: lamps[0]!.variant.id,
        lineId: ctx.newId(),
        keyId: ctx.newId(),
        shipmentId: ctx.newId(),
        returnId: ctx.newId(),
        ...everybodys,
        ...own,
      },
      async renew() {
        const token = newSessionToken(false)
        const id = sessionIdOf(token)
        const now = new Date()
        const twoFactorAt = person.twoFactor ? now : null
        await ctx.db
          .insert(sessions)
          .values({ id, userId: person.userId, createdAt: now, expiresAt: new Date(now.getTime() + DAY_MS), twoFactorAt, lastSeenAt: now })
        made.cookie = `souk_session=${token}`
        made.own.sessionId = id
      },
    }
    await made.renew()
    return made
  }
}
