import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { zipSync } from 'fflate'
import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addresses,
  cartLines,
  chatReports,
  conversationMembers,
  conversations,
  dataExports,
  messages,
  offers,
  orderDocuments,
  disputeShares,
  orders,
  passkeys,
  productImports,
  refunds,
  savedReplies,
  searchSynonyms,
  shopInvitations,
  shopMembers,
  shops,
  users,
  taxRates,
} from '#db/schema'
import { demoCode } from '#server/domains/accounts'
import { issueEmailToken, linkTokenOf } from '#server/domains/accounts/email-tokens'
import { sealPending } from '#server/domains/accounts/pending-registration'
import { hashPassword } from '#server/domains/accounts/passwords'
import { addCommissionRule, listCommissionRules } from '#server/domains/ledger'
import { takeProductStep } from '#server/domains/catalog'
import { acceptRoomInvitation, changeRoomRole, inviteToRoom, makeRoom, openConversation } from '#server/domains/chat'
import { hashOfInvitationToken, invitationTokenOf } from '#server/domains/shops/invitation-token'
import { issueInvoices } from '#server/domains/orders'
import { failPayout } from '#server/domains/payouts'
import { requestPayout } from '#server/domains/payouts/request-payout'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import type { OpenConversation } from '#shared/contracts/chat'
import type { WireError } from '#shared/contracts/common'
import type { ShopRole } from '#shared/lifecycles/shop'
import type { EmailTokenPurpose } from '#shared/lifecycles/user'
import { createAuthenticator } from '../support/authenticator'
import { PEOPLE, type Person, type Row, type Verdict } from '../support/access-matrix'
import { buying, card } from '../support/buying'
import { earning } from '../support/earning'
import { make, type MadeProduct } from '../support/make'
import { insertParcel } from '../support/parcels'
import { makeCatalog, type MadeShop } from '../support/make-catalog'
import { makeCoupon } from '../support/make-coupon'
import { testServer, type Client } from '../support/server'

const matrix = JSON.parse(readFileSync('tests/architecture/access-matrix.json', 'utf8')) as Record<string, Row>

const server = await testServer()
const { ctx } = server
const { user, shop, product } = make(ctx)
const { fill, form, start, pay, buy } = buying(ctx)
const { shopWithBowl, earn } = earning(ctx)
const catalog = makeCatalog(ctx)

/** One request that whoever may ask it is granted, about a thing that was made for it. */
interface Ask {
  path: string
  body?: object
  headers?: Record<string, string>
  /** What this server cannot do for anybody; whoever is told so was let in. */
  impossible?: string
}

const HANDED_OVER = 'the password that was handed over'
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

let actors: Record<Person, Actor>
let passwordHash: string
let lamp: MadeProduct
let listed: { shop: MadeShop; product: string; category: string }

beforeAll(async () => {
  passwordHash = await hashPassword(HANDED_OVER)
  actors = {
    visitor: visitor(),
    shopper: await user({ passwordHash }),
    otherShopper: await user({ passwordHash }),
    seller: await user({ passwordHash }),
    otherSeller: await user({ passwordHash }),
    moderator: await user({ passwordHash, role: 'moderator' }),
    admin: await user({ passwordHash, role: 'admin' }),
  }
  lamp = await product({ shop: await shop({ owner: actors.seller }), stock: 1000 })
  await shop({ owner: actors.otherSeller })

  const stall = await catalog.shop()
  const category = await catalog.category()
  const bought = await catalog.product(stall, { categoryId: category.id })
  listed = { shop: stall, product: bought.product.slug, category: category.path }
})

const browserOf = async (person: Person): Promise<Client> => (person === 'visitor' ? server.visitor() : server.as(actors[person]))

const shopPath = () => `/api/seller/shops/${lamp.shop.id}`

/** What was agreed on for a test is not put aside, and keeps its cart from being bought. */
const takeOutAgreed = () => ctx.db.delete(cartLines).where(isNotNull(cartLines.offerId))

/** What the shopper bought of the seller. */
async function paidOrder() {
  await takeOutAgreed()
  const { orderGroup } = await buy(actors.shopper, lamp).then(({ checkout }) => getView(checkout.id))
  return { group: orderGroup!.number, order: `${orderGroup!.number}-1` }
}

/** Its invoice, which a job has just issued. */
async function invoiceOf(order: string): Promise<string> {
  const [found] = await ctx.db.select({ id: orders.id, groupId: orders.groupId }).from(orders).where(eq(orders.number, order))
  await issueInvoices(ctx, [found!.groupId])
  const [invoice] = await ctx.db.select().from(orderDocuments).where(eq(orderDocuments.orderId, found!.id))
  return invoice!.id
}

async function getView(checkoutId: string) {
  return (await (await server.as(actors.shopper)).get(`/api/checkouts/${checkoutId}`)).body as { orderGroup: { number: string } | null }
}

/** A checkout of the shopper that waits for its payment. */
async function openCheckout(): Promise<string> {
  await takeOutAgreed()
  await fill(actors.shopper, lamp)
  const { checkout } = await start(actors.shopper)
  return checkout.id
}

/** The rules for the commission that have not ended, one more with each call. */
async function openRules(): Promise<string[]> {
  await addCommissionRule(ctx, systemActor, { rateBps: 500 })
  const { rules } = await listCommissionRules(ctx, systemActor)
  return rules.flatMap(({ id, state }) => (state === 'ended' ? [] : id))
}

/** A payout of a shop that has just earned something. */
async function waitingPayout(): Promise<string> {
  const bowl = await shopWithBowl()
  await earn(bowl)
  return (await requestPayout(ctx, bowl.shop.id, { period: '2026-01-05', replacesId: null }))!.number
}

async function failedPayout(): Promise<string> {
  const number = await waitingPayout()
  await failPayout(ctx, systemActor, number, { reason: 'For a test' })
  return number
}

/** An order whose payment the buyer's bank has taken back. */
async function disputedOrder() {
  await takeOutAgreed()
  await fill(actors.shopper, lamp)
  const { checkout } = await start(actors.shopper)
  const number = `${(await pay(actors.shopper, checkout.id, 'is_disputed')).groupNumber}-1`
  const [found] = await ctx.db
    .select({ shareId: disputeShares.id, disputeId: disputeShares.disputeId })
    .from(disputeShares)
    .innerJoin(orders, and(eq(orders.id, disputeShares.orderId), eq(orders.number, number)))
  return { number, ...found! }
}

async function shippedOrder() {
  const bought = await paidOrder()
  const { body } = await (
    await server.as(actors.seller)
  ).post(`${shopPath()}/orders/${bought.order}/shipments`, {}, { 'idempotency-key': crypto.randomUUID() })
  return { ...bought, shipment: body.shipments[0].id as string, line: body.lines[0].id as string }
}

const returnOfOne = (lineId: string) => ({ lines: [{ lineId, quantity: 1 }], reason: 'other' })
const idempotent = () => ({ 'idempotency-key': crypto.randomUUID() })
const comeBack = () => ({ answer: 'send', address: home, note: 'For a test' })

/** A report of what the seller has said, by its id. */
async function reported(): Promise<string> {
  const { conversationId, seq } = await said(actors.seller)
  const [report] = await ctx.db
    .insert(chatReports)
    .values({ id: ctx.newId(), conversationId, seq, reporterId: actors.shopper.userId, reason: 'spam' })
    .returning()
  return report!.id
}

const SAVED_REPLY = { title: 'Thanks', body: 'Thank you, {customer}.' }
async function savedReply(): Promise<string> {
  const [reply] = await ctx.db
    .insert(savedReplies)
    .values({ id: ctx.newId(), shopId: lamp.shop.id, ...SAVED_REPLY })
    .returning()
  return reply!.id
}

/** A room of the shopper's, or one in which the shopper is, with a member besides. */
async function ownRoom(visibility: 'public' | 'private' = 'private', asMember = false) {
  const isShopper = eq(conversationMembers.userId, actors.shopper.userId!)
  const [owner, member] = [await make(ctx).user(), await make(ctx).user()]
  const id = await makeRoom(ctx, owner, { name: 'Night firing', visibility })
  const { token } = await inviteToRoom(ctx, owner, id)
  for (const who of [actors.shopper, member]) await acceptRoomInvitation(ctx, who, token)
  if (!asMember) {
    // So that the shopper owns no more than they may.
    await ctx.db
      .update(conversationMembers)
      .set({ role: 'member' })
      .where(and(isShopper, eq(conversationMembers.role, 'owner')))
    await changeRoomRole(ctx, owner, id, actors.shopper.userId!, { role: 'owner' })
  }
  return { id, memberId: member.userId! }
}
async function linkToRoom(): Promise<string> {
  const owner = await make(ctx).user()
  return (await inviteToRoom(ctx, owner, await makeRoom(ctx, owner, { name: 'Night firing', visibility: 'private' }))).token
}

/** Something that the shopper or the seller has said in their conversation, or the shopper and the marketplace in theirs, by its number. */
async function said(
  { userId }: Actor,
  about: OpenConversation = { about: 'product', slug: lamp.slug },
): Promise<{ conversationId: string; seq: number }> {
  const conversationId = await openConversation(ctx, actors.shopper, about)
  return ctx.db.transaction(async (tx) => {
    const [grown] = await tx
      .update(conversations)
      .set({ begun: true, buyerBlockedAt: null, shopBlockedAt: null, lastSeq: sql`last_seq + 1`, lastRev: sql`last_rev + 1` })
      .where(eq(conversations.id, conversationId))
      .returning({ seq: conversations.lastSeq, rev: conversations.lastRev })
    await tx.insert(messages).values({ conversationId, ...grown!, senderId: userId, clientId: ctx.newId(), kind: 'text', body: 'Hello' })
    return { conversationId, seq: grown!.seq }
  })
}

