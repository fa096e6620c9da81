import { asc, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditEntries, commissionLines, commissionRules, orders } from '#db/schema'
import { jobs } from '#server/jobs'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import type { AddCommissionRule } from '#shared/contracts/commission'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make, type MadeProduct } from '../../../tests/support/make'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { addCommissionRule } from './add-commission-rule'
import { endCommissionRule, orderCommissionRules } from './change-commission-rules'
import { listCommissionRules } from './list-commission-rules'

async function marketplace() {
  const ctx = await testContext({}, jobs)
  const { guest, buy } = buying(ctx)
  const admin = await make(ctx).user({ role: 'admin' })
  const add = (rateBps: number, over: Partial<AddCommissionRule> = {}) => addCommissionRule(ctx, admin, { rateBps, ...over })
  const listed = async () => (await listCommissionRules(ctx, admin)).rules
  /** What is taken of a bowl of 10.00 and of its parcel of 4.90, in basis points. */
  const taken = async (...bowls: MadeProduct[]) => {
    const { groupNumber } = await buy(guest(), ...bowls)
    const rows = await ctx.db
      .select({ lineId: commissionLines.orderLineId, rateBps: commissionLines.rateBps })
      .from(commissionLines)
      .innerJoin(orders, eq(orders.id, commissionLines.orderId))
      .where(eq(orders.number, `${groupNumber}-1`))
      .orderBy(asc(commissionLines.rateBps))
    return { lines: rows.flatMap(({ lineId, rateBps }) => (lineId ? rateBps : [])), shipping: rows.find(({ lineId }) => !lineId)?.rateBps }
  }
  return { ctx, admin, add, listed, taken }
}
const after = (moment: Date, ms: number) => new Date(moment.getTime() + ms).toISOString()

