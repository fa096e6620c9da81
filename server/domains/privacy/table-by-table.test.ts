import { and, eq, getTableName, is, ne, sql } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import * as schema from '#db/schema'
import { addAddress, chooseNotification, hasVerifiedAddress, makeApiKey, requestEmailChange, setAvatar } from '#server/domains/accounts'
import { addToCart } from '#server/domains/cart'
import {
  addAttachment,
  editMessage,
  joinRoom,
  makeRoom,
  openConversation,
  removeFromRoom,
  reportMessage,
  sendMessage,
} from '#server/domains/chat'
import { finalizeCheckout, inspectMarketplace } from '#server/domains/checkout'
import { makeOffer } from '#server/domains/offers'
import { addReturnPhoto, cancelOrder, requestReturn, shipOrder } from '#server/domains/orders'
import { addReview } from '#server/domains/reviews'
import { inviteMember } from '#server/domains/shops'
import { jobs } from '#server/jobs'
import type { Actor } from '#server/platform/actor'
import type { PersonalData } from '#server/platform/personal-data'
import { buying, someAddress } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { PERSONAL_TABLES, type Fate } from '../../../tests/support/personal-tables'
import { hashPassword } from '../accounts/passwords'
import { collectPersonalData } from './collect-personal-data'
import { eraseAccount } from './erase-account'
import { giveConsent } from './get-privacy'
import { requestErasure } from './request-erasure'
import { requestExport } from './request-export'

const ctx = await testContext({ mailer: { send: async () => {}, close: async () => {} } }, jobs)
const made = make(ctx)
const { fill, start, pay } = buying(ctx)

const PASSWORD = 'a password of some length'
const DAY = 24 * 60 * 60 * 1000

/** Words that are in no row but hers, each typed or left behind by her in another place. */
const TRACES = {
  name: 'Quastenfeld',
  email: 'zerlina.q@posteo.example',
  nextEmail: 'zerlina.next@posteo.example',
  phone: '+49 171 5550199',
  street: 'Wispelweg 77',
  company: 'Wispel und Soehne',
  ip: '203.0.113.77',
  userAgent: 'Wispelbrowser/7.7',
  apiKey: 'Wispelrobot',
  passkey: 'Wispelkey',
  credentialId: 'wispel-credential-id',
  totp: 'WISPELSECRETBASE',
  tokenHash: 'wispel-token-hash',
  note: 'Wispelnotiz',
  question: 'Wispelfrage',
  room: 'Wispelbrennofen',
} as const

const NAMED = Object.keys(PERSONAL_TABLES)
const tablesOf = (...fates: Fate[]) => NAMED.filter((name) => fates.includes(PERSONAL_TABLES[name]!.fate))
const EXPORTED = tablesOf('exported and deleted', 'exported and anonymised', 'exported and kept')

interface Place {
  schema: string
  table: string
}
const places = async (): Promise<Place[]> => [
  ...(await ctx.db.execute<{ schema: string; table: string }>(sql`
    select table_schema as "schema", table_name as "table" from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'
    order by 1, 2`)),
]
const nameOf = ({ schema, table }: Place) => (schema === 'public' ? table : `${schema}.*`)

/** Every row of the whole database that holds one of these words, without the columns in which the list lets it stay. */
async function findEverywhere(words: readonly string[], { keepsCount }: { keepsCount: boolean }): Promise<string[]> {
  const found: string[] = []
  for (const place of await places()) {
    const keeps = keepsCount ? [] : Object.keys(PERSONAL_TABLES[nameOf(place)]?.keeps ?? {})
    const columns = sql`array[${sql.join(
      [...keeps, ''].map((name) => sql`${name}`),
      sql`, `,
    )}]::text[]`
    for (const word of words) {
      const rows = await ctx.db.execute(sql`
        select 1 from ${sql.identifier(place.schema)}.${sql.identifier(place.table)} held
        where position(lower(${word}) in lower((to_jsonb(held) - ${columns})::text)) > 0 limit 1`)
      if (rows.length > 0) found.push(`${nameOf(place)}: ${word}`)
    }
  }
  return found
}

let zerlina: Actor & { userId: string }
let exported: PersonalData