/** What the shopper has written to the marketplace, or one of its people has answered. */
const supported = (by: Actor = actors.shopper) => said(by, { about: 'support' })
const supportPath = async () => `/api/admin/support/${(await supported()).conversationId}`
/** Whoever answers for the marketplace changes what they wrote themselves. */
async function ownAnswerPath(actor: Actor): Promise<string> {
  const { conversationId, seq } = await supported(actor.role === 'moderator' || actor.role === 'admin' ? actor : actors.admin)
  return `/api/admin/support/${conversationId}/messages/${seq}`
}

/** A price that one of the two offers the other, the only one that is open. */
async function offered(by: Actor): Promise<{ conversationId: string; id: string }> {
  const { conversationId, seq } = await said(by)
  await ctx.db.update(offers).set({ state: 'withdrawn' }).where(eq(offers.conversationId, conversationId))
  const id = ctx.newId()
  await ctx.db
    .update(messages)
    .set({ kind: 'offer', body: '' })
    .where(and(eq(messages.conversationId, conversationId), eq(messages.seq, seq)))
  await ctx.db.insert(offers).values({
    ...{ id, conversationId, seq, shopId: lamp.shop.id, buyerId: actors.shopper.userId!, variantId: lamp.variant.id },
    ...{ productId: lamp.id, productSlug: lamp.slug, title: lamp.title, quantity: 1, unitMinor: 1, currency: lamp.variant.currency },
    madeBy: by === actors.seller ? 'shop' : 'buyer',
    expiresAt: new Date(Date.now() + 60 * 60 * 1000),
  })
  return { conversationId, id }
}
const someOfferOf = () => ({ clientId: crypto.randomUUID(), variantId: lamp.variant.id, quantity: 1, unitMinor: 1, hours: 24 })

/** What the shopper gives back to the seller's shop, and how far it has come. */
async function goingBack(step: 'requested' | 'approved' | 'received' = 'requested') {
  const bought = await shippedOrder()
  const shopper = await server.as(actors.shopper)
  const { body } = await shopper.post(`/api/orders/${bought.order}/returns`, returnOfOne(bought.line), idempotent())
  const back = body.orders[0].returns[0].id as string
  const seller = await server.as(actors.seller)
  if (step !== 'requested') await seller.post(`${shopPath()}/returns/${back}/answer`, comeBack())
  if (step === 'received') await seller.post(`${shopPath()}/returns/${back}/received`)
  const taken = { lines: [{ lineId: bought.line, acceptedQuantity: 1, restockedQuantity: 1 }], note: 'For a test' }
  return { ...bought, taken, buyers: `/api/orders/${bought.order}/returns/${back}`, shops: `${shopPath()}/returns/${back}` }
}

async function cartLine(): Promise<string> {
  await takeOutAgreed()
  await fill(actors.shopper, lamp)
  const { body } = await (await server.as(actors.shopper)).get('/api/cart')
  return body.shops[0].lines[0].id as string
}

/** A session of somebody, at another browser. */
async function sessionOf(actor: Actor): Promise<string> {
  const { body } = await (await server.as(actor)).get('/api/accounts/sessions')
  return body.items.find((session: { current: boolean }) => session.current).id
}

/** Gives somebody their first password back, and a second factor or none. */
async function prepareFactor({ userId }: Actor, totpSecret: string | null): Promise<void> {
  if (userId) await ctx.db.update(users).set({ passwordHash, totpSecret, totpUsedStep: null }).where(eq(users.id, userId))
}

/** A passkey of the shopper, by its id. */
async function storedPasskey(): Promise<string> {
  const id = crypto.randomUUID()
  const row = {
    id,
    userId: actors.shopper.userId!,
    name: 'A key',
    publicKey: new Uint8Array(1),
    counter: 0,
    transports: [],
    backedUp: false,
  }
  await ctx.db.insert(passkeys).values(row)
  return id
}

/** What an authenticator makes for whoever asks; for a visitor nothing that holds. */
async function newPasskey(client: Client) {
  const { status, body } = await client.post('/api/accounts/passkeys/challenge', { password: HANDED_OVER })
  const authenticator = createAuthenticator(server.url)
  const credential = authenticator.create(status === 200 ? body : { challenge: 'none', user: { id: 'none' } })
  return { authenticator, body: { name: 'A key', credential } }
}

async function someSynonyms(): Promise<string> {
  const id = crypto.randomUUID()
  await ctx.db.insert(searchSynonyms).values({ id, words: ['sofa', 'couch'], keys: ['sofa', 'couch'] })
  return id
}

let codes = 0
const someOffer = () => ({ code: `MATRIX-${++codes}`, kind: 'percent', value: 1000 })
const someCoupon = (shopId: string | null = null) => makeCoupon(ctx, { shopId, code: `MADE-${++codes}` })

const someProduct = () => ({ title: 'A shade', variants: [{ sku: crypto.randomUUID(), priceMinor: 900 }] })

const address = (prefix: string) => `${prefix}-${crypto.randomUUID()}@example.org`
const password = 'a password of some length'

async function knownCredentials() {
  const email = address('known')
  await ctx.db.insert(users).values({ id: ctx.newId(), email, name: 'Known', passwordHash, emailVerifiedAt: new Date() })
  return { email, password: HANDED_OVER }
}

/** A link's token that went to somebody else, as the mail has it. */
async function mailedToken(purpose: EmailTokenPurpose): Promise<string> {
  const [userId, id] = [ctx.newId(), ctx.newId()]
  const email = address('mailed')
  await ctx.db.insert(users).values({ id: userId, email, name: 'Mailed', passwordHash })
  await issueEmailToken(ctx, { id, userId, purpose, email })
  return linkTokenOf(ctx.config, id)
}

const home = { name: 'Ada', street: 'Long Lane 1', postalCode: '10115', city: 'Berlin', country: 'DE' }

/** An address that the shopper has kept. */
async function keptAddress(): Promise<string> {
  const id = ctx.newId()
  await ctx.db.insert(addresses).values({ id, userId: actors.shopper.userId!, address: home })
  return id
}

/** An archive of the shopper's data that can be downloaded. */
async function readyExport(): Promise<string> {
  const id = ctx.newId()
  const objectKey = `exports/${id}.zip`
  await ctx.storage.put(objectKey, new Uint8Array(1), { contentType: 'application/zip' })
  const row = { id, userId: actors.shopper.userId!, status: 'ready' as const, objectKey, expiresAt: new Date(Date.now() + 60_000) }
  await ctx.db.insert(dataExports).values(row)
  return id
}

/** An invitation to the seller's shop, or to another, for whoever has this address, and its link's token. */
async function invitation(email: string, shopId = lamp.shop.id): Promise<{ id: string; token: string }> {
  const id = ctx.newId()
  const expiresAt = new Date(Date.now() + 60_000)
  const token = invitationTokenOf(ctx.config, { id, expiresAt })
  const tokenHash = hashOfInvitationToken(token)
  const row = { id, shopId, email, role: 'staff' as const, tokenHash, invitedBy: actors.seller.userId!, expiresAt }
  await ctx.db.insert(shopInvitations).values(row)
  return { id, token }
}

/** An import of the seller's shop in this state, with none at work beside it. */
async function importPath(status: 'checked' | 'applied') {
  const id = ctx.newId()
  const storageKey = `imports/${id}`
  await ctx.storage.put(`${storageKey}/00000`, Buffer.from('Handle,Title,Price\n'), { contentType: 'text/csv' })
  await ctx.db
    .update(productImports)
    .set({ status: 'failed' })
    .where(and(eq(productImports.shopId, lamp.shop.id), inArray(productImports.status, ['applying', 'undoing'])))
  const row = {
    id,
    shopId: lamp.shop.id,
    fileName: 'products.csv',
    storageKey,
    format: 'souk' as const,
    encoding: 'utf-8',
    mapping: {},
    status,
  }
  await ctx.db.insert(productImports).values(row)
  return `${shopPath()}/imports/${id}`
}

/** Somebody who acts for the seller's shop. */
async function member(role: ShopRole = 'staff'): Promise<string> {
  const { userId } = await user()
  await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: lamp.shop.id, userId, role })
  return userId
}

const parcel = { name: 'Parcel', priceMinor: 490, minDays: 2, maxDays: 4 }
const wayOfSending = () => insertParcel(ctx, lamp.shop.id)
const zone = { countries: ['FR'] }

/** A shop of the seller that has all it needs and waits to be opened. */
async function pendingShop(): Promise<string> {
  const told = { about: 'Lamps.', legalName: 'Lamps Ltd', address: home, shippingPolicy: 'By bicycle.', returnPolicy: 'In one piece.' }
  const account = { payoutHolder: 'Olga', payoutIban: 'DE89370400440532013000' }
  const waiting = await shop({ owner: actors.seller, status: 'pending', submittedAt: new Date(), ...told, ...account })
  await product({ shop: waiting })
  return waiting.id
}

/** A product that waits for a word. */
async function submitted(): Promise<string> {
  const { product } = await catalog.complete(listed.shop)
  await takeProductStep(ctx, listed.shop.owner, product.id, { step: 'submit' })
  return product.id
}

const refreshToken = async (): Promise<string> =>
  (await server.visitor().post('/api/auth/token', await knownCredentials())).body.refreshToken