describe('a rule for the commission', () => {
  let world: Awaited<ReturnType<typeof marketplace>>
  beforeAll(async () => {
    world = await marketplace()
  })

  it('holds for a category and all below it, for one shop or for all, and the first that matches wins', async () => {
    const { ctx, add, taken, listed, admin } = world
    const catalog = makeCatalog(ctx)
    const kitchen = await catalog.category('Kitchen')
    const cups = await catalog.category('Cups', kitchen)
    const besides = await catalog.category('Kitchen and more')
    const shop = await make(ctx).shop()
    const [bowl, cup, lamp] = [
      await make(ctx).product({ shop, categoryId: kitchen.id }),
      await make(ctx).product({ shop, categoryId: cups.id }),
      await make(ctx).product({ shop, categoryId: besides.id }),
    ]
    expect(await taken(bowl, cup, lamp)).toEqual({ lines: [1000, 1000, 1000], shipping: 1000 })

    await add(700, { categoryId: kitchen.id })
    expect(await taken(bowl, cup, lamp)).toEqual({ lines: [700, 700, 1000], shipping: 1000 })
    await add(500, { categoryId: cups.id })
    expect(await taken(bowl, cup, lamp)).toEqual({ lines: [500, 700, 1000], shipping: 1000 })
    await add(300, { shopSlug: shop.slug })
    expect(await taken(bowl, cup, lamp)).toEqual({ lines: [300, 300, 300], shipping: 300 })
    expect(await taken(await make(ctx).product({ categoryId: cups.id }))).toEqual({ lines: [500], shipping: 1000 })

    const [ofShop, ofCups, ofKitchen] = await listed()
    expect([ofShop, ofCups, ofKitchen]).toMatchObject([
      { shop: { name: shop.name }, category: null, rateBps: 300, isUsed: true, state: 'current' },
      { shop: null, category: { id: cups.id }, rateBps: 500, isUsed: true },
      { category: { id: kitchen.id }, isUsed: true },
    ])
    await orderCommissionRules(ctx, admin, { ruleIds: [ofKitchen!.id, ofShop!.id, ofCups!.id] })
    expect(await taken(bowl, cup, lamp)).toEqual({ lines: [300, 700, 700], shipping: 300 })
    expect((await listed()).map(({ rateBps }) => rateBps)).toEqual([700, 300, 500])
  })

  it('holds between its moments, and what it did stays when it ends', async () => {
    const { ctx, add, taken, listed, admin } = await marketplace()
    const bowl = await make(ctx).product()
    const now = ctx.now
    ctx.travelTo(now)
    await add(200, { validFrom: after(now, 60_000), validTo: after(now, 120_000) })
    expect([await taken(bowl), (await listed())[0]?.state]).toEqual([{ lines: [1000], shipping: 1000 }, 'later'])
    ctx.travelTo(new Date(now.getTime() + 60_000))
    expect(await taken(bowl)).toEqual({ lines: [200], shipping: 200 })

    const [{ id } = { id: '' }] = await listed()
    ctx.travelTo(new Date(now.getTime() + 90_000))
    await endCommissionRule(ctx, admin, id, { validTo: null })
    await endCommissionRule(ctx, admin, id, { validTo: after(now, 0) })
    expect(await taken(bowl)).toEqual({ lines: [1000], shipping: 1000 })
    expect(await listed()).toMatchObject([{ state: 'ended', isUsed: true, rateBps: 200, validTo: after(now, 90_000) }])
    for (const validTo of [null, after(now, 999_000)])
      await expect(endCommissionRule(ctx, admin, id, { validTo })).rejects.toMatchObject({ code: 'ledger.rule_has_ended' })
    await expect(orderCommissionRules(ctx, admin, { ruleIds: [id] })).rejects.toMatchObject({ code: 'ledger.rules_changed_elsewhere' })
    expect(
      (await ctx.db.select().from(auditEntries).where(eq(auditEntries.actorId, admin.userId)).orderBy(asc(auditEntries.position))).map(
        ({ action }) => action,
      ),
    ).toEqual(['ledger.commission_rule_added', 'ledger.commission_rule_ended', 'ledger.commission_rule_ended'])
  })

  it('is told as it is now to whoever has just changed it, though their request began earlier', async () => {
    const { ctx, admin } = await marketplace()
    const request = { ...ctx, now: new Date(ctx.now.getTime() - 60_000) }
    await addCommissionRule(request, admin, { rateBps: 200 })
    const [{ id, state } = { id: '', state: null }] = (await listCommissionRules(request, admin)).rules
    await endCommissionRule(request, admin, id, { validTo: new Date(0).toISOString() })
    expect([state, (await listCommissionRules(request, admin)).rules[0]?.state]).toEqual(['current', 'ended'])
  })

  it('that never held goes when it is taken back', async () => {
    const { ctx, add, listed, admin } = await marketplace()
    await add(200, { validFrom: after(ctx.now, 60_000) })
    await endCommissionRule(ctx, admin, (await listed())[0]!.id, { validTo: after(ctx.now, 0) })
    expect(await listed()).toEqual([])
  })

  it('is refused where it makes no sense, and nothing changes', async () => {
    const { ctx, add, listed, admin } = await marketplace()
    await add(100)
    await add(200)
    const before = await listed()
    const [one, other] = before.map(({ id }) => id) as [string, string]
    const refused: [() => Promise<void>, string][] = [
      [() => add(1, { shopSlug: 'nobody' }), 'ledger.rule_shop_not_found'],
      [() => add(1, { categoryId: ctx.newId() }), 'ledger.rule_category_not_found'],
      [() => add(1, { validTo: after(ctx.now, -1000) }), 'ledger.rule_ends_too_early'],
      [() => endCommissionRule(ctx, admin, ctx.newId(), { validTo: null }), 'ledger.rule_not_found'],
      [() => orderCommissionRules(ctx, admin, { ruleIds: [one] }), 'ledger.rules_changed_elsewhere'],
      [() => orderCommissionRules(ctx, admin, { ruleIds: [one, one] }), 'ledger.rules_changed_elsewhere'],
    ]
    for (const [attempt, code] of refused) await expect(attempt()).rejects.toMatchObject({ code })
    await Promise.allSettled([
      orderCommissionRules(ctx, admin, { ruleIds: [other, one] }),
      orderCommissionRules(ctx, admin, { ruleIds: [one, other] }),
    ])
    expect((await listed()).map(({ id }) => id).toSorted()).toEqual([one, other].toSorted())
    expect(new Set((await ctx.db.select().from(commissionRules)).map(({ position }) => position)).size).toBe(2)
  })

  it('is for admins', async () => {
    const { ctx, listed } = world
    const before = await listed()
    const people: Actor[] = [visitor(), await make(ctx).user(), await make(ctx).user({ role: 'moderator' })]
    for (const actor of people)
      for (const attempt of [
        () => listCommissionRules(ctx, actor),
        () => addCommissionRule(ctx, actor, { rateBps: 0 }),
        () => endCommissionRule(ctx, actor, before[0]!.id, { validTo: null }),
        () => orderCommissionRules(ctx, actor, { ruleIds: before.map(({ id }) => id) }),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: 'ledger.commission_not_allowed' })
    expect(await listCommissionRules(ctx, systemActor)).toMatchObject({ rules: before })
  })
})