beforeAll(async () => {
  const { db } = ctx
  const soon = new Date(Date.now() + 60 * DAY)
  zerlina = {
    ...(await made.user({
      name: `Zerlina ${TRACES.name}`,
      email: TRACES.email,
      passwordHash: await hashPassword(PASSWORD),
      timeZone: 'Europe/Berlin',
    })),
    address: TRACES.ip,
    sessionId: 'her session',
  }
  const userId = zerlina.userId
  const trace = { ip: TRACES.ip, userAgent: TRACES.userAgent }
  const home = someAddress({ name: `Zerlina ${TRACES.name}`, company: TRACES.company, street: TRACES.street, phone: TRACES.phone })

  // The ways in.
  for (const id of ['her session', 'another session']) await db.insert(schema.sessions).values({ id, userId, expiresAt: soon, ...trace })
  await db.insert(schema.knownDevices).values({ userId, deviceHash: TRACES.tokenHash, lastSeenAt: ctx.now })
  await db.insert(schema.recoveryCodes).values({ id: ctx.newId(), userId, codeHash: TRACES.tokenHash })
  await db.insert(schema.passkeys).values({
    id: TRACES.credentialId,
    userId,
    name: TRACES.passkey,
    publicKey: new Uint8Array(8),
    counter: 0,
    transports: [],
    backedUp: false,
  })
  await db.insert(schema.passkeyChallenges).values({ id: ctx.newId(), userId, challenge: TRACES.tokenHash, expiresAt: soon })
  await db
    .insert(schema.refreshTokens)
    .values({ id: ctx.newId(), familyId: ctx.newId(), userId, tokenHash: TRACES.tokenHash, expiresAt: soon, ...trace })
  await makeApiKey(ctx, zerlina, { name: TRACES.apiKey, scopes: ['cart:read'], expiresInDays: 30, password: PASSWORD })
  await requestEmailChange(ctx, zerlina, { email: TRACES.nextEmail, password: PASSWORD })
  expect(hasVerifiedAddress(zerlina)).toBe(true)

  // What she keeps and has said.
  await addAddress(ctx, zerlina, { address: home, isDefault: true })
  await chooseNotification(ctx, zerlina, { kind: 'offers', byMail: true })
  await giveConsent(ctx, zerlina, { kind: 'newsletter', granted: true })
  const picture = sharp({ create: { width: 40, height: 40, channels: 3, background: '#258' } })
  await setAvatar(ctx, zerlina, await picture.png().toBuffer())

  // What she bought: one thing signed in, one as a guest, one for which the money came too late; one lies in the cart.
  const owner = await made.user()
  const lamp = await made.product({ shop: await made.shop({ owner }), stock: 50 })
  const form = { email: TRACES.email, shippingAddress: home, billingAddress: someAddress({ street: 'Rechnungsweg 1' }) }
  await fill(zerlina, lamp)
  await pay(zerlina, (await start(zerlina, form)).checkout.id)
  const guest = { ...buying(ctx).guest(), address: TRACES.ip }
  await fill(guest, lamp)
  await pay(guest, (await start(guest, form)).checkout.id)
  await fill(zerlina, lamp)
  await payTooLate((await start(zerlina, form)).checkout.id, lamp.variant.id)
  await fill(zerlina, lamp)
  const taken = await pay(zerlina, (await start(zerlina, form)).checkout.id)
  await cancelOrder(ctx, zerlina, `${taken.groupNumber}-1`, null, { reason: 'other', note: TRACES.note })
  await ctx.queue.drain()
  for (const { number } of await db
    .select()
    .from(schema.orders)
    .where(and(eq(schema.orders.shopId, lamp.shop.id), ne(schema.orders.status, 'cancelled'))))
    await shipOrder(ctx, owner, lamp.shop.id, number, { carrier: '', trackingNumber: '', trackingUrl: null })
  const [line] = await db
    .select({ id: schema.orderLines.id })
    .from(schema.orderLines)
    .innerJoin(schema.orders, eq(schema.orders.id, schema.orderLines.orderId))
    .innerJoin(schema.orderGroups, eq(schema.orderGroups.id, schema.orders.groupId))
    .where(and(eq(schema.orderGroups.userId, userId), ne(schema.orders.status, 'cancelled')))
  const [bought] = await db
    .select({ number: schema.orders.number })
    .from(schema.orders)
    .innerJoin(schema.orderLines, eq(schema.orderLines.orderId, schema.orders.id))
    .where(eq(schema.orderLines.id, line!.id))
  const photo = await addReturnPhoto(ctx, zerlina, bought!.number, null, await picture.png().toBuffer())
  const back = { lines: [{ lineId: line!.id, quantity: 1 }], reason: 'other' as const, text: TRACES.note, photoIds: [photo.fileId] }
  await requestReturn(ctx, zerlina, bought!.number, { access: null, key: 'her return of the lamp' }, back)
  await addReview(ctx, zerlina, { orderLineId: line!.id, rating: 5, title: 'Good', body: 'A good lamp.' })
  await addToCart(ctx, zerlina, { variantId: lamp.variant.id, quantity: 1 })

  // What she asked the shop.
  const conversationId = await openConversation(ctx, zerlina, { about: 'product', slug: lamp.slug })
  const own = { conversationId, shopId: null }
  const { fileId } = await addAttachment(ctx, zerlina, own, { name: 'letter.txt', bytes: Buffer.from(TRACES.question) })
  const asked = await sendMessage(ctx, zerlina, own, { clientId: crypto.randomUUID(), body: TRACES.question, attachmentIds: [fileId] })
  const answer = { clientId: crypto.randomUUID(), body: 'No.' }
  const answered = await sendMessage(ctx, owner, { conversationId, shopId: lamp.shop.id }, answer)
  await reportMessage(ctx, zerlina, own, answered.seq, { reason: 'other', note: TRACES.note })
  const price = { clientId: crypto.randomUUID(), variantId: lamp.variant.id, quantity: 1, unitMinor: 1, hours: 1 }
  await makeOffer(ctx, zerlina, own, price)
  await editMessage(ctx, zerlina, own, asked.seq, { body: `${TRACES.question}?` })

  // A room of her own, and one that she was sent out of.
  await makeRoom(ctx, zerlina, { name: 'Her kilns', topic: TRACES.room, visibility: 'private' })
  const room = await makeRoom(ctx, owner, { name: 'Night firing', visibility: 'public' })
  await joinRoom(ctx, zerlina, room)
  await removeFromRoom(ctx, owner, room, userId, { ban: true })

  // The shop she acts for, with an owner besides her, and one that has asked her to.
  const shop = await made.shop({ owner })
  await db.insert(schema.shopMembers).values({ id: ctx.newId(), shopId: shop.id, userId, role: 'owner' })
  await inviteMember(ctx, owner, lamp.shop.id, { email: TRACES.email, role: 'staff' })

  await requestExport(ctx, zerlina)
  await ctx.queue.drain()
  await db.update(schema.users).set({ totpSecret: TRACES.totp }).where(eq(schema.users.id, userId))
  exported = await collectPersonalData(ctx, userId)
  await db.update(schema.users).set({ totpSecret: null }).where(eq(schema.users.id, userId))
})