const smallPicture = (background: string) =>
  sharp({ create: { width: 32, height: 32, channels: 3, background } })
    .png()
    .toBuffer()

/** How to ask each route for something that exists. `client` is the browser that will ask. */
const ASKS: Record<string, (client: Client, actor: Actor) => Ask | Promise<Ask>> = {
  'POST /api/accounts': () => ({ path: '/api/accounts', body: { name: 'New', email: address('new'), password } }),
  'GET /api/accounts/addresses': () => ({ path: '/api/accounts/addresses' }),
  'POST /api/accounts/addresses': () => ({ path: '/api/accounts/addresses', body: { address: home } }),
  'DELETE /api/accounts/addresses/{addressId}': async () => ({ path: `/api/accounts/addresses/${await keptAddress()}` }),
  'PUT /api/accounts/addresses/{addressId}': async () => ({
    path: `/api/accounts/addresses/${await keptAddress()}`,
    body: { address: home },
  }),
  'POST /api/accounts/addresses/{addressId}/default': async () => ({ path: `/api/accounts/addresses/${await keptAddress()}/default` }),
  'GET /api/accounts/api-keys': () => ({ path: '/api/accounts/api-keys' }),
  'POST /api/accounts/api-keys': async (_, actor) => {
    await prepareFactor(actor, null)
    return { path: '/api/accounts/api-keys', body: { name: 'Robot', scopes: ['cart:read'], expiresInDays: 1, password: HANDED_OVER } }
  },
  'DELETE /api/accounts/api-keys/{keyId}': async () => {
    await prepareFactor(actors.shopper, null)
    const key = { name: 'Robot', scopes: ['cart:read'], expiresInDays: 1, password: HANDED_OVER }
    const { body } = await (await server.as(actors.shopper)).post('/api/accounts/api-keys', key)
    return { path: `/api/accounts/api-keys/${body.id}` }
  },
  'DELETE /api/accounts/avatar': () => ({ path: '/api/accounts/avatar' }),
  'PUT /api/accounts/avatar': async () => ({
    path: '/api/accounts/avatar',
    body: await smallPicture('#258'),
  }),
  'GET /api/accounts/notifications': () => ({ path: '/api/accounts/notifications' }),
  'PUT /api/accounts/notifications': () => ({ path: '/api/accounts/notifications', body: { kind: 'offers', byMail: true } }),
  'GET /api/accounts/profile': () => ({ path: '/api/accounts/profile' }),
  'PATCH /api/accounts/profile': () => ({ path: '/api/accounts/profile', body: { timeZone: 'Europe/Berlin' } }),
  'POST /api/accounts/email': async (_, actor) => {
    await prepareFactor(actor, null)
    return { path: '/api/accounts/email', body: { email: address('next'), password: HANDED_OVER } }
  },
  'POST /api/accounts/email/confirm': async () => ({ path: '/api/accounts/email/confirm', body: { token: await mailedToken('change') } }),
  'POST /api/accounts/password': async (_, actor) => {
    await prepareFactor(actor, null)
    return { path: '/api/accounts/password', body: { password: HANDED_OVER, newPassword: 'quite another password' } }
  },
  'POST /api/accounts/password-reset': () => ({ path: '/api/accounts/password-reset', body: { email: address('nobody') } }),
  'POST /api/accounts/password-reset/confirm': async () => ({
    path: '/api/accounts/password-reset/confirm',
    body: { token: await mailedToken('reset'), newPassword: password },
  }),
  'POST /api/accounts/verification': async () => ({
    path: '/api/accounts/verification',
    body: { token: await mailedToken('verify'), password: HANDED_OVER },
  }),
  'POST /api/accounts/verification/resend': (client) => {
    const waiting = { tokenId: ctx.newId(), askedAt: new Date(Date.now() - 2 * 60_000), resends: 0 }
    const cookie = [client.cookies(), `souk_pending=${sealPending(ctx.config, waiting)}`].filter(Boolean).join('; ')
    return { path: '/api/accounts/verification/resend', headers: { cookie } }
  },
  'POST /api/accounts/passkeys': async (client, actor) => {
    await prepareFactor(actor, null)
    return { path: '/api/accounts/passkeys', body: (await newPasskey(client)).body }
  },
  'POST /api/accounts/passkeys/challenge': async (_, actor) => {
    await prepareFactor(actor, null)
    return { path: '/api/accounts/passkeys/challenge', body: { password: HANDED_OVER } }
  },
  'PATCH /api/accounts/passkeys/{passkeyId}': async () => ({
    path: `/api/accounts/passkeys/${await storedPasskey()}`,
    body: { name: 'Another name' },
  }),
  'POST /api/accounts/passkeys/{passkeyId}/remove': async (_, actor) => {
    await prepareFactor(actor, null)
    return { path: `/api/accounts/passkeys/${await storedPasskey()}/remove`, body: { password: HANDED_OVER } }
  },
  'GET /api/accounts/security': () => ({ path: '/api/accounts/security' }),
  'GET /api/accounts/sessions': () => ({ path: '/api/accounts/sessions' }),
  'DELETE /api/accounts/sessions': () => ({ path: '/api/accounts/sessions' }),
  'DELETE /api/accounts/sessions/{sessionId}': async () => ({ path: `/api/accounts/sessions/${await sessionOf(actors.shopper)}` }),
  'GET /api/accounts/two-factor': () => ({ path: '/api/accounts/two-factor' }),
  'POST /api/accounts/two-factor': async (client, actor) => {
    await prepareFactor(actor, null)
    const { body } = await client.get('/api/accounts/two-factor')
    const code = body.secret ? demoCode({ now: new Date() }, body.secret) : '000000'
    return { path: '/api/accounts/two-factor', body: { code, newPassword: password } }
  },
  'POST /api/accounts/two-factor/on': async (client, actor) => {
    await prepareFactor(actor, null)
    const { body } = await client.get('/api/accounts/two-factor')
    const code = body.secret ? demoCode({ now: new Date() }, body.secret) : '000000'
    return { path: '/api/accounts/two-factor/on', body: { code, password: HANDED_OVER } }
  },
  'POST /api/accounts/two-factor/off': async (_, actor) => {
    await prepareFactor(actor, SECRET)
    return { path: '/api/accounts/two-factor/off', body: { code: demoCode({ now: new Date() }, SECRET), password: HANDED_OVER } }
  },
  'POST /api/accounts/two-factor/recovery-codes': async (_, actor) => {
    await prepareFactor(actor, SECRET)
    return { path: '/api/accounts/two-factor/recovery-codes', body: { password: HANDED_OVER } }
  },
  'GET /api/admin/chat-reports': () => ({ path: '/api/admin/chat-reports' }),
  'POST /api/admin/chat-reports/{reportId}/reading': async () => ({
    path: `/api/admin/chat-reports/${await reported()}/reading`,
    body: { reason: 'A customer complains' },
  }),
  'PUT /api/admin/chat-reports/{reportId}/decision': async () => ({
    path: `/api/admin/chat-reports/${await reported()}/decision`,
    body: { decision: 'dismissed', statement: 'Nothing wrong.' },
  }),
  'GET /api/admin/disputes': () => ({ path: '/api/admin/disputes' }),
  'POST /api/admin/disputes/{disputeId}/decide': async () => ({
    path: `/api/admin/disputes/${(await disputedOrder()).disputeId}/decide`,
    body: { outcome: 'won' },
  }),
  'GET /api/admin/doctor': () => ({ path: '/api/admin/doctor' }),
  'POST /api/admin/doctor/runs': () => ({ path: '/api/admin/doctor/runs' }),
  'POST /api/admin/doctor/repairs': () => ({
    path: '/api/admin/doctor/repairs',
    body: { invariant: 'stock is the sum of its movements', reason: 'For a test' },
  }),
  'GET /api/admin/orders': () => ({ path: '/api/admin/orders' }),
  'GET /api/admin/orders/{number}': async () => ({ path: `/api/admin/orders/${(await paidOrder()).group}` }),
  'POST /api/admin/orders/{number}/cancel': async () => ({
    path: `/api/admin/orders/${(await paidOrder()).order}/cancel`,
    body: { reason: 'other', note: 'For a test' },
    headers: { 'idempotency-key': crypto.randomUUID() },
  }),
  'POST /api/admin/orders/{number}/refunds': async () => ({
    path: `/api/admin/orders/${(await paidOrder()).order}/refunds`,
    body: { reason: 'goodwill', note: 'For a test', extraMinor: 1 },
    headers: { 'idempotency-key': crypto.randomUUID() },
  }),
  'POST /api/admin/orders/{number}/refunds/{refundId}/retry': async () => {
    const { order } = await paidOrder()
    const body = { reason: 'goodwill', extraMinor: 1 }
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const answer = await (await server.as(actors.seller)).post(`${shopPath()}/orders/${order}/refunds`, body, headers)
    const refundId = answer.body.refunds[0].id as string
    await ctx.db.update(refunds).set({ status: 'failed' }).where(eq(refunds.id, refundId))
    return { path: `/api/admin/orders/${order}/refunds/${refundId}/retry`, body: { note: 'For a test' } }
  },
  'POST /api/admin/orders/{number}/returns/{returnId}/answer': async () => ({
    path: `${(await goingBack()).buyers.replace('/api/', '/api/admin/')}/answer`,
    body: comeBack(),
  }),
  'POST /api/admin/orders/{number}/returns/{returnId}/received': async () => ({
    path: `${(await goingBack('approved')).buyers.replace('/api/', '/api/admin/')}/received`,
    body: { note: 'For a test' },
  }),
  'POST /api/admin/orders/{number}/returns/{returnId}/refund': async () => {
    const { buyers, taken } = await goingBack('received')
    return { path: `${buyers.replace('/api/', '/api/admin/')}/refund`, body: taken }
  },
  'GET /api/admin/returns': () => ({ path: '/api/admin/returns' }),
  'POST /api/orders/{number}/return-photos': async () => ({
    path: `/api/orders/${(await shippedOrder()).order}/return-photos`,
    body: await smallPicture('#a52'),
  }),
  'POST /api/orders/{number}/returns': async () => {
    const { order, line } = await shippedOrder()
    return { path: `/api/orders/${order}/returns`, body: returnOfOne(line), headers: idempotent() }
  },
  'POST /api/orders/{number}/returns/{returnId}/sent': async () => ({ path: `${(await goingBack('approved')).buyers}/sent`, body: {} }),
  'POST /api/orders/{number}/returns/{returnId}/withdraw': async () => ({ path: `${(await goingBack()).buyers}/withdraw` }),
  'GET /api/seller/shops/{shopId}/returns': () => ({ path: `${shopPath()}/returns` }),
  'POST /api/seller/shops/{shopId}/returns/{returnId}/answer': async () => ({
    path: `${(await goingBack()).shops}/answer`,
    body: { answer: 'keep' },
  }),
  'POST /api/seller/shops/{shopId}/returns/{returnId}/label': async () => ({
    path: `${(await goingBack()).shops}/label`,
    body: await smallPicture('#5a2'),
  }),
  'POST /api/seller/shops/{shopId}/returns/{returnId}/received': async () => ({ path: `${(await goingBack('approved')).shops}/received` }),
  'POST /api/seller/shops/{shopId}/returns/{returnId}/refund': async () => {
    const { shops, taken } = await goingBack('received')
    return { path: `${shops}/refund`, body: taken }
  },
  'POST /api/seller/shops/{shopId}/returns/{returnId}/reject': async () => ({
    path: `${(await goingBack('received')).shops}/reject`,
    body: { refusal: 'used', note: 'For a test' },
  }),
  'GET /api/admin/overview': () => ({ path: '/api/admin/overview' }),
  'GET /api/admin/shops': () => ({ path: '/api/admin/shops' }),
  'GET /api/admin/shops/{shopId}': () => ({ path: `/api/admin/shops/${lamp.shop.id}` }),
  'POST /api/admin/shops/{shopId}/decisions': async () => ({
    path: `/api/admin/shops/${await pendingShop()}/decisions`,
    body: { decision: 'send_back', reason: 'Something is missing.' },
  }),
  'GET /api/admin/categories': () => ({ path: '/api/admin/categories' }),
  'POST /api/admin/categories': () => ({ path: '/api/admin/categories', body: { parentId: null, name: `New ${crypto.randomUUID()}` } }),
  'POST /api/admin/categories/pictures': async () => ({ path: '/api/admin/categories/pictures', body: await smallPicture('#825') }),
  'PUT /api/admin/categories/{categoryId}': async () => {
    const { id, slug } = await catalog.category()
    const body = { name: 'New name', slug, description: '', imageFileId: null, seoTitle: '', seoDescription: '' }
    return { path: `/api/admin/categories/${id}`, body }
  },
  'DELETE /api/admin/categories/{categoryId}': async () => ({ path: `/api/admin/categories/${(await catalog.category()).id}` }),
  'POST /api/admin/categories/{categoryId}/move': async () => ({
    path: `/api/admin/categories/${(await catalog.category()).id}/move`,
    body: { parentId: null, position: 0 },
  }),
  'POST /api/admin/categories/{categoryId}/merge': async () => ({
    path: `/api/admin/categories/${(await catalog.category()).id}/merge`,
    body: { intoId: (await catalog.category()).id },
  }),
  'PUT /api/admin/categories/{categoryId}/attributes': async () => ({
    path: `/api/admin/categories/${(await catalog.category()).id}/attributes`,
    body: { attributes: [] },
  }),
  'POST /api/admin/products/{productId}/approve': async () => ({
    path: `/api/admin/products/${await submitted()}/approve`,
    body: { version: 1 },
  }),
  'POST /api/admin/products/{productId}/reject': async () => ({
    path: `/api/admin/products/${await submitted()}/reject`,
    body: { version: 1, reason: 'The picture shows another thing.' },
  }),
  'GET /api/admin/products/review': () => ({ path: '/api/admin/products/review' }),
  'GET /api/admin/tax-rates': () => ({ path: '/api/admin/tax-rates' }),
  'POST /api/admin/tax-rates': () => ({ path: '/api/admin/tax-rates', body: { country: 'NZ', rateBps: 1500 } }),
  'DELETE /api/admin/tax-rates/{rateId}': async () => {
    const id = ctx.newId()
    const validFrom = new Date(Date.now() + Math.random() * 1e11)
    await ctx.db.insert(taxRates).values({ id, country: 'NZ', rateBps: 1500, validFrom })
    return { path: `/api/admin/tax-rates/${id}` }
  },
  'GET /api/admin/commission': () => ({ path: '/api/admin/commission' }),
  'POST /api/admin/commission/rules': () => ({ path: '/api/admin/commission/rules', body: { rateBps: 500 } }),
  'PUT /api/admin/commission/rules/order': async () => ({
    path: '/api/admin/commission/rules/order',
    body: { ruleIds: await openRules() },
  }),
  'PUT /api/admin/commission/rules/{ruleId}/end': async () => ({
    path: `/api/admin/commission/rules/${(await openRules())[0]}/end`,
    body: { validTo: new Date(0).toISOString() },
  }),
  'GET /api/admin/payouts': () => ({ path: '/api/admin/payouts' }),
  'GET /api/admin/payouts/bank-list': async () => ({ path: `/api/admin/payouts/bank-list?numbers=${await waitingPayout()}` }),
  'POST /api/admin/payouts/marks': async () => ({
    path: '/api/admin/payouts/marks',
    body: { numbers: [await waitingPayout()], status: 'sent' },
  }),
  'POST /api/admin/payouts/{number}/fail': async () => ({
    path: `/api/admin/payouts/${await waitingPayout()}/fail`,
    body: { reason: 'For a test' },
  }),
  'POST /api/admin/payouts/{number}/retry': async () => ({ path: `/api/admin/payouts/${await failedPayout()}/retry` }),
  'GET /api/admin/reconciliation': () => ({ path: '/api/admin/reconciliation' }),
  'GET /api/admin/reconciliation/items': () => ({ path: '/api/admin/reconciliation/items' }),
  'GET /api/admin/reconciliation/export': () => ({ path: '/api/admin/reconciliation/export' }),
  'POST /api/admin/reconciliation/reads': () => ({ path: '/api/admin/reconciliation/reads' }),
  'GET /api/admin/settings': () => ({ path: '/api/admin/settings' }),
  'PATCH /api/admin/settings': () => ({ path: '/api/admin/settings', body: { bannedWords: [`word ${crypto.randomUUID()}`] } }),
  'GET /api/admin/support': () => ({ path: '/api/admin/support' }),
  'GET /api/admin/support/presence': async () => ({
    path: `/api/admin/support/presence?conversations=${(await supported()).conversationId}`,
  }),
  'GET /api/admin/support/search': async () => ({
    path: `/api/admin/support/search?q=hello&conversationId=${(await supported()).conversationId}`,
  }),
  'GET /api/admin/support/{conversationId}': async () => ({ path: await supportPath() }),
  'PATCH /api/admin/support/{conversationId}': async () => ({ path: await supportPath(), body: { closed: true } }),
  'GET /api/admin/support/{conversationId}/export': async () => ({ path: `${await supportPath()}/export` }),
  'POST /api/admin/support/{conversationId}/read': async () => ({ path: `${await supportPath()}/read`, body: { seq: 1 } }),
  'POST /api/admin/support/{conversationId}/attachments': async () => ({
    path: `${await supportPath()}/attachments?name=bowl.jpg`,
    body: await smallPicture('#a53'),
  }),
  'GET /api/admin/support/{conversationId}/messages': async () => ({ path: `${await supportPath()}/messages` }),
  'GET /api/admin/support/{conversationId}/messages/around': async () => ({ path: `${await supportPath()}/messages/around?seq=1` }),
  'POST /api/admin/support/{conversationId}/messages': async () => ({
    path: `${await supportPath()}/messages`,
    body: { clientId: crypto.randomUUID(), body: 'Hello' },
  }),
  'PATCH /api/admin/support/{conversationId}/messages/{seq}': async (_, actor) => ({
    path: await ownAnswerPath(actor),
    body: { body: 'Good day' },
  }),
  'DELETE /api/admin/support/{conversationId}/messages/{seq}': async (_, actor) => ({ path: await ownAnswerPath(actor) }),
  'POST /api/admin/support/{conversationId}/messages/{seq}/report': async () => {
    const { conversationId, seq } = await supported()
    return { path: `/api/admin/support/${conversationId}/messages/${seq}/report`, body: { reason: 'spam' } }
  },
  'GET /api/admin/users': () => ({ path: '/api/admin/users' }),
  'GET /api/admin/users/{userId}': () => ({ path: `/api/admin/users/${actors.shopper.userId}` }),
  'PUT /api/admin/users/{userId}/status': async () => ({
    path: `/api/admin/users/${(await user()).userId}/status`,
    body: { status: 'disabled', reason: 'To see who may.' },
  }),
  'PUT /api/admin/users/{userId}/role': async () => ({
    path: `/api/admin/users/${(await user()).userId}/role`,
    body: { role: 'moderator', reason: 'To see who may.' },
  }),
  'POST /api/auth/token': async () => ({ path: '/api/auth/token', body: await knownCredentials() }),
  'POST /api/auth/refresh': async () => ({ path: '/api/auth/refresh', body: { refreshToken: await refreshToken() } }),
  'POST /api/auth/revoke': async () => ({ path: '/api/auth/revoke', body: { refreshToken: await refreshToken() } }),
  'GET /api/cart': () => ({ path: '/api/cart' }),
  'POST /api/cart/lines': async () => ({ path: '/api/cart/lines', body: { variantId: (await product()).variant.id } }),
  'PATCH /api/cart/lines/{lineId}': async () => ({ path: `/api/cart/lines/${await cartLine()}`, body: { quantity: 2 } }),
  'DELETE /api/cart/lines/{lineId}': async () => ({ path: `/api/cart/lines/${await cartLine()}` }),
  'PUT /api/cart/lines/{lineId}/saved': async () => ({ path: `/api/cart/lines/${await cartLine()}/saved` }),
  'DELETE /api/cart/lines/{lineId}/saved': async () => ({ path: `/api/cart/lines/${await cartLine()}/saved` }),
  'PUT /api/cart/coupon': async (client) => {
    await client.post('/api/cart/lines', { variantId: (await product()).variant.id })
    return { path: '/api/cart/coupon', body: { code: (await someCoupon()).code } }
  },
  'DELETE /api/cart/coupon': () => ({ path: '/api/cart/coupon' }),
  'GET /api/categories': () => ({ path: '/api/categories' }),
  'GET /api/categories/{path}': () => ({ path: `/api/categories/${listed.category}` }),
  'GET /api/rooms': () => ({ path: '/api/rooms' }),
  'POST /api/rooms': () => ({ path: '/api/rooms', body: { name: 'Night firing', visibility: 'public' } }),
  'GET /api/rooms/{roomId}': async () => ({ path: `/api/rooms/${(await ownRoom()).id}` }),
  'PATCH /api/rooms/{roomId}': async () => ({ path: `/api/rooms/${(await ownRoom()).id}`, body: { topic: 'Clay' } }),
  'POST /api/rooms/{roomId}/close': async () => ({ path: `/api/rooms/${(await ownRoom()).id}/close` }),
  'PUT /api/rooms/{roomId}/membership': async () => ({ path: `/api/rooms/${(await ownRoom('public')).id}/membership` }),
  'PATCH /api/rooms/{roomId}/membership': async () => ({
    path: `/api/rooms/${(await ownRoom('private', true)).id}/membership`,
    body: { notices: 'all' },
  }),
  'DELETE /api/rooms/{roomId}/membership': async () => ({ path: `/api/rooms/${(await ownRoom('private', true)).id}/membership` }),
  'GET /api/rooms/{roomId}/members': async () => ({ path: `/api/rooms/${(await ownRoom()).id}/members` }),
  'PATCH /api/rooms/{roomId}/members/{userId}': async () => {
    const { id, memberId } = await ownRoom()
    return { path: `/api/rooms/${id}/members/${memberId}`, body: { role: 'moderator' } }
  },
  'DELETE /api/rooms/{roomId}/members/{userId}': async () => {
    const { id, memberId } = await ownRoom()
    return { path: `/api/rooms/${id}/members/${memberId}` }
  },
  'GET /api/rooms/{roomId}/bans': async () => ({ path: `/api/rooms/${(await ownRoom()).id}/bans` }),
  'PUT /api/rooms/{roomId}/bans/{userId}': async () => {
    const { id, memberId } = await ownRoom()
    return { path: `/api/rooms/${id}/bans/${memberId}` }
  },
  'DELETE /api/rooms/{roomId}/bans/{userId}': async () => {
    const { id, memberId } = await ownRoom()
    return { path: `/api/rooms/${id}/bans/${memberId}` }
  },
  'GET /api/rooms/{roomId}/invitation': async () => ({ path: `/api/rooms/${(await ownRoom()).id}/invitation` }),
  'PUT /api/rooms/{roomId}/invitation': async () => ({ path: `/api/rooms/${(await ownRoom()).id}/invitation` }),
  'DELETE /api/rooms/{roomId}/invitation': async () => ({ path: `/api/rooms/${(await ownRoom()).id}/invitation` }),
  'GET /api/room-invitations/{token}': async () => ({ path: `/api/room-invitations/${await linkToRoom()}` }),
  'POST /api/room-invitations/{token}/accept': async () => ({ path: `/api/room-invitations/${await linkToRoom()}/accept` }),
  'GET /api/conversations': () => ({ path: '/api/conversations' }),
  'POST /api/conversations': () => ({ path: '/api/conversations', body: { about: 'product', slug: listed.product } }),
  'GET /api/conversations/presence': async () => ({
    path: `/api/conversations/presence?conversations=${(await said(actors.shopper)).conversationId}`,
  }),
  'GET /api/conversations/search': async () => ({
    path: `/api/conversations/search?q=hello&conversationId=${(await said(actors.shopper)).conversationId}`,
  }),
  'GET /api/conversations/{conversationId}': async () => ({ path: `/api/conversations/${(await said(actors.shopper)).conversationId}` }),
  'GET /api/conversations/{conversationId}/export': async () => ({
    path: `/api/conversations/${(await said(actors.shopper)).conversationId}/export`,
  }),
  'GET /api/conversations/{conversationId}/messages': async () => ({
    path: `/api/conversations/${(await said(actors.shopper)).conversationId}/messages`,
  }),
  'GET /api/conversations/{conversationId}/messages/around': async () => ({
    path: `/api/conversations/${(await said(actors.shopper)).conversationId}/messages/around?seq=1`,
  }),
  'POST /api/conversations/{conversationId}/messages': async () => ({
    path: `/api/conversations/${(await said(actors.shopper)).conversationId}/messages`,
    body: { clientId: crypto.randomUUID(), body: 'Hello' },
  }),
  'POST /api/conversations/{conversationId}/attachments': async () => ({
    path: `/api/conversations/${(await said(actors.shopper)).conversationId}/attachments?name=bowl.jpg`,
    body: await smallPicture('#a52'),
  }),
  'PATCH /api/conversations/{conversationId}/messages/{seq}': async () => {
    const { conversationId, seq } = await said(actors.shopper)
    return { path: `/api/conversations/${conversationId}/messages/${seq}`, body: { body: 'Good day' } }
  },
  'DELETE /api/conversations/{conversationId}/messages/{seq}': async () => {
    const { conversationId, seq } = await said(actors.shopper)
    return { path: `/api/conversations/${conversationId}/messages/${seq}` }
  },
  'PUT /api/conversations/{conversationId}/block': async () => ({
    path: `/api/conversations/${(await said(actors.shopper)).conversationId}/block`,
  }),
  'DELETE /api/conversations/{conversationId}/block': async () => ({
    path: `/api/conversations/${(await said(actors.shopper)).conversationId}/block`,
  }),
  'POST /api/conversations/{conversationId}/messages/{seq}/report': async () => {
    const { conversationId, seq } = await said(actors.seller)
    return { path: `/api/conversations/${conversationId}/messages/${seq}/report`, body: { reason: 'spam' } }
  },
  'GET /api/conversations/{conversationId}/offers/choices': async () => ({
    path: `/api/conversations/${(await said(actors.shopper)).conversationId}/offers/choices`,
  }),
  'POST /api/conversations/{conversationId}/offers': async () => ({
    path: `/api/conversations/${(await offered(actors.seller)).conversationId}/offers`,
    body: someOfferOf(),
  }),
  'POST /api/conversations/{conversationId}/offers/{offerId}/answer': async () => {
    const { conversationId, id } = await offered(actors.seller)
    return { path: `/api/conversations/${conversationId}/offers/${id}/answer`, body: { answer: 'decline' } }
  },
  'PUT /api/conversations/{conversationId}/offers/{offerId}/cart': async () => {
    const { conversationId, id } = await offered(actors.seller)
    const agreedUntil = new Date(Date.now() + 60 * 60 * 1000)
    await ctx.db.update(offers).set({ state: 'accepted', agreedUntil }).where(eq(offers.id, id))
    return { path: `/api/conversations/${conversationId}/offers/${id}/cart` }
  },
  'POST /api/conversations/{conversationId}/read': async () => ({
    path: `/api/conversations/${(await said(actors.shopper)).conversationId}/read`,
    body: { seq: 1 },
  }),
  'POST /api/checkouts': async (client, actor) => {
    const chair = await product()
    await client.post('/api/cart/lines', { variantId: chair.variant.id })
    const { body } = await client.get('/api/cart')
    const headers = { 'idempotency-key': crypto.randomUUID() }
    return { path: '/api/checkouts', body: { ...(await form(actor)), expectedTotalMinor: body.totalMinor }, headers }
  },
  'POST /api/checkouts/quote': () => ({ path: '/api/checkouts/quote', body: { country: 'DE' } }),
  'GET /api/checkouts/{checkoutId}': async () => ({ path: `/api/checkouts/${await openCheckout()}` }),
  'POST /api/checkouts/{checkoutId}/cancel': async () => ({ path: `/api/checkouts/${await openCheckout()}/cancel` }),
  'POST /api/checkouts/{checkoutId}/finalize': async () => ({ path: `/api/checkouts/${await openCheckout()}/finalize` }),
  'POST /api/checkouts/{checkoutId}/pay/test': async () => ({
    path: `/api/checkouts/${await openCheckout()}/pay/test`,
    body: { cardNumber: card('succeeds') },
  }),
  'POST /api/checkouts/{checkoutId}/authenticate/test': async () => {
    const id = await openCheckout()
    await pay(actors.shopper, id, 'asks_the_buyer')
    return { path: `/api/checkouts/${id}/authenticate/test`, body: { outcome: 'approve' } }
  },
  'GET /api/home': () => ({ path: '/api/home' }),
  'GET /api/invitations/{token}': async () => {
    const { token } = await invitation(actors.shopper.email!, (await shop()).id)
    return { path: `/api/invitations/${token}` }
  },
  'POST /api/invitations/{token}/accept': async () => {
    const { token } = await invitation(actors.shopper.email!, (await shop()).id)
    return { path: `/api/invitations/${token}/accept` }
  },
  'GET /api/openapi.json': () => ({ path: '/api/openapi.json' }),
  'GET /api/orders': () => ({ path: '/api/orders' }),
  'GET /api/notifications': () => ({ path: '/api/notifications' }),
  'POST /api/notifications/read': () => ({ path: '/api/notifications/read', body: {} }),
  'GET /api/orders/{number}': async () => ({ path: `/api/orders/${(await paidOrder()).group}` }),
  'GET /api/orders/{number}/documents/{documentId}': async () => {
    const { order } = await paidOrder()
    return { path: `/api/orders/${order}/documents/${await invoiceOf(order)}` }
  },
  'POST /api/orders/{number}/cancel': async () => ({
    path: `/api/orders/${(await paidOrder()).order}/cancel`,
    body: { reason: 'changed_mind' },
  }),
  'POST /api/orders/{number}/shipments/{shipmentId}/arrived': async () => {
    const { order, shipment } = await shippedOrder()
    return { path: `/api/orders/${order}/shipments/${shipment}/arrived` }
  },
  'GET /api/privacy': () => ({ path: '/api/privacy' }),
  'PUT /api/privacy/shown': () => ({ path: '/api/privacy/shown', body: { kind: 'receipts', isShown: true } }),
  'POST /api/privacy/consents': () => ({ path: '/api/privacy/consents', body: { kind: 'newsletter', granted: true } }),
  'DELETE /api/privacy/erasure': () => ({ path: '/api/privacy/erasure' }),
  'POST /api/privacy/erasure': async (_, actor) => {
    await prepareFactor(actor, null)
    await member('owner')
    return { path: '/api/privacy/erasure', body: { password: HANDED_OVER } }
  },
  'POST /api/privacy/exports': async (_, { userId }) => {
    if (userId) await ctx.db.delete(dataExports).where(eq(dataExports.userId, userId))
    return { path: '/api/privacy/exports' }
  },
  'GET /api/privacy/exports/{exportId}': async () => ({ path: `/api/privacy/exports/${await readyExport()}` }),
  'GET /api/product-cards': () => ({ path: `/api/product-cards?slugs=${listed.product}` }),
  'GET /api/products': () => ({ path: '/api/products' }),
  'GET /api/products/{slug}': () => ({ path: `/api/products/${listed.product}` }),
  'GET /api/products/{slug}/reviews': () => ({ path: `/api/products/${listed.product}/reviews` }),
  'POST /api/reviews': async () => ({
    path: '/api/reviews',
    body: { orderLineId: (await shippedOrder()).line, rating: 5, body: 'Bright.' },
  }),
  'GET /api/search': () => ({ path: '/api/search?q=lamp' }),
  'GET /api/search/filters': () => ({ path: '/api/search/filters?q=lamp' }),
  'GET /api/search/suggestions': () => ({ path: '/api/search/suggestions?q=la' }),
  'POST /api/search/clicks': () => ({ path: '/api/search/clicks', body: { q: 'lamp', product: lamp.slug } }),
  'GET /api/admin/search/insight': () => ({ path: '/api/admin/search/insight' }),
  'GET /api/admin/coupons': () => ({ path: '/api/admin/coupons' }),
  'POST /api/admin/coupons': () => ({ path: '/api/admin/coupons', body: { ...someOffer(), bearer: 'marketplace' } }),
  'PUT /api/admin/coupons/{couponId}': async () => ({
    path: `/api/admin/coupons/${(await someCoupon()).id}`,
    body: { ...someOffer(), bearer: 'marketplace' },
  }),
  'PUT /api/admin/coupons/{couponId}/active': async () => ({
    path: `/api/admin/coupons/${(await someCoupon()).id}/active`,
    body: { active: false },
  }),
  'GET /api/seller/shops/{shopId}/conversations/presence': async () => ({
    path: `${shopPath()}/conversations/presence?conversations=${(await said(actors.seller)).conversationId}`,
  }),
  'GET /api/seller/shops/{shopId}/conversations/search': async () => ({
    path: `${shopPath()}/conversations/search?q=hello&conversationId=${(await said(actors.seller)).conversationId}`,
  }),
  'GET /api/seller/shops/{shopId}/conversations': () => ({ path: `${shopPath()}/conversations` }),
  'GET /api/seller/shops/{shopId}/conversations/{conversationId}': async () => ({
    path: `${shopPath()}/conversations/${(await said(actors.seller)).conversationId}`,
  }),
  'PATCH /api/seller/shops/{shopId}/conversations/{conversationId}': async () => ({
    path: `${shopPath()}/conversations/${(await said(actors.seller)).conversationId}`,
    body: { closed: true },
  }),
  'GET /api/seller/shops/{shopId}/conversations/{conversationId}/export': async () => ({
    path: `${shopPath()}/conversations/${(await said(actors.seller)).conversationId}/export`,
  }),
  'GET /api/seller/shops/{shopId}/conversations/{conversationId}/messages': async () => ({
    path: `${shopPath()}/conversations/${(await said(actors.seller)).conversationId}/messages`,
  }),
  'GET /api/seller/shops/{shopId}/conversations/{conversationId}/messages/around': async () => ({
    path: `${shopPath()}/conversations/${(await said(actors.seller)).conversationId}/messages/around?seq=1`,
  }),
  'POST /api/seller/shops/{shopId}/conversations/{conversationId}/messages': async () => ({
    path: `${shopPath()}/conversations/${(await said(actors.seller)).conversationId}/messages`,
    body: { clientId: crypto.randomUUID(), body: 'Hello' },
  }),
  'POST /api/seller/shops/{shopId}/conversations/{conversationId}/attachments': async () => ({
    path: `${shopPath()}/conversations/${(await said(actors.seller)).conversationId}/attachments?name=bowl.jpg`,
    body: await smallPicture('#a53'),
  }),
  'PATCH /api/seller/shops/{shopId}/conversations/{conversationId}/messages/{seq}': async () => {
    const { conversationId, seq } = await said(actors.seller)
    return { path: `${shopPath()}/conversations/${conversationId}/messages/${seq}`, body: { body: 'Good day' } }
  },
  'DELETE /api/seller/shops/{shopId}/conversations/{conversationId}/messages/{seq}': async () => {
    const { conversationId, seq } = await said(actors.seller)
    return { path: `${shopPath()}/conversations/${conversationId}/messages/${seq}` }
  },
  'PUT /api/seller/shops/{shopId}/conversations/{conversationId}/block': async () => ({
    path: `${shopPath()}/conversations/${(await said(actors.seller)).conversationId}/block`,
  }),
  'DELETE /api/seller/shops/{shopId}/conversations/{conversationId}/block': async () => ({
    path: `${shopPath()}/conversations/${(await said(actors.seller)).conversationId}/block`,
  }),
  'POST /api/seller/shops/{shopId}/conversations/{conversationId}/messages/{seq}/report': async () => {
    const { conversationId, seq } = await said(actors.shopper)
    return { path: `${shopPath()}/conversations/${conversationId}/messages/${seq}/report`, body: { reason: 'spam' } }
  },
  'GET /api/seller/shops/{shopId}/conversations/{conversationId}/offers/choices': async () => ({
    path: `${shopPath()}/conversations/${(await said(actors.seller)).conversationId}/offers/choices`,
  }),
  'POST /api/seller/shops/{shopId}/conversations/{conversationId}/offers': async () => ({
    path: `${shopPath()}/conversations/${(await offered(actors.shopper)).conversationId}/offers`,
    body: someOfferOf(),
  }),
  'POST /api/seller/shops/{shopId}/conversations/{conversationId}/offers/{offerId}/answer': async () => {
    const { conversationId, id } = await offered(actors.shopper)
    return { path: `${shopPath()}/conversations/${conversationId}/offers/${id}/answer`, body: { answer: 'decline' } }
  },
  'POST /api/seller/shops/{shopId}/conversations/{conversationId}/read': async () => ({
    path: `${shopPath()}/conversations/${(await said(actors.seller)).conversationId}/read`,
    body: { seq: 1 },
  }),
  'GET /api/seller/shops/{shopId}/inbox': () => ({ path: `${shopPath()}/inbox` }),
  'PUT /api/seller/shops/{shopId}/inbox': () => ({
    path: `${shopPath()}/inbox`,
    body: { autoReplyOn: false, autoReply: 'We are back soon.', timeZone: 'Europe/Berlin', hours: Array<null>(7).fill(null) },
  }),
  'GET /api/seller/shops/{shopId}/saved-replies': () => ({ path: `${shopPath()}/saved-replies` }),
  'POST /api/seller/shops/{shopId}/saved-replies': () => ({ path: `${shopPath()}/saved-replies`, body: SAVED_REPLY }),
  'PUT /api/seller/shops/{shopId}/saved-replies/{replyId}': async () => ({
    path: `${shopPath()}/saved-replies/${await savedReply()}`,
    body: SAVED_REPLY,
  }),
  'DELETE /api/seller/shops/{shopId}/saved-replies/{replyId}': async () => ({
    path: `${shopPath()}/saved-replies/${await savedReply()}`,
  }),
  'GET /api/seller/shops/{shopId}/coupons': () => ({ path: `${shopPath()}/coupons` }),
  'POST /api/seller/shops/{shopId}/coupons': () => ({ path: `${shopPath()}/coupons`, body: someOffer() }),
  'PUT /api/seller/shops/{shopId}/coupons/{couponId}': async () => ({
    path: `${shopPath()}/coupons/${(await someCoupon(lamp.shop.id)).id}`,
    body: someOffer(),
  }),
  'PUT /api/seller/shops/{shopId}/coupons/{couponId}/active': async () => ({
    path: `${shopPath()}/coupons/${(await someCoupon(lamp.shop.id)).id}/active`,
    body: { active: false },
  }),
  'GET /api/admin/search/synonyms': () => ({ path: '/api/admin/search/synonyms' }),
  'POST /api/admin/search/synonyms': () => ({ path: '/api/admin/search/synonyms', body: { words: ['sofa', 'couch'] } }),
  'PUT /api/admin/search/synonyms/{synonymsId}': async () => ({
    path: `/api/admin/search/synonyms/${await someSynonyms()}`,
    body: { words: ['sofa', 'settee'] },
  }),
  'DELETE /api/admin/search/synonyms/{synonymsId}': async () => ({ path: `/api/admin/search/synonyms/${await someSynonyms()}` }),
  'GET /api/seller/shops/{shopId}/categories': () => ({ path: `${shopPath()}/categories` }),
  'GET /api/shop-slugs': () => ({ path: '/api/shop-slugs?wished=lamps' }),
  'POST /api/shops': async () => {
    // Only so many may be pending.
    await ctx.db.update(shops).set({ status: 'closed' }).where(eq(shops.status, 'pending'))
    return { path: '/api/shops', body: { name: 'Lamps', country: 'DE' } }
  },
  'GET /api/seller/shops/{shopId}/checklist': () => ({ path: `${shopPath()}/checklist` }),
  'GET /api/seller/shops/{shopId}/search-insight': () => ({ path: `${shopPath()}/search-insight` }),
  'POST /api/seller/shops/{shopId}/close': async () => ({ path: `/api/seller/shops/${await pendingShop()}/close` }),
  'DELETE /api/seller/shops/{shopId}/holiday': () => ({ path: `${shopPath()}/holiday` }),
  'PUT /api/seller/shops/{shopId}/holiday': () => ({
    path: `${shopPath()}/holiday`,
    body: { from: new Date(Date.now() + 86_400_000), to: new Date(Date.now() + 2 * 86_400_000) },
  }),
  'GET /api/seller/shops/{shopId}/home': () => ({ path: `${shopPath()}/home` }),
  'GET /api/seller/shops/{shopId}/export': () => ({ path: `${shopPath()}/export` }),
  'GET /api/seller/shops/{shopId}/imports': () => ({ path: `${shopPath()}/imports` }),
  'POST /api/seller/shops/{shopId}/imports': () => ({ path: `${shopPath()}/imports`, body: Buffer.from('Handle,Title,Price\n') }),
  'GET /api/seller/shops/{shopId}/imports/{importId}': async () => ({ path: await importPath('checked') }),
  'POST /api/seller/shops/{shopId}/imports/{importId}/apply': async () => ({ path: `${await importPath('checked')}/apply` }),
  'GET /api/seller/shops/{shopId}/imports/{importId}/items': async () => ({ path: `${await importPath('checked')}/items` }),
  'PUT /api/seller/shops/{shopId}/imports/{importId}/mapping': async () => ({
    path: `${await importPath('checked')}/mapping`,
    body: { mapping: { title: 'Title' } },
  }),
  'POST /api/seller/shops/{shopId}/imports/{importId}/pictures': async () => ({
    path: `${await importPath('applied')}/pictures`,
    body: Buffer.from(zipSync({})),
  }),
  'POST /api/seller/shops/{shopId}/imports/{importId}/pictures/retry': async () => ({
    path: `${await importPath('applied')}/pictures/retry`,
  }),
  'POST /api/seller/shops/{shopId}/imports/{importId}/undo': async () => ({ path: `${await importPath('applied')}/undo` }),
  'GET /api/seller/shops/{shopId}/inventory': () => ({ path: `${shopPath()}/inventory` }),
  'GET /api/seller/shops/{shopId}/inventory/export': () => ({ path: `${shopPath()}/inventory/export` }),
  'POST /api/seller/shops/{shopId}/invitations': () => ({
    path: `${shopPath()}/invitations`,
    body: { email: address('invited'), role: 'staff' },
  }),
  'DELETE /api/seller/shops/{shopId}/invitations/{invitationId}': async () => ({
    path: `${shopPath()}/invitations/${(await invitation(address('invited'))).id}`,
  }),
  'POST /api/seller/shops/{shopId}/invitations/{invitationId}/resend': async () => ({
    path: `${shopPath()}/invitations/${(await invitation(address('invited'))).id}/resend`,
  }),
  'GET /api/seller/shops/{shopId}/members': () => ({ path: `${shopPath()}/members` }),
  'DELETE /api/seller/shops/{shopId}/members/{userId}': async () => ({ path: `${shopPath()}/members/${await member()}` }),
  'PATCH /api/seller/shops/{shopId}/members/{userId}': async () => ({
    path: `${shopPath()}/members/${await member()}`,
    body: { role: 'manager' },
  }),
  'GET /api/seller/shops/{shopId}/orders': () => ({ path: `${shopPath()}/orders` }),
  'GET /api/seller/shops/{shopId}/orders/{orderNumber}': async () => ({ path: `${shopPath()}/orders/${(await paidOrder()).order}` }),
  'GET /api/seller/shops/{shopId}/orders/{orderNumber}/documents/{documentId}': async () => {
    const { order } = await paidOrder()
    return { path: `${shopPath()}/orders/${order}/documents/${await invoiceOf(order)}` }
  },
  'GET /api/seller/shops/{shopId}/orders/export': () => ({ path: `${shopPath()}/orders/export` }),
  'GET /api/seller/shops/{shopId}/orders/packing-slips': async () => ({
    path: `${shopPath()}/orders/packing-slips?numbers=${(await paidOrder()).order}`,
  }),
  'POST /api/seller/shops/{shopId}/orders/ship': async () => ({
    path: `${shopPath()}/orders/ship`,
    body: { carrier: 'DHL', orders: [{ number: (await paidOrder()).order, trackingNumber: '1' }] },
    headers: { 'idempotency-key': crypto.randomUUID() },
  }),
  'GET /api/seller/shops/{shopId}/orders/{orderNumber}/packing-slip': async () => ({
    path: `${shopPath()}/orders/${(await paidOrder()).order}/packing-slip`,
  }),
  'POST /api/seller/shops/{shopId}/orders/{orderNumber}/cancel': async () => ({
    path: `${shopPath()}/orders/${(await paidOrder()).order}/cancel`,
    body: { reason: 'out_of_stock' },
    headers: { 'idempotency-key': crypto.randomUUID() },
  }),
  'POST /api/seller/shops/{shopId}/orders/{orderNumber}/refunds': async () => ({
    path: `${shopPath()}/orders/${(await paidOrder()).order}/refunds`,
    body: { reason: 'goodwill', extraMinor: 1 },
    headers: { 'idempotency-key': crypto.randomUUID() },
  }),
  'POST /api/seller/shops/{shopId}/orders/{orderNumber}/shipments': async () => ({
    path: `${shopPath()}/orders/${(await paidOrder()).order}/shipments`,
    body: {},
    headers: { 'idempotency-key': crypto.randomUUID() },
  }),
  'POST /api/seller/shops/{shopId}/orders/{orderNumber}/shipments/{shipmentId}/events': async () => {
    const { order, shipment } = await shippedOrder()
    return { path: `${shopPath()}/orders/${order}/shipments/${shipment}/events`, body: { kind: 'delivered' } }
  },
  'POST /api/seller/shops/{shopId}/orders/{orderNumber}/shipments/{shipmentId}/resend': async () => {
    const { order, shipment } = await shippedOrder()
    await (await server.as(actors.seller)).post(`${shopPath()}/orders/${order}/shipments/${shipment}/events`, { kind: 'lost' })
    return { path: `${shopPath()}/orders/${order}/shipments/${shipment}/resend` }
  },
  'POST /api/seller/shops/{shopId}/pictures': async () => ({
    path: `${shopPath()}/pictures`,
    body: await smallPicture('#285'),
  }),
  'POST /api/seller/shops/{shopId}/pictures/direct': () => ({
    path: `${shopPath()}/pictures/direct`,
    body: { contentType: 'image/png', sizeBytes: 100 },
  }),
  'POST /api/seller/shops/{shopId}/pictures/direct/{uploadId}/finish': async () => {
    const uploadId = ctx.newId()
    await ctx.storage.put(`uploads/${lamp.shop.id}/${uploadId}`, await smallPicture('#582'), { contentType: 'image/png' })
    return { path: `${shopPath()}/pictures/direct/${uploadId}/finish` }
  },
  'GET /api/seller/shops/{shopId}/products': () => ({ path: `${shopPath()}/products` }),
  'POST /api/seller/shops/{shopId}/products': () => ({ path: `${shopPath()}/products`, body: someProduct() }),
  'GET /api/seller/shops/{shopId}/products/{productId}': () => ({ path: `${shopPath()}/products/${lamp.id}` }),
  'PUT /api/seller/shops/{shopId}/products/{productId}': async () => ({
    path: `${shopPath()}/products/${(await product({ shop: lamp.shop, status: 'draft' })).id}`,
    body: { product: someProduct() },
  }),
  'POST /api/seller/shops/{shopId}/products/{productId}/duplicate': () => ({ path: `${shopPath()}/products/${lamp.id}/duplicate` }),
  'GET /api/seller/shops/{shopId}/products/{productId}/preview': () => ({ path: `${shopPath()}/products/${lamp.id}/preview` }),
  'GET /api/seller/shops/{shopId}/money': () => ({ path: `${shopPath()}/money` }),
  'GET /api/seller/shops/{shopId}/statements/{month}': () => ({ path: `${shopPath()}/statements/2026-11` }),
  'GET /api/seller/shops/{shopId}/statements/{month}/lines': () => ({ path: `${shopPath()}/statements/2026-11/lines` }),
  'GET /api/seller/shops/{shopId}/statements/{month}/export': () => ({ path: `${shopPath()}/statements/2026-11/export` }),
  'PUT /api/seller/shops/{shopId}/payout-account': () => ({
    path: `${shopPath()}/payout-account`,
    body: { holder: 'Olga', iban: 'DE89 3704 0044 0532 0130 00' },
  }),
  'POST /api/seller/shops/{shopId}/orders/{orderNumber}/disputes/{disputeId}/notes': async () => {
    const { number, shareId } = await disputedOrder()
    return { path: `${shopPath()}/orders/${number}/disputes/${shareId}/notes`, body: { text: 'It arrived on Tuesday.' } }
  },
  'POST /api/seller/shops/{shopId}/payout-account/begin': () => ({
    path: `${shopPath()}/payout-account/begin`,
    body: { language: 'en' },
    impossible: 'shops.paid_by_bank',
  }),
  'POST /api/seller/shops/{shopId}/payout-account/refresh': () => ({ path: `${shopPath()}/payout-account/refresh` }),
  'DELETE /api/seller/shops/{shopId}/pictures/{kind}': () => ({ path: `${shopPath()}/pictures/banner` }),
  'PUT /api/seller/shops/{shopId}/pictures/{kind}': async () => ({
    path: `${shopPath()}/pictures/logo`,
    body: await sharp({ create: { width: 32, height: 32, channels: 3, background: '#258' } })
      .png()
      .toBuffer(),
  }),
  'GET /api/seller/shops/{shopId}/settings': () => ({ path: `${shopPath()}/settings` }),
  'PATCH /api/seller/shops/{shopId}/settings': async () => {
    const [row] = await ctx.db.select({ version: shops.version }).from(shops).where(eq(shops.id, lamp.shop.id))
    return { path: `${shopPath()}/settings`, body: { version: row!.version, tagline: 'Bright' } }
  },
  'POST /api/seller/shops/{shopId}/shipping-methods': async () => ({
    path: `${shopPath()}/shipping-methods`,
    body: { ...parcel, zoneId: (await wayOfSending()).zoneId },
  }),
  'DELETE /api/seller/shops/{shopId}/shipping-methods/{methodId}': async () => ({
    path: `${shopPath()}/shipping-methods/${(await wayOfSending()).id}`,
  }),
  'PUT /api/seller/shops/{shopId}/shipping-methods/{methodId}': async () => {
    const { id, zoneId } = await wayOfSending()
    return { path: `${shopPath()}/shipping-methods/${id}`, body: { ...parcel, zoneId } }
  },
  // A shop of its own: the ways of sending of the others fill up that of the lamp.
  'POST /api/seller/shops/{shopId}/shipping-zones': async () => ({
    path: `/api/seller/shops/${(await shop({ owner: actors.seller })).id}/shipping-zones`,
    body: zone,
  }),
  'DELETE /api/seller/shops/{shopId}/shipping-zones/{zoneId}': async () => ({
    path: `${shopPath()}/shipping-zones/${(await wayOfSending()).zoneId}`,
  }),
  'PUT /api/seller/shops/{shopId}/shipping-zones/{zoneId}': async () => ({
    path: `${shopPath()}/shipping-zones/${(await wayOfSending()).zoneId}`,
    body: zone,
  }),
  'PUT /api/seller/shops/{shopId}/slug': () => ({ path: `${shopPath()}/slug`, body: { slug: `lamps-${ctx.newId()}` } }),
  'POST /api/seller/shops/{shopId}/submit': async () => ({ path: `/api/seller/shops/${await pendingShop()}/submit` }),
  'POST /api/seller/shops/{shopId}/products/{productId}/moves': async () => ({
    path: `${shopPath()}/products/${(await product({ shop: lamp.shop, status: 'live' })).id}/moves`,
    body: { step: 'unpublish' },
  }),
  'GET /api/seller/shops/{shopId}/products/{productId}/standing': () => ({ path: `${shopPath()}/products/${lamp.id}/standing` }),
  'POST /api/seller/shops/{shopId}/products/bulk': () => ({
    path: `${shopPath()}/products/bulk`,
    body: { productIds: [lamp.id], change: { kind: 'clear_compare_at' } },
    headers: { 'idempotency-key': crypto.randomUUID() },
  }),
  'GET /api/seller/shops/{shopId}/variants/{variantId}/movements': () => ({
    path: `${shopPath()}/variants/${lamp.variant.id}/movements`,
  }),
  'POST /api/seller/shops/{shopId}/variants/{variantId}/stock': () => ({
    path: `${shopPath()}/variants/${lamp.variant.id}/stock`,
    body: { kind: 'receive', quantity: 1 },
  }),
  'GET /api/session': () => ({ path: '/api/session' }),
  'POST /api/session': async () => ({ path: '/api/session', body: await knownCredentials() }),
  'POST /api/session/passkey': async (client) => {
    const owner = await server.as(await user({ passwordHash }))
    const { authenticator, body } = await newPasskey(owner)
    await owner.post('/api/accounts/passkeys', body)
    const request = await client.post('/api/session/passkey/challenge')
    return { path: '/api/session/passkey', body: { credential: authenticator.get(request.body) } }
  },
  'POST /api/session/passkey/challenge': () => ({ path: '/api/session/passkey/challenge' }),
  'DELETE /api/session': () => ({ path: '/api/session' }),
  'GET /api/shops/{slug}': () => ({ path: `/api/shops/${listed.shop.row.slug}` }),
  'GET /api/site': () => ({ path: '/api/site' }),
}

