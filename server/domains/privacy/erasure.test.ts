import { and, eq } from 'drizzle-orm'
import sharp from 'sharp'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { auditEntries, checkouts, files, orderGroups, orders, sessions, shopMembers, shops, users } from '#db/schema'
import { demoCode, getUser, setAvatar, signIn } from '#server/domains/accounts'
import { inspectMarketplace } from '#server/domains/checkout'
import { shipOrder } from '#server/domains/orders'
import { jobs } from '#server/jobs'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import type { Mail } from '#server/platform/mail/mail'
import { ERASED_NAME, erasedAddressOf } from '#shared/erased-person'
import { buying, someAddress } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make, type MadeProduct } from '../../../tests/support/make'
import { hashPassword } from '../accounts/passwords'
import { collectPersonalData } from './collect-personal-data'
import { eraseAccount } from './erase-account'
import { callOffErasure, requestErasure } from './request-erasure'
import { requestExport } from './request-export'
import { sweepPrivacy } from './sweep-privacy'

const mails: Mail[] = []
let mailIsAway = false
const send = async (mail: Mail) => {
  if (mailIsAway && mail.idempotencyKey.startsWith('erased:')) throw new Error('no mail today')
  if (!mails.some(({ idempotencyKey }) => idempotencyKey === mail.idempotencyKey)) mails.push(mail)
}
const ctx = await testContext({ mailer: { send, close: async () => {} } }, jobs)
const made = make(ctx)
const { fill, start, pay, buy } = buying(ctx)

const PASSWORD = 'a password of some length'
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const DAY = 24 * 60 * 60 * 1000
let passwordHash: string
beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD)
})
afterEach(() => {
  mailIsAway = false
  ctx.travelTo(null)
})

const person = (over: Partial<typeof users.$inferSelect> = {}) => made.user({ passwordHash, ...over })
const rowOf = async ({ userId }: Actor) => (await ctx.db.select().from(users).where(eq(users.id, userId!)))[0]!
const later = (days: number) => ctx.travelTo(new Date(Date.now() + days * DAY))
const proof = { password: PASSWORD }
const audited = async ({ userId }: Actor) =>
  (
    await ctx.db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.subjectType, 'user'), eq(auditEntries.subjectId, userId!)))
  )
    .map(({ action }) => action)
    .filter((action) => action.startsWith('privacy.'))
const lastMails = ({ email }: Actor) => mails.filter(({ to, idempotencyKey }) => to === email && idempotencyKey.startsWith('erased:'))
const openSession = (actor: Actor, id: string) =>
  ctx.db.insert(sessions).values({ id, userId: actor.userId!, expiresAt: new Date(Date.now() + 100 * DAY) })

/** What the clock does: the sweep, and the jobs that it sends. */
async function sweep() {
  await sweepPrivacy(ctx)
  await ctx.queue.drain()
}

/** Of an order: what it is about, to whom and where. */
const groupOf = async ({ userId }: Actor) => (await ctx.db.select().from(orderGroups).where(eq(orderGroups.userId, userId!)))[0]!
const ownOrder = async (actor: Actor) =>
  (
    await ctx.db
      .select()
      .from(orders)
      .where(eq(orders.groupId, (await groupOf(actor)).id))
  )[0]!
const shipAll = async (owner: Actor, lamp: MadeProduct, buyer: Actor) =>
  shipOrder(ctx, owner, lamp.shop.id, (await ownOrder(buyer)).number, { carrier: 'DHL', trackingNumber: '', trackingUrl: null })

