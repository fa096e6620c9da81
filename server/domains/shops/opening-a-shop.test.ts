import { asc, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries, settings, shopMembers, shops, slugHistory } from '#db/schema'
import { listProducts } from '#server/domains/catalog'
import { mailShopDecisionJob } from '#server/jobs/mail-shop-decision'
import { refreshShopListingsJob } from '#server/jobs/refresh-shop-listings'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import type { Mail } from '#server/platform/mail/mail'
import { SHOP_DECISIONS, shopDecisionSchema, type ShopDecision } from '#shared/contracts/admin-shops'
import { CHECKLIST_KEYS, type ChecklistKey } from '#shared/contracts/shop-settings'
import { SHOP_STATUSES, type ShopStatus } from '#shared/lifecycles/shop'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { addParcel } from '../../../tests/support/parcels'
import { decideShop } from './decide-shop'
import { getAdminShop } from './get-admin-shop'
import { getShop } from './get-shop'
import { listShops } from './list-shops'
import { openShop } from './open-shop'
import { setPayoutAccount } from './set-payout-account'
import { shopChecklist } from './shop-checklist'
import { findShopSlug } from './shop-slugs'
import { submitShop } from './submit-shop'
import { updateShop } from './update-shop'

const mails: Mail[] = []
const ctx = await testContext({ mailer: { send: async (mail) => void mails.push(mail), close: async () => {} } }, [
  mailShopDecisionJob,
  refreshShopListingsJob,
])
const { user, shop: madeShop } = make(ctx)
const catalog = makeCatalog(ctx)

const row = async (id: string) => (await ctx.db.select().from(shops).where(eq(shops.id, id)))[0]!
const audited = async (shopId: string) =>
  (await ctx.db.select().from(auditEntries).where(eq(auditEntries.shopId, shopId)).orderBy(asc(auditEntries.position))).map(
    ({ action, details }) => [action, details.reason],
  )
const ONE_PRODUCT = { productCount: 1 }
const IBAN = 'DE89370400440532013000'
const address = { name: 'Ada', street: 'Long Lane 1', postalCode: '10115', city: 'Berlin', country: 'DE' }
const words = { about: 'We make lamps.', shippingPolicy: 'By bicycle.', returnPolicy: 'In one piece.', legalName: 'Lamps Ltd', address }

/** A shop that has just been opened by somebody. */
async function begun(name = 'Lamps') {
  const owner = await user({ name: 'Olga' })
  return { owner, shop: await openShop(ctx, owner, { name, country: 'DE' }) }
}

/** One that has all it needs. */
async function complete() {
  const { owner, shop } = await begun()
  await updateShop(ctx, owner, shop.id, { version: shop.version, ...words })
  await addParcel(ctx, owner, shop.id)
  await setPayoutAccount(ctx, owner, shop.id, { holder: 'Olga', iban: IBAN })
  return { owner, shop: await row(shop.id) }
}

async function submitted() {
  const { owner, shop } = await complete()
  return { owner, shop: await submitShop(ctx, owner, shop.id, ONE_PRODUCT) }
}

const missing = async (actor: Actor, shopId: string, productCount = 1): Promise<ChecklistKey[]> =>
  (await shopChecklist(ctx, actor, shopId, { productCount })).items.filter(({ isDone }) => !isDone).map(({ key }) => key)