describe('what is granted to everyone, about what is another’s', () => {
  it('25: leaves the line in the cart', async () => {
    const lineId = await cartLine()
    for (const person of PEOPLE.filter((person) => person !== 'shopper'))
      await (await browserOf(person)).delete(`/api/cart/lines/${lineId}`)

    const { body } = await (await browserOf('shopper')).get('/api/cart')
    expect(body.shops[0].lines[0].id).toBe(lineId)
  })

  it('25: leaves the session alive', async () => {
    const shopper = await browserOf('shopper')
    const id = await sessionOf(actors.shopper)
    for (const person of PEOPLE.filter((person) => person !== 'shopper'))
      await (await browserOf(person)).delete(`/api/accounts/sessions/${id}`)

    const { body } = await shopper.get('/api/accounts/sessions')
    expect(body.items.map((session: { id: string }) => session.id)).toContain(id)
  })
})

const VERDICTS: Record<number, Verdict> = { 401: 'sign in', 403: 'refused', 404: 'not found' }

/** What was answered, in the matrix's words; any other answer as it is. */
const verdictOf = ({ status, body }: { status: number; body: unknown }, impossible?: string) =>
  status < 300 || (impossible !== undefined && (body as WireError).data?.code === impossible)
    ? 'allowed'
    : (VERDICTS[status] ?? `${status} ${JSON.stringify(body)}`)