describe('asking for the erasure of one’s account', () => {
  it('sets a date two weeks on, signs out everywhere else, and is told by mail', async () => {
    const ada = { ...(await person()), sessionId: 'here' }
    await openSession(ada, 'here')
    await openSession(ada, 'elsewhere')
    const now = new Date()
    ctx.travelTo(now)
    const { erasureDueAt } = await requestErasure(ctx, ada, proof)
    await ctx.queue.drain()

    expect(erasureDueAt).toBe(new Date(now.getTime() + 14 * DAY).toISOString())
    expect(await ctx.db.select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, ada.userId))).toEqual([{ id: 'here' }])
    expect(mails.filter(({ to }) => to === ada.email).map(({ subject }) => subject)).toEqual(['Your account will be deleted'])
    expect(await audited(ada)).toEqual(['privacy.erasure_requested'])
  })

  it('asks for the password, and for a code where there is one', async () => {
    const plain = await person()
    await expect(requestErasure(ctx, plain, { password: 'another' })).rejects.toMatchObject({ code: 'accounts.password_wrong' })
    const guarded = await person({ totpSecret: SECRET })
    await expect(requestErasure(ctx, guarded, proof)).rejects.toMatchObject({ code: 'accounts.code_required' })
    await expect(requestErasure(ctx, guarded, { ...proof, code: '000000' })).rejects.toMatchObject({ code: 'accounts.code_wrong' })
    await expect(requestErasure(ctx, visitor(), proof)).rejects.toMatchObject({ code: 'accounts.not_signed_in' })
    for (const actor of [plain, guarded]) expect(await rowOf(actor)).toMatchObject({ erasureDueAt: null })

    await requestErasure(ctx, guarded, { ...proof, code: demoCode({ now: new Date() }, SECRET) })
    expect((await rowOf(guarded)).erasureDueAt).not.toBeNull()
  })

  it('keeps the first date when it is asked twice, also at the same time', async () => {
    const ada = await person()
    const asked = await Promise.all([requestErasure(ctx, ada, proof), requestErasure(ctx, ada, proof)])
    later(3)
    const again = await requestErasure(ctx, ada, proof)

    expect(new Set([...asked, again].map(({ erasureDueAt }) => erasureDueAt)).size).toBe(1)
    expect(await audited(ada)).toEqual(['privacy.erasure_requested'])
  })

  it('can be called off until then, and everything stays', async () => {
    const ada = await person({ name: 'Ada' })
    await requestErasure(ctx, ada, proof)
    later(13)
    await sweep()
    expect(await callOffErasure(ctx, ada)).toMatchObject({ erasureDueAt: null })
    await callOffErasure(ctx, ada)
    later(20)
    await sweep()
    await eraseAccount(ctx, ada.userId)

    expect(await rowOf(ada)).toMatchObject({ name: 'Ada', email: ada.email, status: 'active', erasureDueAt: null })
    expect(await audited(ada)).toEqual(['privacy.erasure_requested', 'privacy.erasure_called_off'])
    expect(lastMails(ada)).toEqual([])
  })

  it('is refused to the only owner of a shop with open orders, until somebody else owns it too', async () => {
    const owner = await person()
    const lamp = await made.product({ shop: await made.shop({ owner, name: 'Lamps' }) })
    await buy(await person(), lamp)

    await expect(requestErasure(ctx, owner, proof)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'privacy.shop_has_open_orders',
      details: { shops: 'Lamps' },
    })
    expect((await rowOf(owner)).erasureDueAt).toBeNull()
    expect(await audited(owner)).toEqual([])

    const { userId } = await person()
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: lamp.shop.id, userId, role: 'owner' })
    expect((await requestErasure(ctx, owner, proof)).erasureDueAt).not.toBeNull()
  })
})