describe('opening a shop', () => {
  it('makes a pending one that its opener owns', async () => {
    const { owner, shop } = await begun('Köhlers Lampen')

    expect(shop).toMatchObject({ slug: 'kohlers-lampen', status: 'pending', submittedAt: null })
    expect(await ctx.db.select().from(shopMembers).where(eq(shopMembers.shopId, shop.id))).toMatchObject([
      { userId: owner.userId, role: 'owner' },
    ])
    await expect(getShop(ctx, shop.slug)).rejects.toMatchObject({ code: 'shops.not_found' })
  })

  it('is for people with a verified address', async () => {
    const before = await ctx.db.$count(shops)
    const unverified = { ...(await user()), emailVerified: false }
    await expect(openShop(ctx, unverified, { name: 'Lamps', country: 'DE' })).rejects.toMatchObject({
      code: 'accounts.address_not_verified',
    })
    await expect(openShop(ctx, visitor(), { name: 'Lamps', country: 'DE' })).rejects.toMatchObject({ code: 'accounts.not_signed_in' })
    expect(await ctx.db.$count(shops)).toBe(before)
  })

  it('lets somebody begin three shops, also at once, and more when one of them is open', async () => {
    const owner = await user()
    const attempts = await Promise.allSettled(
      [1, 2, 3, 4, 5].map((number) => openShop(ctx, owner, { name: `Many ${number}`, country: 'DE' })),
    )
    const refused = attempts.filter(({ status }) => status === 'rejected')
    expect(refused.map((attempt) => (attempt as PromiseRejectedResult).reason.code)).toEqual([
      'shops.too_many_pending',
      'shops.too_many_pending',
    ])

    const [first] = attempts.filter((attempt) => attempt.status === 'fulfilled')
    await ctx.db.update(shops).set({ status: 'active' }).where(eq(shops.id, first!.value.id))
    await openShop(ctx, owner, { name: 'One more', country: 'DE' })
  })

  it('says whether an address is free, also of one that leads elsewhere', async () => {
    const { row: taken } = await catalog.shop({ slug: 'night-lights' })
    await ctx.db.insert(slugHistory).values({ kind: 'shop', slug: 'day-lights', targetId: taken.id })

    expect(await findShopSlug(ctx, 'Night Lights')).toEqual({ slug: 'night-lights', isFree: false })
    expect(await findShopSlug(ctx, 'day-lights')).toEqual({ slug: 'day-lights', isFree: false })
    expect(await findShopSlug(ctx, 'Évening lights!')).toEqual({ slug: 'evening-lights', isFree: true })
    expect(await findShopSlug(ctx, '??')).toEqual({ slug: '', isFree: false })
  })
})

describe('the checklist', () => {
  it('ticks off each thing as it is done', async () => {
    const { owner, shop } = await begun()
    const { id } = shop
    expect(await missing(owner, id, 0)).toEqual(CHECKLIST_KEYS.filter((key) => key !== 'verified'))

    await updateShop(ctx, owner, id, { version: 1, about: words.about })
    expect(await missing(owner, id, 0)).toEqual(['imprint', 'policies', 'shipping', 'payout', 'product', 'logo'])
    await updateShop(ctx, owner, id, { version: 2, legalName: words.legalName, address })
    expect(await missing(owner, id, 0)).toEqual(['policies', 'shipping', 'payout', 'product', 'logo'])
    await updateShop(ctx, owner, id, { version: 3, shippingPolicy: 'By bicycle.', returnPolicy: 'In one piece.' })
    expect(await missing(owner, id, 0)).toEqual(['shipping', 'payout', 'product', 'logo'])
    await addParcel(ctx, owner, id)
    await setPayoutAccount(ctx, owner, id, { holder: 'Olga', iban: IBAN })
    expect(await missing(owner, id, 0)).toEqual(['product', 'logo'])
    expect(await missing(owner, id, 1)).toEqual(['logo'])
    expect(await shopChecklist(ctx, owner, id, ONE_PRODUCT)).toMatchObject({ isComplete: true, maySubmit: true, submittedAt: null })
  })

  it('is for members, and only owners may submit', async () => {
    const { shop } = await complete()
    const manager = await user()
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: shop.id, userId: manager.userId, role: 'manager' })

    expect(await shopChecklist(ctx, manager, shop.id, ONE_PRODUCT)).toMatchObject({ isComplete: true, maySubmit: false })
    await expect(submitShop(ctx, manager, shop.id, ONE_PRODUCT)).rejects.toMatchObject({ code: 'shops.role_too_low' })
    await expect(shopChecklist(ctx, await user(), shop.id, ONE_PRODUCT)).rejects.toMatchObject({ code: 'shops.not_found' })
    expect((await row(shop.id)).submittedAt).toBeNull()
  })
})

