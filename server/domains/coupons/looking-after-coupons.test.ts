import { desc, eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEntries, coupons } from '#db/schema'
import { addShopMember } from '#server/domains/shops'
import { changeCartCoupon } from '#server/domains/pricing'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import { couponViewSchema, type MarketplaceCouponInput, type ShopCouponInput } from '#shared/contracts/coupons'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make, type MadeProduct } from '../../../tests/support/make'
import { makeCoupon } from '../../../tests/support/make-coupon'
import { listCoupons, presentCoupon } from './list-coupons'
import { changeCoupon, createCoupon, setCouponActive } from './save-coupon'

const ctx = await testContext()
const { guest, fill, start } = buying(ctx)

let keeper: Actor
let staff: Actor & { userId: string }
let admin: Actor
let bowl: MadeProduct
let shopId: string

beforeAll(async () => {
  keeper = await make(ctx).user()
  staff = await make(ctx).user()
  admin = await make(ctx).user({ role: 'admin' })
  const shop = await make(ctx).shop({ owner: keeper })
  shopId = shop.id
  await addShopMember(ctx, systemActor, shopId, { userId: staff.userId, role: 'staff' })
  bowl = await make(ctx).product({ shop, priceMinor: 2000 })
})
beforeEach(() => ctx.db.execute(sql`truncate coupons cascade`))

const offer = (over: Partial<ShopCouponInput> = {}): ShopCouponInput => ({
  code: 'SUMMER',
  kind: 'percent',
  value: 1000,
  minimumMinor: 0,
  validFrom: null,
  validTo: null,
  maxUses: null,
  maxUsesPerPerson: null,
  ...over,
})
const ours = (over: Partial<MarketplaceCouponInput> = {}): MarketplaceCouponInput => ({ ...offer(), bearer: 'marketplace', ...over })
const all = () => ctx.db.select().from(coupons)
const lastAudit = async () => (await ctx.db.select().from(auditEntries).orderBy(desc(auditEntries.position)).limit(1))[0]

/** Somebody starts to pay with it. */
async function used(code: string) {
  const who = guest()
  await fill(who, bowl)
  await changeCartCoupon(ctx, who, { code }, {})
  await start(who)
}

describe('giving out a coupon', () => {
  it("is for those who run the shop, which bears it, in the marketplace's currency", async () => {
    const coupon = await createCoupon(ctx, keeper, { shopId }, offer({ code: ' summer-26 ', maxUses: 5 }))

    expect(couponViewSchema.parse(await presentCoupon(ctx, coupon))).toEqual({
      id: coupon.id,
      code: 'SUMMER-26',
      kind: 'percent',
      value: 1000,
      currency: 'EUR',
      minimumMinor: 0,
      bearer: 'shop',
      validFrom: null,
      validTo: null,
      maxUses: 5,
      maxUsesPerPerson: null,
      used: 0,
      state: 'running',
      isFrozen: false,
    })
    expect(await lastAudit()).toMatchObject({ action: 'coupons.created', subjectId: coupon.id, shopId, actorId: keeper.userId })
  })

  it('is not for staff, strangers and visitors, and the marketplace’s is for admins', async () => {
    const stranger = await make(ctx).user()
    const refused = { code: expect.stringMatching(/^shops\.(not_found|role_too_low)$/) as string }

    for (const who of [staff, stranger, visitor(), admin]) {
      await expect(createCoupon(ctx, who, { shopId }, offer())).rejects.toMatchObject(refused)
      await expect(listCoupons(ctx, who, { shopId }, {})).rejects.toMatchObject(refused)
    }
    for (const who of [keeper, stranger, visitor()]) {
      await expect(createCoupon(ctx, who, 'marketplace', ours())).rejects.toMatchObject({ code: 'coupons.not_allowed' })
      await expect(listCoupons(ctx, who, 'marketplace', {})).rejects.toMatchObject({ code: 'coupons.not_allowed' })
    }
    expect(await all()).toEqual([])
    expect(await createCoupon(ctx, admin, 'marketplace', ours({ bearer: 'shop' }))).toMatchObject({ shopId: null, bearer: 'shop' })
  })

  it('needs a code of its own in the whole marketplace, capitals or not', async () => {
    await createCoupon(ctx, admin, 'marketplace', ours())

    await expect(createCoupon(ctx, keeper, { shopId }, offer({ code: 'summer' }))).rejects.toMatchObject({ code: 'coupons.code_taken' })
    const mine = await createCoupon(ctx, keeper, { shopId }, offer({ code: 'WINTER' }))
    await expect(changeCoupon(ctx, keeper, { shopId }, mine.id, offer({ code: 'Summer' }))).rejects.toMatchObject({
      code: 'coupons.code_taken',
    })
    expect((await all()).map(({ code }) => code).sort()).toEqual(['SUMMER', 'WINTER'])
  })

  it.each([
    { value: 0 },
    { value: 10_001 },
    { value: 12.5 },
    { kind: 'amount' as const, value: 0 },
    { kind: 'free_shipping' as const, value: 1 },
    { minimumMinor: -1 },
    { maxUses: 0 },
    { code: 'no' },
    { code: 'with space' },
    { validFrom: '2026-02-01T00:00:00Z', validTo: '2026-01-01T00:00:00Z' },
  ])('is refused as %o', async (over) => {
    await expect(createCoupon(ctx, keeper, { shopId }, offer(over))).rejects.toThrow()
    expect(await all()).toEqual([])
  })
})

