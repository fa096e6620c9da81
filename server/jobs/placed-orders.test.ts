import { asc, eq, inArray, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { documentCounters, notifications, orderDocuments, orderGroups, orders } from '#db/schema'
import { createFolderMailer } from '#server/platform/mail/folder-mailer'
import type { Mailer } from '#server/platform/mail/mail'
import { buying } from '../../tests/support/buying'
import { testContext } from '../../tests/support/context'
import { make } from '../../tests/support/make'
import { countingMetrics } from '../../tests/support/route-client'
import { mailsWith, smallShop } from '../../tests/support/small-shop'
import { jobs } from '.'

const refused = new Set<string>()
const metrics = countingMetrics()
const mailer: Mailer = {
  async send(mail) {
    if (refused.has(mail.to)) throw new Error('no such mailbox')
    await createFolderMailer({ folder: `${ctx.config.SOUK_DATA}/mail`, from: 'souk@example.org' }).send(mail)
  },
  async close() {},
}
const ctx = await testContext({ metrics, mailer }, jobs)
const { fill, start, pay } = buying(ctx)

/** Buys of both shops at once, before any job has run; answers with the ids of the groups and whose they are. */
async function placed(count: number) {
  const [one, other] = [await smallShop(ctx), await smallShop(ctx)]
  await ctx.queue.drain()
  const groups = []
  for (let n = 0; n < count; n++) {
    const buyer = await make(ctx).user()
    await fill(buyer, one.bowl, other.cup)
    const { groupNumber } = await pay(buyer, (await start(buyer, { email: buyer.email! })).checkout.id)
    const [group] = await ctx.db.select().from(orderGroups).where(eq(orderGroups.number, groupNumber!))
    groups.push({ id: group!.id, number: groupNumber!, buyer })
  }
  return { groups, shops: [one, other] }
}

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const before = metrics.queries()
  await work()
  return metrics.queries() - before
}

const invoicesOf = (shopId: string) =>
  ctx.db
    .select({ sequence: orderDocuments.sequence, orderId: orderDocuments.orderId })
    .from(orderDocuments)
    .where(eq(orderDocuments.shopId, shopId))
    .orderBy(asc(orderDocuments.sequence))

describe('what follows from placed orders', () => {
  it('takes no more statements for twenty than for one, and is done for each', async () => {
    await placed(1)
    const alone = await statementsOf(() => ctx.queue.drain())
    const { groups, shops } = await placed(20)
    let worked = { done: 0, failed: 0 }
    const together = await statementsOf(async () => (worked = await ctx.queue.drain()))

    expect(worked).toEqual({ done: 20 * 6, failed: 0 })
    expect(alone).toBeLessThan(40)
    expect(together).toBeLessThan(alone + 3)
    for (const { shopId, keeper } of shops) {
      const invoices = await invoicesOf(shopId)
      expect(invoices.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
      expect(new Set(invoices.map(({ orderId }) => orderId)).size).toBe(20)
      expect(await ctx.db.select().from(documentCounters).where(eq(documentCounters.shopId, shopId))).toMatchObject([{ last: 20 }])
      expect(mailsWith(ctx, `"to": "${keeper.email}"`)).toHaveLength(20)
    }
    for (const { id, number, buyer } of groups) {
      const mails = mailsWith(ctx, `"to": "${buyer.email}"`)
      expect(mails).toHaveLength(1)
      expect(mails[0]).toContain(number)
      const told = await ctx.db
        .select({ userId: notifications.userId, kind: notifications.kind })
        .from(notifications)
        .where(eq(notifications.groupId, id))
      expect(told.map(({ kind }) => kind).sort()).toEqual(['bought', 'new_order', 'new_order'])
      expect(new Set(told.map(({ userId }) => userId))).toEqual(new Set([buyer.userId, ...shops.map(({ keeper }) => keeper.userId)]))
    }
  })

  it('is done for the others where one order cannot be worked', async () => {
    const { groups, shops } = await placed(4)
    const [poisoned, ...others] = groups
    await ctx.db.execute(sql`update order_groups set billing_address = 'null'::jsonb where id = ${poisoned!.id}`)
    const worked = await ctx.queue.drain()

    expect(worked.failed).toBe(2)
    const waiting = await ctx.db.execute(sql`
      select name, data ->> 'groupId' as "groupId" from pgboss.job where state = 'retry' order by name`)
    expect([...waiting]).toEqual([
      { name: 'orders.issue-invoices', groupId: poisoned!.id },
      { name: 'orders.mail-confirmation', groupId: poisoned!.id },
    ])
    for (const { shopId } of shops) {
      const rows = await invoicesOf(shopId)
      expect(rows.map(({ sequence }) => sequence)).toEqual([1, 2, 3])
      const invoiced = await ctx.db
        .select({ groupId: orders.groupId })
        .from(orders)
        .where(
          inArray(
            orders.id,
            rows.map(({ orderId }) => orderId),
          ),
        )
      expect(invoiced.map(({ groupId }) => groupId).sort()).toEqual(others.map(({ id }) => id).sort())
    }
    await ctx.db.execute(sql`delete from pgboss.job where state = 'retry'`)
  })

  it('sends the mails that can be sent once, and tries only the others again', async () => {
    const { groups } = await placed(3)
    const [unreachable, ...others] = groups
    refused.add(unreachable!.buyer.email!)
    expect((await ctx.queue.drain()).failed).toBe(1)
    for (const { buyer } of others) expect(mailsWith(ctx, `"to": "${buyer.email}"`)).toHaveLength(1)
    const waiting = await ctx.db.execute(sql`
      select data ->> 'groupId' as "groupId", output ->> 'message' as message from pgboss.job where state = 'retry'`)
    expect([...waiting]).toEqual([{ groupId: unreachable!.id, message: 'no such mailbox' }])

    refused.clear()
    await expect.poll(async () => (await ctx.queue.drain()).done, { timeout: 8000, interval: 200 }).toBe(1)
    expect(mailsWith(ctx, `"to": "${unreachable!.buyer.email}"`)).toHaveLength(1)
  })
})