describe('submitting a shop', () => {
  it('refuses what is incomplete, and says what is missing', async () => {
    const { owner, shop } = await complete()
    await ctx.db.update(shops).set({ legalName: '' }).where(eq(shops.id, shop.id))

    await expect(submitShop(ctx, owner, shop.id, { productCount: 0 })).rejects.toMatchObject({
      code: 'shops.incomplete',
      details: { missing: ['imprint', 'product'] },
    })
    expect(await row(shop.id)).toMatchObject({ status: 'pending', submittedAt: null })
  })

  it('waits for an admin, also when it is asked twice', async () => {
    const { owner, shop } = await submitted()
    expect(shop.status).toBe('pending')
    const again = await submitShop(ctx, owner, shop.id, ONE_PRODUCT)
    expect(again.submittedAt).toEqual(shop.submittedAt)
    expect(await shopChecklist(ctx, owner, shop.id, ONE_PRODUCT)).toMatchObject({
      maySubmit: false,
      submittedAt: shop.submittedAt!.toISOString(),
    })
  })

  it('opens the shop at once where the marketplace wants no look at it', async () => {
    await ctx.db.insert(settings).values({ key: 'shopsNeedApproval', value: false })
    const { shop } = await submitted()
    await ctx.db.delete(settings).where(eq(settings.key, 'shopsNeedApproval'))

    expect(shop.status).toBe('active')
    expect((await getShop(ctx, shop.slug)).name).toBe('Lamps')
  })

  it.each(SHOP_STATUSES.filter((status) => status !== 'pending'))('refuses once it is %s', async (status) => {
    const { owner, shop } = await complete()
    await ctx.db.update(shops).set({ status }).where(eq(shops.id, shop.id))
    await expect(submitShop(ctx, owner, shop.id, ONE_PRODUCT)).rejects.toMatchObject({ code: 'shops.status_conflict' })
    expect(await row(shop.id)).toMatchObject({ status, submittedAt: null })
  })
})

describe('what an admin decides', () => {
  it('opens a shop, and its owners hear of it', async () => {
    const admin = await user({ role: 'admin' })
    const { owner, shop } = await submitted()
    expect(await decideShop(ctx, admin, shop.id, { decision: 'approve', reason: '' })).toMatchObject({ status: 'active' })
    await ctx.queue.drain()

    expect((await getShop(ctx, shop.slug)).legalName).toBe('Lamps Ltd')
    expect(mails.findLast(({ to }) => to === owner.email)?.subject).toBe('Lamps is open')
    expect((await audited(shop.id)).at(-1)).toEqual(['shops.approved', ''])
  })

  it('sends a shop back with a reason that its owners read, each in their language', async () => {
    const { owner, shop } = await submitted()
    const german = await user({ locale: 'de' })
    const staff = await user()
    for (const [member, role] of [
      [german, 'owner'],
      [staff, 'staff'],
    ] as const)
      await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: shop.id, userId: member.userId, role })
    await decideShop(ctx, systemActor, shop.id, { decision: 'send_back', reason: 'The imprint names nobody.' })
    await ctx.queue.drain()

    const told = mails.filter(({ to }) => [owner.email, german.email, staff.email].includes(to))
    expect(told.map(({ subject }) => subject).sort()).toEqual(['Lamps: Es ist noch etwas zu tun', 'Lamps: something is left to do'])
    for (const { text } of told) expect(text).toContain('The imprint names nobody.')
    expect(await shopChecklist(ctx, owner, shop.id, ONE_PRODUCT)).toMatchObject({
      status: 'pending',
      submittedAt: null,
      statusReason: 'The imprint names nobody.',
      maySubmit: true,
    })
    await expect(decideShop(ctx, systemActor, shop.id, { decision: 'approve', reason: '' })).rejects.toMatchObject({
      code: 'shops.not_submitted',
    })
    expect((await submitShop(ctx, owner, shop.id, ONE_PRODUCT)).statusReason).toBe('')
  })

  it('suspends a shop: its products leave the lists, and come back when it is reopened', async () => {
    const seller = await catalog.shop()
    const { product } = await catalog.product(seller)
    const listed = async () =>
      (await listProducts(ctx, { shopId: seller.row.id }, { sort: 'newest', limit: 10 })).items.map(({ slug }) => slug)
    expect(await listed()).toEqual([product.slug])

    await decideShop(ctx, systemActor, seller.row.id, { decision: 'suspend', reason: 'Counterfeits.' })
    await ctx.queue.drain()
    expect(await listed()).toEqual([])
    expect(await row(seller.row.id)).toMatchObject({ status: 'suspended', statusReason: 'Counterfeits.' })

    await decideShop(ctx, systemActor, seller.row.id, { decision: 'reopen', reason: 'All is well.' })
    await ctx.queue.drain()
    expect(await listed()).toEqual([product.slug])
    expect(await row(seller.row.id)).toMatchObject({ status: 'active', statusReason: '' })
    expect(await audited(seller.row.id)).toEqual([
      ['shops.suspended', 'Counterfeits.'],
      ['shops.reopened', 'All is well.'],
    ])
  })

  const FROM: Record<ShopDecision, ShopStatus> = { approve: 'pending', send_back: 'pending', suspend: 'active', reopen: 'suspended' }
  const wrong = SHOP_DECISIONS.flatMap((decision) =>
    SHOP_STATUSES.filter((status) => status !== FROM[decision]).map((status) => ({ decision, status })),
  )
  it.each(wrong)('cannot $decision a shop that is $status', async ({ decision, status }) => {
    const shop = await madeShop({ status, submittedAt: new Date() })
    await expect(decideShop(ctx, systemActor, shop.id, { decision, reason: 'Because.' })).rejects.toMatchObject({
      code: 'shops.status_conflict',
    })
    expect((await row(shop.id)).status).toBe(status)
    expect(await audited(shop.id)).toEqual([])
  })

  it.each(SHOP_DECISIONS)('is not for others: %s', async (decision) => {
    const { owner, shop } = await submitted()
    for (const actor of [owner, await user({ role: 'moderator' }), visitor()])
      await expect(decideShop(ctx, actor, shop.id, { decision, reason: 'Because.' })).rejects.toMatchObject({ code: 'shops.not_allowed' })
    expect((await row(shop.id)).submittedAt).toEqual(shop.submittedAt)
  })

  it('takes nothing from a shop without saying why', () => {
    const passes = (decision: ShopDecision) => shopDecisionSchema.safeParse({ decision, reason: '  ' }).success
    expect(SHOP_DECISIONS.filter(passes)).toEqual(['approve', 'reopen'])
  })
})