/** The hold has ended and the stock is back; then the provider says that it was paid after all. */
async function payTooLate(checkoutId: string, variantId: string): Promise<void> {
  const { db } = ctx
  await db.execute(sql`update checkouts set status = 'expired' where id = ${checkoutId}`)
  await db.execute(sql`update stock_holds set state = 'expired' where owner_id = ${checkoutId}`)
  await db.execute(sql`update stock_levels set reserved = reserved - 1 where variant_id = ${variantId}`)
  const movement = { variantId, kind: 'released' as const, quantity: 1, onHandDelta: 0, reservedDelta: -1 }
  await db.insert(schema.stockMovements).values({ id: ctx.newId(), ...movement })
  await db.execute(sql`
    update test_provider.intents set status = 'succeeded', charge_id = 'tch_late', charge_status = 'succeeded', charge_at = now()
    where id = (select intent_id from payments where checkout_id = ${checkoutId})`)
  await finalizeCheckout(ctx, checkoutId)
}

describe('the list of tables', () => {
  it('names every table of the database, and none that is gone', async () => {
    const there = [...new Set((await places()).map(nameOf))]
    expect(there.filter((name) => !PERSONAL_TABLES[name])).toEqual([])
    expect(NAMED.filter((name) => !there.includes(name))).toEqual([])
  })

  it('names every table of the code, and only columns that there are', async () => {
    const tables = Object.values(schema).filter((table) => is(table, PgTable))
    expect(tables.map((table) => getTableName(table)).filter((name) => !PERSONAL_TABLES[name])).toEqual([])

    const columns = await ctx.db.execute<{ name: string; column: string }>(sql`
      select case table_schema when 'public' then table_name else table_schema || '.*' end as name, column_name as column
      from information_schema.columns`)
    const kept = NAMED.flatMap((name) => Object.keys(PERSONAL_TABLES[name]!.keeps ?? {}).map((column) => `${name}.${column}`))
    const known = new Set(columns.map(({ name, column }) => `${name}.${column}`))
    expect(kept.filter((column) => !known.has(column))).toEqual([])
  })

  it('says of everything that leads to an account what becomes of it', async () => {
    const leading = await ctx.db.execute<{ name: string }>(sql`
      select distinct table_name as name from information_schema.columns
      where table_schema = 'public' and (column_name in ('user_id', 'actor_id', 'email', 'ip', 'address', 'user_agent', 'guest_key')
        or column_name like '%\_address')`)
    expect(leading.length).toBeGreaterThan(15)
    const silent = leading.filter(({ name }) => PERSONAL_TABLES[name]!.fate === 'holds nothing about people')
    expect(silent).toEqual([])
  })

  it('says why it keeps what it keeps', () => {
    expect(tablesOf('kept', 'exported and kept', 'exported and anonymised').filter((name) => !PERSONAL_TABLES[name]!.why)).toEqual([])
  })
})