describe('a coupon that was used', () => {
  it.each([{ code: 'OTHER' }, { value: 500 }, { kind: 'amount' as const }, { minimumMinor: 1 }])('stays as it is: no %o', async (over) => {
    const { id } = await createCoupon(ctx, keeper, { shopId }, offer())
    await used('SUMMER')
    const before = await all()

    await expect(changeCoupon(ctx, keeper, { shopId }, id, offer(over))).rejects.toMatchObject({ code: 'coupons.frozen' })
    expect(await all()).toEqual(before)
  })

  it('is borne by whoever bore it', async () => {
    const { id } = await createCoupon(ctx, admin, 'marketplace', ours())
    await used('SUMMER')

    await expect(changeCoupon(ctx, admin, 'marketplace', id, ours({ bearer: 'shop' }))).rejects.toMatchObject({ code: 'coupons.frozen' })
  })

  it('can be ended, paused, and used as often as is said by then', async () => {
    const { id } = await createCoupon(ctx, keeper, { shopId }, offer())
    await used('SUMMER')

    expect(await changeCoupon(ctx, keeper, { shopId }, id, offer({ maxUses: 1, validTo: '2999-01-01T00:00:00Z' }))).toMatchObject({
      maxUses: 1,
      used: 1,
    })
    expect(await presentCoupon(ctx, (await all())[0]!)).toMatchObject({ state: 'used_up', isFrozen: true })
    await setCouponActive(ctx, keeper, { shopId }, id, { active: false })
    expect(await presentCoupon(ctx, (await all())[0]!)).toMatchObject({ state: 'paused' })
    expect(await lastAudit()).toMatchObject({ action: 'coupons.paused', details: { code: 'SUMMER' } })
  })

  it('cannot be limited to less than it was used', async () => {
    const { id } = await createCoupon(ctx, keeper, { shopId }, offer())
    for (let time = 0; time < 2; time++) await used('SUMMER')

    await expect(changeCoupon(ctx, keeper, { shopId }, id, offer({ maxUses: 1 }))).rejects.toMatchObject({
      code: 'coupons.limit_below_used',
      details: { used: 2 },
    })
    expect(await all()).toMatchObject([{ maxUses: null, used: 2 }])
  })
})

describe("another's coupon", () => {
  it('is not found, neither by a shop nor by the marketplace', async () => {
    const theirs = await makeCoupon(ctx, { shopId: (await make(ctx).shop()).id })
    const marketplaces = await makeCoupon(ctx)
    const mine = await makeCoupon(ctx, { shopId })
    const before = await ctx.db.select().from(coupons).orderBy(coupons.id)

    for (const { id } of [theirs, marketplaces]) {
      await expect(changeCoupon(ctx, keeper, { shopId }, id, offer())).rejects.toMatchObject({ code: 'coupons.not_found' })
      await expect(setCouponActive(ctx, keeper, { shopId }, id, { active: false })).rejects.toMatchObject({ code: 'coupons.not_found' })
    }
    await expect(changeCoupon(ctx, admin, 'marketplace', mine.id, ours())).rejects.toMatchObject({ code: 'coupons.not_found' })
    expect(await ctx.db.select().from(coupons).orderBy(coupons.id)).toEqual(before)
    expect((await listCoupons(ctx, keeper, { shopId }, {})).items.map(({ id }) => id)).toEqual([mine.id])
    expect((await listCoupons(ctx, admin, 'marketplace', {})).items.map(({ id }) => id)).toEqual([marketplaces.id])
  })
})

it('lists the newest first, page by page, with where each stands', async () => {
  const made = await Promise.all(Array.from({ length: 26 }, () => makeCoupon(ctx, { shopId })))
  const ids = made
    .map(({ id }) => id)
    .sort()
    .reverse()
  const change = (id: string, over: Partial<typeof coupons.$inferSelect>) => ctx.db.update(coupons).set(over).where(eq(coupons.id, id))
  await change(ids[0]!, { validFrom: new Date('2998-01-01') })
  await change(ids[1]!, { validTo: new Date('2020-01-01') })

  const first = await listCoupons(ctx, keeper, { shopId }, {})
  const second = await listCoupons(ctx, keeper, { shopId }, { cursor: first.nextCursor! })

  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids)
  expect(first.items.slice(0, 3).map(({ state }) => state)).toEqual(['planned', 'over', 'running'])
  expect([first.items.length, second.nextCursor]).toEqual([25, null])
})