describe('the list of shops', () => {
  it('finds shops by name, address and owner, and those that wait', async () => {
    const admin = await user({ role: 'admin' })
    const owner = await user({ name: 'Wilhelmine Zack' })
    const waiting = await madeShop({ owner, name: 'Zack Tools', slug: 'tools-of-zack', status: 'pending', submittedAt: new Date() })
    const draft = await madeShop({ owner, name: 'Zack Draft', status: 'pending' })
    const ids = async (query: Parameters<typeof listShops>[2]) => (await listShops(ctx, admin, query)).items.map(({ id }) => id)

    expect(await ids({ q: 'zack' })).toEqual([draft.id, waiting.id])
    expect(await ids({ q: 'wilhelmine' })).toEqual([draft.id, waiting.id])
    expect(await ids({ q: 'tools-of-' })).toEqual([waiting.id])
    expect(await ids({ q: '100%' })).toEqual([])
    expect(await ids({ q: 'zack', status: 'waiting' })).toEqual([waiting.id])
    expect((await listShops(ctx, admin, { q: 'tools-of-' })).items).toMatchObject([
      { owners: [{ id: owner.userId, name: 'Wilhelmine Zack', email: owner.email }] },
    ])
  })

  it('goes on where a page ended, without a shop twice', async () => {
    const marked = await Promise.all(Array.from({ length: 30 }, (_, number) => madeShop({ name: `Paged ${number}` })))
    const first = await listShops(ctx, systemActor, { q: 'Paged' })
    const second = await listShops(ctx, systemActor, { q: 'Paged', cursor: first.nextCursor! })

    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([25, 5, null])
    expect(new Set([...first.items, ...second.items].map(({ id }) => id))).toEqual(new Set(marked.map(({ id }) => id)))
  })

  it('is for admins', async () => {
    const { owner, shop } = await begun()
    for (const actor of [owner, await user({ role: 'moderator' })]) {
      await expect(listShops(ctx, actor, {})).rejects.toMatchObject({ code: 'shops.not_allowed' })
      await expect(getAdminShop(ctx, actor, shop.id, ONE_PRODUCT)).rejects.toMatchObject({ code: 'shops.not_allowed' })
    }
  })

  it('shows what was decided about a shop, and no account', async () => {
    const admin = await user({ role: 'admin', name: 'Anna' })
    const { shop } = await submitted()
    await decideShop(ctx, admin, shop.id, { decision: 'send_back', reason: 'Too dark.' })

    const view = await getAdminShop(ctx, admin, shop.id, { productCount: 4 })
    expect(view.decisions).toMatchObject([{ action: 'shops.sent_back', reason: 'Too dark.', by: 'Anna' }])
    expect(view).toMatchObject({ productCount: 4, shippingMethodCount: 1, hasPayoutAccount: true, legalName: 'Lamps Ltd' })
  })
})
