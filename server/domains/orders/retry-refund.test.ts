import { eq } from 'drizzle-orm'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditEntries, orders, refunds } from '#db/schema'
import { inspectMarketplace } from '#server/domains/checkout'
import { sendRefund } from '#server/domains/payments'
import { jobs } from '#server/jobs'
import { visitor, type Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { refundRefused } from '#server/platform/payment-gateway/gateway-errors'
import { mailFolder } from '#server/platform/world'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make, type MadeProduct } from '../../../tests/support/make'
import { getAdminOrderGroup } from './get-admin-order-group'
import { groupNumberOf } from './order-number'
import { refundShopOrder } from './refund-order'
import { retryRefund } from './retry-refund'

const ctx = await testContext({}, jobs)
const { guest, buy } = buying(ctx)
const because = { note: 'Their bank is back' }

/** A provider that will not send money back, and one whose refunds come back. */
const refusing: Context = { ...ctx, gateway: { ...ctx.gateway, refund: () => Promise.reject(refundRefused()) } }
const returning: Context = {
  ...ctx,
  gateway: { ...ctx.gateway, readRefund: async (id) => ({ ...(await ctx.gateway.readRefund(id)), status: 'failed' }) },
}

let keeper: Actor
let admin: Actor
let bowl: MadeProduct

beforeAll(async () => {
  admin = await make(ctx).user({ role: 'admin' })
  keeper = await make(ctx).user()
  bowl = await make(ctx).product({ shop: await make(ctx).shop({ owner: keeper }), priceMinor: 1000, stock: 50 })
})

/** An order with a refund of 5.00 that is not on its way yet. */
async function refunded() {
  const number = `${(await buy(guest(), bowl)).groupNumber}-1`
  await ctx.queue.drain()
  const input = { reason: 'goodwill' as const, note: '', lines: [], shippingMinor: 0, extraMinor: 500 }
  await refundShopOrder(ctx, keeper, bowl.shop.id, number, crypto.randomUUID(), input)
  const [refund] = await ctx.db
    .select({ id: refunds.id })
    .from(refunds)
    .innerJoin(orders, eq(orders.id, refunds.orderId))
    .where(eq(orders.number, number))
  return { number, refundId: refund!.id }
}
const viewOf = async (number: string) => (await getAdminOrderGroup(ctx, admin, groupNumberOf(number))).orders[0]!
const statusesOf = async (number: string) => (await viewOf(number)).refunds.map(({ status, isReplaced }) => [status, isReplaced])
const broken = async () =>
  (await inspectMarketplace(ctx)).filter(({ ok, invariant }) => !ok && !invariant.includes('read model')).map(({ invariant }) => invariant)
const subjectsAbout = (number: string) =>
  readdirSync(mailFolder(ctx.config), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.\w+$/.test(name))
    .flatMap(
      (name) =>
        /"subject": ?"([^"]*)"|^Subject: (.*)$/m.exec(readFileSync(path.join(mailFolder(ctx.config), name), 'utf8'))?.slice(1) ?? [],
    )
    .filter((subject) => subject?.includes(number))

describe('a refund that the provider will not send', () => {
  it('is told of, found by the doctor, and sent again once', async () => {
    const { number, refundId } = await refunded()
    await sendRefund(refusing, refundId)
    await ctx.queue.drain()
    expect(await statusesOf(number)).toEqual([['failed', false]])
    expect((await viewOf(number)).events.map(({ kind }) => kind)).toEqual(['placed', 'refund_requested', 'refund_failed'])
    expect(subjectsAbout(number).filter((subject) => subject!.includes('did not get through'))).toHaveLength(1)
    expect(await broken()).toEqual(['no refund was given up'])

    await Promise.all([1, 2, 3].map(() => retryRefund(ctx, admin, number, refundId, because)))
    await ctx.queue.drain()
    expect(await statusesOf(number)).toEqual([
      ['failed', true],
      ['succeeded', false],
    ])
    expect(await viewOf(number)).toMatchObject({ refundedMinor: 500, paymentStatus: 'partially_refunded' })
    expect(await broken()).toEqual([])
    const entries = await ctx.db.select().from(auditEntries).where(eq(auditEntries.action, 'orders.refund_sent_again'))
    expect(entries.filter(({ details }) => details.number === number)).toMatchObject([{ actorId: admin.userId, details: because }])
  })

  it('or that came back, is owed again until it is sent again', async () => {
    const { number, refundId } = await refunded()
    await ctx.queue.drain()
    expect(await statusesOf(number)).toEqual([['succeeded', false]])
    await Promise.all([sendRefund(returning, refundId), sendRefund(returning, refundId)])
    await ctx.queue.drain()
    expect(await statusesOf(number)).toEqual([['failed', false]])
    expect(await broken()).toEqual(['no refund was given up'])

    await retryRefund(ctx, admin, number, refundId, because)
    await ctx.queue.drain()
    expect(await statusesOf(number)).toEqual([
      ['failed', true],
      ['succeeded', false],
    ])
    expect(await broken()).toEqual([])
  })

  it('is sent again by admins, and only what has failed, of its own order', async () => {
    const { number, refundId } = await refunded()
    await expect(retryRefund(ctx, admin, number, refundId, because)).rejects.toMatchObject({ code: 'payments.refund_not_failed' })
    await sendRefund(refusing, refundId)
    const other = await refunded()

    await expect(retryRefund(ctx, admin, other.number, refundId, because)).rejects.toMatchObject({ code: 'payments.refund_not_failed' })
    for (const who of [visitor(), keeper])
      await expect(retryRefund(ctx, who, number, refundId, because)).rejects.toMatchObject({ code: 'orders.not_found' })
    expect(await statusesOf(number)).toEqual([['failed', false]])
    await retryRefund(ctx, admin, number, refundId, because)
    await ctx.queue.drain()
    expect(await broken()).toEqual([])
  })
})
