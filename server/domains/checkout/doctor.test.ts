import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { auditEntries, doctorRuns } from '#db/schema'
import { addRating, refreshListings } from '#server/domains/catalog'
import { jobs } from '#server/jobs'
import { systemActor, type Actor } from '#server/platform/actor'
import { inTransaction } from '#server/platform/database/in-transaction'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { askDoctor } from './ask-doctor'
import { getDoctor } from './get-doctor'
import { inspectMarketplace } from './inspect-marketplace'
import { repairMarketplace } from './repair-marketplace'
import { runDoctor } from './run-doctor'

const ctx = await testContext({}, jobs)
const { guest, buy } = buying(ctx)
let admin: Actor
let group: string

beforeEach(async () => {
  await ctx.db.delete(doctorRuns)
  admin = await make(ctx).user({ role: 'admin' })
  const bowl = await make(ctx).product({ stock: 20 })
  await refreshListings(ctx, [bowl.id])
  group = (await buy(guest(), bowl)).groupNumber!
  await ctx.queue.drain()
})

const broken = async () => (await inspectMarketplace(ctx)).filter(({ ok }) => !ok).map(({ invariant }) => invariant)

it('looks when an admin asks, and says when and what it found, with the order it is about', async () => {
  expect(await getDoctor(ctx, admin)).toEqual({ runningSince: null, latest: null })
  await askDoctor(ctx, admin)
  expect(await getDoctor(ctx, admin)).toMatchObject({ runningSince: expect.any(String), latest: null })
  await ctx.queue.drain()
  const well = await getDoctor(ctx, admin)
  expect(well).toMatchObject({ runningSince: null, latest: { at: expect.any(String) } })
  expect(well.latest!.findings.filter(({ ok }) => !ok)).toEqual([])

  await ctx.db.execute(sql`update orders set payment_status = 'refunded' where number = ${`${group}-1`}`)
  await askDoctor(ctx, admin)
  await ctx.queue.drain()
  const { latest } = await getDoctor(ctx, admin)
  expect(latest!.findings.filter(({ ok }) => !ok)).toMatchObject([
    { invariant: 'every order says what became of its money', rows: 1, canRepair: true, examples: [{ groupNumber: group }] },
  ])
  await repairMarketplace(ctx, systemActor, { invariant: 'every order says what became of its money', reason: 'For a test' })
})

it('looks once at a time, whoever asks how often on however many nodes', async () => {
  await Promise.all(Array.from({ length: 6 }, () => askDoctor(ctx, admin)))
  const [run, ...others] = await ctx.db.select().from(doctorRuns)
  expect(others).toEqual([])
  let looks = 0
  const counting = {
    ...ctx,
    db: Object.assign(Object.create(ctx.db), { execute: (...input: [never]) => (looks++, ctx.db.execute(...input)) }),
  }
  await Promise.all([runDoctor(counting, run!.id), runDoctor(counting, run!.id), runDoctor(counting, run!.id)])
  const once = looks
  looks = 0
  await inspectMarketplace(counting)
  expect(once).toBe(looks)

  await ctx.queue.drain()
  await askDoctor(ctx, admin)
  expect(await ctx.db.$count(doctorRuns)).toBe(2)
})

it('gives what follows a product by a job the time to, and no more', async () => {
  const vase = await make(ctx).product()
  await refreshListings(ctx, [vase.id])
  await inTransaction(ctx, (ctx) => addRating(ctx, vase.id, 5))
  // As a node that works does.
  await ctx.db.execute(sql`update pgboss.version set cron_on = now()`)
  const [findings] = await Promise.all([inspectMarketplace(ctx), pause(400).then(() => ctx.queue.drain())])
  expect(findings.filter(({ ok }) => !ok)).toEqual([])

  await ctx.db.execute(sql`update listings set rating_count = 0 where product_id = ${vase.id}`)
  expect(await broken()).toEqual(['what the read model says of a product is true'])
  await refreshListings(ctx, [vase.id])
})

it('is asked again after a run that was cut off', async () => {
  await askDoctor(ctx, admin)
  ctx.travelTo(new Date(ctx.now.getTime() + 16 * 60_000))
  await askDoctor(ctx, admin)
  ctx.travelTo(null)

  const runs = await ctx.db.select({ finishedAt: doctorRuns.finishedAt }).from(doctorRuns)
  expect(runs.filter(({ finishedAt }) => finishedAt === null)).toHaveLength(1)
  expect(runs).toHaveLength(2)
})

it.each([
  ['stock is the sum of its movements', sql`update stock_levels set reserved = reserved + 1`],
  ["each shop's balance recomputes from the ledger", sql`update ledger_accounts set balance_minor = 7 where shop_id is not null`],
  ['every order says what became of its money', sql`update orders set payment_status = 'charged_back'`],
])('counts what it has made anew itself, also twice at once: %s', async (invariant, damage) => {
  await ctx.db.execute(damage)
  const repair = () => repairMarketplace(ctx, admin, { invariant, reason: 'Twice' })
  const counts = await Promise.all([repair(), repair()])
  expect(Math.min(...counts)).toBe(0)
  expect(Math.max(...counts)).toBeGreaterThan(0)
  expect(await broken()).toEqual([])
})

it.each([
  ['stock is the sum of its movements', sql`update stock_levels set on_hand = on_hand + 3, reserved = reserved + 1`],
  [
    "each shop's balance recomputes from the ledger",
    sql`update ledger_accounts set balance_minor = balance_minor + 7 where shop_id is not null`,
  ],
  ['every order says what became of its money', sql`update orders set payment_status = 'charged_back'`],
  ['every live product of an open shop is in the read model, and nothing else', sql`delete from listings`],
  ['what the read model says of a product is true', sql`update listings set in_stock = not in_stock`],
])('makes anew what is derived, with a reason that the audit keeps: %s', async (invariant, damage) => {
  await ctx.db.execute(damage)
  expect(await broken()).toContain(invariant)

  expect(await repairMarketplace(ctx, admin, { invariant, reason: 'A disk was full' })).toBeGreaterThan(0)
  expect(await broken()).toEqual([])
  expect(await repairMarketplace(ctx, admin, { invariant, reason: 'A disk was full' })).toBe(0)
  const entries = await ctx.db
    .select()
    .from(auditEntries)
    .where(sql`action = 'doctor.repaired' and actor_id = ${admin.userId}`)
  expect(entries).toMatchObject([{ details: { reason: 'A disk was full' } }, { details: { repaired: 0 } }])
})

it('repairs nothing that is no copy of something else, and is for admins', async () => {
  const before = await ctx.db.$count(auditEntries)
  const repair = { invariant: 'every journal sums to zero per currency', reason: 'For a test' }
  await expect(repairMarketplace(ctx, admin, repair)).rejects.toMatchObject({ code: 'checkout.not_repairable' })
  await expect(repairMarketplace(ctx, admin, { ...repair, invariant: 'constructor' })).rejects.toMatchObject({
    code: 'checkout.not_repairable',
  })
  const moderator = await make(ctx).user({ role: 'moderator' })
  for (const refused of [() => askDoctor(ctx, moderator), () => getDoctor(ctx, moderator), () => repairMarketplace(ctx, moderator, repair)])
    await expect(refused()).rejects.toMatchObject({ code: 'checkout.doctor_not_allowed' })

  expect(await ctx.db.$count(auditEntries)).toBe(before)
  expect(await ctx.db.$count(doctorRuns)).toBe(0)
})