describe('an erasure that is due', () => {
  it('leaves a row that is nobody’s, is told once, and is in the audit once, however often it runs', async () => {
    const ada = await person({ name: 'Ada', locale: 'de', timeZone: 'Europe/Berlin' })
    await requestErasure(ctx, ada, proof)
    later(15)
    await Promise.all([eraseAccount(ctx, ada.userId), eraseAccount(ctx, ada.userId), eraseAccount(ctx, ada.userId)])
    await eraseAccount(ctx, ada.userId)
    await sweep()

    expect(await rowOf(ada)).toMatchObject({
      email: erasedAddressOf(ada.userId),
      name: ERASED_NAME,
      status: 'erased',
      locale: 'en',
      timeZone: null,
      totpSecret: null,
      avatarFileId: null,
      erasureDueAt: null,
    })
    expect((await rowOf(ada)).passwordHash).not.toBe(passwordHash)
    expect(lastMails(ada).map(({ subject }) => subject)).toEqual(['Ihr Konto wird jetzt gelöscht'])
    expect(await audited(ada)).toEqual(['privacy.erasure_requested', 'privacy.account_erased'])
    await expect(requestErasure(ctx, ada, proof)).rejects.toMatchObject({ code: 'accounts.password_wrong' })
  })

  it('does nothing before its time, and to nobody who did not ask', async () => {
    const [early, other] = [await person({ name: 'Early' }), await person({ name: 'Other' })]
    await requestErasure(ctx, early, proof)
    later(13)
    await eraseAccount(ctx, early.userId)
    await eraseAccount(ctx, other.userId)
    await sweep()

    expect(await rowOf(early)).toMatchObject({ name: 'Early', status: 'active' })
    expect(await rowOf(other)).toMatchObject({ name: 'Other', status: 'active' })
  })

  it('deletes the picture and the archive with their bytes', async () => {
    const ada = await person()
    const bytes = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#258' } })
      .png()
      .toBuffer()
    await setAvatar(ctx, ada, bytes)
    const { id } = await requestExport(ctx, ada)
    await ctx.queue.drain()
    const [picture] = await ctx.db.select().from(files).where(eq(files.ownerId, ada.userId))
    const stored = async () => [await ctx.storage.exists(picture!.key), await ctx.storage.exists(`exports/${id}.zip`)]
    expect(await stored()).toEqual([true, true])

    await requestErasure(ctx, ada, proof)
    later(15)
    await sweep()
    await ctx.queue.drain()

    expect(await stored()).toEqual([false, false])
    expect(await ctx.db.select().from(files).where(eq(files.ownerId, ada.userId))).toEqual([])
  })

  it('waits while its owner is paying', async () => {
    const ada = await person()
    const lamp = await made.product()
    await requestErasure(ctx, ada, proof)
    await fill(ada, lamp)
    const { checkout } = await start(ada)
    later(15)
    await eraseAccount(ctx, ada.userId)

    expect(await rowOf(ada)).toMatchObject({ status: 'active', email: ada.email })
    expect(lastMails(ada)).toEqual([])

    ctx.travelTo(null)
    await pay(ada, checkout.id)
    later(15)
    await eraseAccount(ctx, ada.userId)
    expect(await rowOf(ada)).toMatchObject({ status: 'erased' })
  })

  it('waits while its owner alone has a shop’s orders to send, and then closes the shop', async () => {
    const owner = await person()
    const lamp = await made.product({ shop: await made.shop({ owner }) })
    const buyer = await person()
    await requestErasure(ctx, owner, proof)
    await buy(buyer, lamp)
    later(15)
    await eraseAccount(ctx, owner.userId)
    expect(await rowOf(owner)).toMatchObject({ status: 'active' })

    await shipAll(owner, lamp, buyer)
    await ctx.db.update(orders).set({ status: 'completed' }).where(eq(orders.shopId, lamp.shop.id))
    await eraseAccount(ctx, owner.userId)

    expect(await rowOf(owner)).toMatchObject({ status: 'erased' })
    expect(await ctx.db.select({ status: shops.status }).from(shops).where(eq(shops.id, lamp.shop.id))).toEqual([{ status: 'closed' }])
  })

  it('waits a day for the last mail, then goes on without', async () => {
    const ada = await person()
    await requestErasure(ctx, ada, proof)
    mailIsAway = true
    later(14.5)
    await expect(eraseAccount(ctx, ada.userId)).rejects.toThrow('no mail today')
    expect(await rowOf(ada)).toMatchObject({ status: 'active', email: ada.email })

    later(15.5)
    await eraseAccount(ctx, ada.userId)
    expect(await rowOf(ada)).toMatchObject({ status: 'erased' })
  })

  it('keeps the amounts and the invoice’s address of an order, and where a parcel goes until it has', async () => {
    const owner = await person()
    const lamp = await made.product({ shop: await made.shop({ owner }), priceMinor: 1500 })
    const ada = await person()
    await fill(ada, lamp)
    const { checkout } = await start(ada, {
      email: ada.email!,
      shippingAddress: someAddress({ street: 'Parcel Lane 1', phone: '+49 30 1' }),
      billingAddress: someAddress({ street: 'Invoice Road 2', phone: '+49 30 2' }),
    })
    await pay(ada, checkout.id)
    const before = await groupOf(ada)
    await requestErasure(ctx, ada, proof)
    later(15)
    await sweep()

    const waiting = await groupOf(ada)
    expect(waiting).toMatchObject({ number: before.number, totalMinor: before.totalMinor, email: erasedAddressOf(ada.userId) })
    expect(waiting.shippingAddress).toMatchObject({ street: 'Parcel Lane 1' })
    const { phone: _, ...invoiceAddress } = before.billingAddress
    expect(waiting.billingAddress).toEqual(invoiceAddress)

    await shipAll(owner, lamp, ada)
    await sweep()
    expect((await groupOf(ada)).shippingAddress).toEqual({ name: ERASED_NAME, street: '–', postalCode: '–', city: '–', country: 'DE' })
    expect((await groupOf(ada)).billingAddress).toEqual(invoiceAddress)
    expect(mails.filter(({ to }) => to.endsWith('@erased.invalid'))).toEqual([])
  })

  it('takes what was bought as a guest under the proven address along, and nothing of anybody else’s', async () => {
    const ada = await person()
    const other = await person({ name: 'Other' })
    const lamp = await made.product()
    for (const email of [ada.email!.toUpperCase(), other.email!]) {
      const guest = buying(ctx).guest()
      await fill(guest, lamp)
      const { checkout } = await start(guest, { email })
      await pay(guest, checkout.id)
    }
    await requestErasure(ctx, ada, proof)
    later(15)
    await sweep()

    expect((await groupOf(ada)).email).toBe(erasedAddressOf(ada.userId))
    const others = await ctx.db.select().from(orderGroups).where(eq(orderGroups.email, other.email!))
    expect(others).toHaveLength(1)
    expect(await rowOf(other)).toMatchObject({ name: 'Other', status: 'active' })
  })

  it('leaves what somebody else buys under the same address as it is', async () => {
    const ada = await person()
    const anna = await person({ name: 'Anna' })
    await fill(anna, await made.product())
    const { checkout } = await start(anna, { email: ada.email!, shippingAddress: someAddress({ street: 'Anna’s Lane 1' }) })
    await pay(anna, checkout.id)
    await requestErasure(ctx, ada, proof)
    later(15)
    await sweep()

    expect(await rowOf(ada)).toMatchObject({ status: 'erased' })
    const [kept] = await ctx.db.select().from(checkouts).where(eq(checkouts.id, checkout.id))
    expect(kept!.snapshot).toEqual(checkout.snapshot)
    expect(await collectPersonalData(ctx, ada.userId)).toMatchObject({ checkouts: [] })
  })

  it('leaves the address to whoever wants it, and an account that nobody gets into', async () => {
    const ada = await person()
    await requestErasure(ctx, ada, proof)
    later(15)
    await sweep()
    const again = await person({ email: ada.email! })

    expect(again.userId).not.toBe(ada.userId)
    expect(await getUser(ctx, systemActor, ada.userId)).toMatchObject({ user: { status: 'erased', name: ERASED_NAME } })
    const credentials = { email: erasedAddressOf(ada.userId), password: PASSWORD, persistent: false }
    await expect(signIn(ctx, visitor(), credentials, null)).rejects.toMatchObject({ code: 'accounts.credentials_wrong' })
  })
})

it('leaves a marketplace that is well', async () => {
  await ctx.queue.drain()
  expect((await inspectMarketplace(ctx)).filter(({ ok }) => !ok)).toEqual([])
})