it('25: knows how to ask every route, and no other', () => {
  expect(Object.keys(ASKS).sort()).toEqual(Object.keys(matrix).sort())
})

let asked = 0
const wrong: string[] = []
afterAll(async () => {
  const { paths } = (await server.visitor().get('/api/openapi.json')).body as { paths: Record<string, object> }
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const unlisted = documented.filter((name) => !(name in matrix && name in ASKS))
  process.stdout.write(
    `access matrix: ${documented.length} routes, ${asked} questions, ${unlisted.length} unlisted, ${wrong.length} wrong\n`,
  )
  expect(unlisted).toEqual([])
})

describe.each(Object.keys(matrix).filter((name) => name in ASKS))('%s', (name) => {
  it.each(PEOPLE)('25: for %s', async (person) => {
    const actor = actors[person]
    const client = await browserOf(person)
    const { path, body, headers, impossible } = await ASKS[name]!(client, actor)
    const method = name.split(' ')[0]!.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'

    const answer = method === 'get' ? await client.get(path, headers) : await client[method](path, body, headers)

    asked++
    const verdict = verdictOf(answer, impossible)
    if (verdict !== matrix[name]![person]) wrong.push(`${name} for ${person}`)
    expect(verdict).toBe(matrix[name]![person])
  })
})