describe('a copy of one’s data', () => {
  it('has every table that the list says, with something in it, and no other', () => {
    expect(Object.keys(exported).sort()).toEqual(EXPORTED.toSorted())
    expect(Object.keys(exported).filter((table) => exported[table]!.length === 0)).toEqual([])
  })

  it('has what she left behind, and nothing that opens the account', () => {
    const text = JSON.stringify(exported)
    const { totp, tokenHash, ...open } = TRACES
    for (const trace of Object.values(open)) expect(text).toContain(trace)
    for (const secret of [totp, tokenHash, '$argon2']) expect(text).not.toContain(secret)
  })

  it('has all of what she bought, as a guest too', () => {
    expect(exported.order_groups).toHaveLength(3)
    expect(exported.checkouts).toHaveLength(4)
    expect(exported.refunds).toHaveLength(2)
    expect(exported.refunds![0]).toHaveProperty('note')
  })
})

describe('after the erasure', () => {
  let before: string[]
  let invoices: unknown
  const facts = () =>
    ctx.db.execute(sql`
      select (select json_agg(o order by o.id) from orders o) as orders, (select json_agg(l order by l.id) from order_lines l) as lines,
        (select json_agg(e order by e.id) from ledger_entries e) as ledger, (select json_agg(p order by p.id) from payments p) as payments,
        (select json_agg(r order by r.id) from refunds r) as refunds,
        (select json_agg(json_build_array(g.number, g.total_minor, g.billing_address->>'street') order by g.id) from order_groups g) as groups`)

  beforeAll(async () => {
    before = await findEverywhere(Object.values(TRACES), { keepsCount: true })
    invoices = await facts()
    await requestErasure(ctx, zerlina, { password: PASSWORD })
    ctx.travelTo(new Date(Date.now() + 15 * DAY))
    await eraseAccount(ctx, zerlina.userId)
    await ctx.queue.drain()
    ctx.travelTo(null)
  })

  it('nothing that she left behind is anywhere, but where the list says why', async () => {
    const leftBefore = [...new Set(before.map((line) => line.split(': ')[0]!))]
    expect(leftBefore).toEqual(expect.arrayContaining(['users', 'sessions', 'addresses', 'order_groups', 'checkouts', 'audit_entries']))
    for (const trace of Object.values(TRACES).filter((trace) => trace !== TRACES.totp))
      expect(
        before.filter((line) => line.endsWith(trace)),
        trace,
      ).not.toEqual([])

    expect(await findEverywhere(Object.values(TRACES), { keepsCount: false })).toEqual([])
  })

  it('the columns that the list keeps hold no name, street, phone or address of a mailbox, but for jobs about a mail', async () => {
    const { name, email, nextEmail, phone, street, company } = TRACES
    const left = await findEverywhere([name, email, nextEmail, phone, street, company], { keepsCount: true })
    expect(left.filter((line) => !line.startsWith('pgboss.*'))).toEqual([])
  })

  it('no row of a table that is deleted leads to her', async () => {
    const left: string[] = []
    for (const name of tablesOf('exported and deleted')) {
      const [row] = await ctx.db.execute<{ rows: number }>(sql`
        select count(*)::int as rows from ${sql.identifier(name)} held where position(${zerlina.userId} in to_jsonb(held)::text) > 0`)
      if (row!.rows > 0) left.push(name)
    }
    expect(left).toEqual([])
    expect(await Array.fromAsync(ctx.storage.list('exports/'))).toEqual([])
    expect((await Array.fromAsync(ctx.storage.list('pictures/'))).length).toBe(0)
    expect((await Array.fromAsync(ctx.storage.list('private/'))).length).toBe(0)
  })

  it('orders, payments, refunds and the books are as they were', async () => {
    expect(await facts()).toEqual(invoices)
  })

  it('what is there to export is what was kept, and tells nothing of her', async () => {
    const left = await collectPersonalData(ctx, zerlina.userId)
    const full = Object.keys(left).filter((table) => left[table]!.length > 0)
    expect(full.filter((table) => PERSONAL_TABLES[table]!.fate === 'exported and deleted')).toEqual([])
    const { audit_entries: _, ...rest } = left
    for (const trace of Object.values(TRACES)) expect(JSON.stringify(rest)).not.toContain(trace)
  })

  it('every invariant of the marketplace holds, the chain of the audit too', async () => {
    expect((await inspectMarketplace(ctx)).filter(({ ok }) => !ok)).toEqual([])
  })
})
