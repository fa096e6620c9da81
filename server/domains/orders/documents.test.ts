import { asc, eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { documentCounters, orderDocuments, orderGroups, orders, refunds } from '#db/schema'
import { inspectMarketplace } from '#server/domains/checkout'
import { setTaxRate } from '#server/domains/pricing'
import { updateShop } from '#server/domains/shops'
import { jobs } from '#server/jobs'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import type { DocumentContent } from '#shared/contracts/order-documents'
import { sum } from '#shared/money'
import { buying, someAddress } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { mailsWith, smallShop } from '../../../tests/support/small-shop'
import { accessKeyOf } from './access-key'
import { cancelShopOrder } from './cancel-order'
import { drawDocument } from './draw-document'
import { getDocument, getShopDocument } from './get-document'
import { getOrderGroup } from './get-order-group'
import { getPackingSlip, getPackingSlips } from './get-packing-slips'
import { issueCreditNote, issueInvoices } from './issue-document'
import { refundShopOrder } from './refund-order'
import { shipOrder } from './ship-order'

const ctx = await testContext({}, jobs)
const { fill, start, pay } = buying(ctx)
let shop: Awaited<ReturnType<typeof smallShop>>

beforeAll(async () => {
  await setTaxRate(ctx, systemActor, { country: 'DE', categoryId: null, rateBps: 1900 })
})

/** Two bowls and a cup with a parcel: 48.00 + 9.00 + 4.90 = 61.90, of a shop of its own. */
async function sold(over: { locale?: 'en' | 'de'; name?: string } = {}) {
  shop = await smallShop(ctx)
  const buyer = await make(ctx).user()
  await fill(buyer, [shop.bowl, 2], shop.cup)
  const { checkout } = await start(buyer, {
    locale: over.locale ?? 'en',
    shippingAddress: someAddress({ name: over.name ?? 'Ada Lovelace', phone: '+49 30 55501' }),
  })
  const { groupNumber } = await pay(buyer, checkout.id)
  await ctx.queue.drain()
  const number = `${groupNumber}-1`
  return { buyer, group: groupNumber!, number, lines: (await viewOf(buyer, groupNumber!)).lines }
}
const viewOf = async (actor: Actor, group: string) => (await getOrderGroup(ctx, actor, group, null)).orders[0]!
const documentsOf = (number: string) =>
  ctx.db
    .select({ document: orderDocuments })
    .from(orderDocuments)
    .innerJoin(orders, eq(orders.id, orderDocuments.orderId))
    .where(eq(orders.number, number))
    .orderBy(asc(orderDocuments.issuedAt), asc(orderDocuments.id))
    .then((rows) => rows.map(({ document }) => document))
const refund = (number: string, over: object) =>
  refundShopOrder(ctx, shop.keeper, shop.shopId, number, crypto.randomUUID(), {
    reason: 'damaged',
    note: '',
    lines: [],
    shippingMinor: 0,
    extraMinor: 0,
    ...over,
  })
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

describe('an invoice', () => {
  it('is issued once when an order is paid, and says what was bought by rates', async () => {
    const { buyer, group, number } = await sold()
    const { id: groupId } = (await ctx.db.select().from(orderGroups).where(eq(orderGroups.number, group)))[0]!
    await Promise.all([issueInvoices(ctx, [groupId]), issueInvoices(ctx, [groupId])])

    const [invoice, ...more] = await documentsOf(number)
    expect(more).toEqual([])
    expect(invoice).toMatchObject({ kind: 'invoice', number: 'INV-00001', totalMinor: 6190 })
    expect(invoice!.content).toMatchObject({
      seller: { name: 'Clay & Co' },
      buyer: { name: 'Ada Lovelace' },
      lines: [
        { title: 'Bowl', quantity: 2, unitPriceMinor: 2400, amountMinor: 4800 },
        { title: 'Cup', quantity: 1, amountMinor: 900 },
      ],
      extras: [{ kind: 'shipping', amountMinor: 490 }],
      taxes: [{ rateBps: 1900, grossMinor: 6190, taxMinor: (await viewOf(buyer, group)).taxMinor }],
    })
    expect(JSON.stringify(invoice!.content)).not.toContain('55501')
    expect((await viewOf(buyer, group)).documents).toMatchObject([{ id: invoice!.id, kind: 'invoice', number: 'INV-00001' }])
    expect(mailsWith(ctx, group).some((mail) => mail.includes('invoice of each shop'))).toBe(true)
  })

  it('stays as it was printed, whatever becomes of the shop, and cannot be rewritten', async () => {
    const { buyer, number } = await sold()
    const [invoice] = await documentsOf(number)
    const before = await getDocument(ctx, buyer, number, null, invoice!.id)
    await updateShop(ctx, shop.keeper, shop.shopId, { version: 1, name: 'Another name', vatId: 'DE123456789', invoicePrefix: 'CLAY' })
    const after = await getDocument(ctx, buyer, number, null, invoice!.id)

    expect(textOf(before.bytes).startsWith('%PDF-')).toBe(true)
    expect(Buffer.compare(before.bytes, after.bytes)).toBe(0)
    expect(after.fileName).toBe('INV-00001.pdf')
    await expect(ctx.db.update(orderDocuments).set({ totalMinor: 1 })).rejects.toThrow()
  })

  it('takes the numbers of its shop one after the other without a gap, many at once and some given up', async () => {
    await sold()
    const { keeper, shopId, bowl } = shop
    await updateShop(ctx, keeper, shopId, { version: 1, invoicePrefix: 'CLAY' })
    const groups: string[] = []
    for (let count = 0; count < 6; count++) {
      const buyer = await make(ctx).user()
      await fill(buyer, bowl)
      const { groupNumber } = await pay(buyer, (await start(buyer)).checkout.id)
      groups.push((await ctx.db.select().from(orderGroups).where(eq(orderGroups.number, groupNumber!)))[0]!.id)
    }
    await ctx.db
      .transaction(async (db) => {
        await issueInvoices({ ...ctx, db } as never, groups)
        throw new Error('given up')
      })
      .catch(() => {})
    await Promise.all([
      ...groups.map((id) => issueInvoices(ctx, [id])),
      issueInvoices(ctx, groups),
      issueInvoices(ctx, groups.toReversed()),
    ])

    const numbers = await ctx.db
      .select({ number: orderDocuments.number, sequence: orderDocuments.sequence })
      .from(orderDocuments)
      .where(eq(orderDocuments.shopId, shopId))
      .orderBy(asc(orderDocuments.sequence))
    expect(numbers.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(numbers.at(-1)!.number).toBe('CLAY-INV-00007')
    expect(await ctx.db.select().from(documentCounters).where(eq(documentCounters.shopId, shopId))).toMatchObject([{ last: 7 }])
  })

  it('is for its buyer, who holds the key, admins and the shop, and for nobody else', async () => {
    const { buyer, group, number } = await sold()
    const [invoice] = await documentsOf(number)
    const key = accessKeyOf(ctx.config, group)
    const ask = (actor: Actor, withKey: string | null = null) => getDocument(ctx, actor, number, withKey, invoice!.id)
    for (const allowed of [
      ask(buyer),
      ask(visitor(), key),
      ask(shop.admin),
      getShopDocument(ctx, shop.keeper, shop.shopId, number, invoice!.id),
    ])
      await expect(allowed).resolves.toMatchObject({ fileName: 'INV-00001.pdf' })

    const other = shop
    const foreign = await sold()
    await expect(ask(foreign.buyer)).rejects.toMatchObject({ code: 'orders.not_found' })
    await expect(ask(visitor())).rejects.toMatchObject({ code: 'orders.not_found' })
    await expect(ask(visitor(), accessKeyOf(ctx.config, foreign.group))).rejects.toMatchObject({ code: 'orders.not_found' })
    await expect(getShopDocument(ctx, shop.keeper, other.shopId, number, invoice!.id)).rejects.toMatchObject({ code: 'orders.not_found' })
    await expect(getDocument(ctx, foreign.buyer, foreign.number, null, invoice!.id)).rejects.toMatchObject({
      code: 'orders.document_not_found',
    })
    await expect(getShopDocument(ctx, shop.keeper, shop.shopId, number, invoice!.id)).rejects.toMatchObject({
      code: 'orders.document_not_found',
    })
  })
})

describe('a credit note', () => {
  it('names what went back, its invoice and the tax of it, once for each refund and in numbers of its own', async () => {
    const { number, lines } = await sold()
    await refund(number, { lines: [{ lineId: lines[0]!.id, quantity: 1 }], extraMinor: 100 })
    await ctx.queue.drain()
    await refund(number, { shippingMinor: 490 })
    await ctx.queue.drain()
    await Promise.all((await ctx.db.select().from(refunds)).map(({ id }) => issueCreditNote(ctx, id)))

    const [invoice, ...notes] = await documentsOf(number)
    expect(notes).toMatchObject([
      { number: 'CN-00001', totalMinor: 2500, content: { invoiceNumber: invoice!.number } },
      { number: 'CN-00002', totalMinor: 490 },
    ])
    expect(notes[0]!.content.lines).toMatchObject([{ title: 'Bowl', quantity: 1, amountMinor: 2400 }])
    expect(notes[0]!.content.extras).toMatchObject([{ kind: 'other', amountMinor: 100 }])
    expect(mailsWith(ctx, 'The credit note lies there')).not.toEqual([])
  })

  it('comes to the whole invoice with all of its tax when everything is cancelled', async () => {
    const { number, lines } = await sold()
    await refund(number, { extraMinor: 333 })
    await cancelShopOrder(ctx, shop.keeper, shop.shopId, number, {
      reason: 'out_of_stock',
      note: '',
      lines: [{ lineId: lines[1]!.id, quantity: 1 }],
    })
    await cancelShopOrder(ctx, shop.keeper, shop.shopId, number, { reason: 'out_of_stock', note: '' })
    await ctx.queue.drain()

    const [invoice, ...notes] = await documentsOf(number)
    const add = (pick: (share: DocumentContent['taxes'][number]) => number) => sum(notes.flatMap(({ content }) => content.taxes).map(pick))
    expect(notes).toHaveLength(3)
    expect(add(({ grossMinor }) => grossMinor)).toBe(invoice!.totalMinor)
    expect(add(({ taxMinor }) => taxMinor)).toBe(invoice!.content.taxes[0]!.taxMinor)
  })

  it('is issued after the invoice, also where that one is still to come, and not for money sent again', async () => {
    const { number } = await sold()
    await ctx.db.execute(sql`alter table order_documents disable trigger user`)
    await ctx.db.execute(sql`delete from order_documents where shop_id = ${shop.shopId}`)
    await ctx.db.execute(sql`alter table order_documents enable trigger user`)
    await ctx.db.delete(documentCounters).where(eq(documentCounters.shopId, shop.shopId))
    await refund(number, { extraMinor: 5 })
    await ctx.queue.drain()
    expect((await documentsOf(number)).map(({ kind }) => kind).sort()).toEqual(['credit_note', 'invoice'])

    const [first] = await ctx.db
      .select()
      .from(refunds)
      .orderBy(sql`created_at desc`)
      .limit(1)
    const again = { ...first!, id: ctx.newId(), requestKey: ctx.newId(), replacesId: first!.id, status: 'failed' as const }
    await ctx.db.insert(refunds).values(again)
    expect(await issueCreditNote(ctx, again.id)).toBe(null)
    await ctx.db.delete(refunds).where(eq(refunds.id, again.id))
  })
})

describe('what is printed', () => {
  const address = someAddress({ name: 'Ада Λαβλέις Ångström' })
  const content = (over: Partial<DocumentContent> = {}): DocumentContent => ({
    language: 'de',
    seller: { name: 'Clay & Co', legalName: 'Clay & Co GmbH', address, vatId: 'DE123456789' },
    buyer: address,
    orderNumber: 'S-7KQ2-M9XD-1',
    placedAt: '2026-11-22T09:00:00.000Z',
    invoiceNumber: null,
    lines: [{ title: 'Bowl', note: 'Blue', quantity: 2, unitPriceMinor: 2400, taxRateBps: 1900, amountMinor: 4800 }],
    extras: [{ kind: 'shipping', label: 'Parcel', amountMinor: 490 }],
    taxes: [{ rateBps: 1900, grossMinor: 5290, taxMinor: 845 }],
    totalMinor: 5290,
    currency: 'EUR',
    ...over,
  })
  const draw = (over?: Partial<DocumentContent>) =>
    drawDocument({ kind: 'invoice', number: 'INV-00001', content: content(over), issuedAt: new Date('2026-11-22T09:00:00Z') })
  const pagesOf = (bytes: Uint8Array) => textOf(bytes).match(/\/Type \/Page\b/g)?.length ?? 0

  it('is the same to the byte for the same content', async () => {
    expect(Buffer.compare(await draw(), await draw())).toBe(0)
  })

  it.each(['EUR', 'JPY', 'KWD'])('knows amounts in %s', async (currency) => {
    expect(pagesOf(await draw({ currency }))).toBe(1)
  })

  it('goes on over as many pages as it needs', async () => {
    const line = content().lines[0]!
    const bytes = await draw({
      lines: Array.from({ length: 50 }, (_, index) => ({ ...line, title: `A bowl with a long name, number ${index}` })),
    })
    expect(pagesOf(bytes)).toBeGreaterThan(1)
  })

  it.each(['山田太郎', 'محمد علي', 'राम कुमार', 'สมชาย', '👩‍🎨 Ada', 'e\u0301\u0327\u0301', '\u202eAda', 'A'.repeat(120)])(
    'is not broken by the name %s',
    async (name) => {
      expect(
        pagesOf(await draw({ buyer: someAddress({ name, company: name }), seller: { name, legalName: name, address: null, vatId: '' } })),
      ).toBe(1)
    },
  )
})

describe('a packing slip', () => {
  it('is of what is still to be sent, of a parcel, and of what was sent when nothing is left', async () => {
    const { number, lines } = await sold({ locale: 'de' })
    const slip = (shipment?: string) => getPackingSlip(ctx, shop.keeper, shop.shopId, number, shipment)
    const open = await slip()
    const order = await shipOrder(ctx, shop.keeper, shop.shopId, number, {
      carrier: 'DHL',
      trackingNumber: '0034',
      trackingUrl: null,
      lines: [{ lineId: lines[0]!.id, quantity: 2 }],
    })
    const [parcel] = (await viewOf(shop.admin, number.slice(0, -2))).shipments
    const [rest, first] = [await slip(), await slip(parcel!.id)]
    for (const file of [open, rest, first]) expect(file.fileName).toBe(`packing-slip-${number.toLowerCase()}.pdf`)
    expect(new Set([open, rest, first].map(({ bytes }) => bytes.length)).size).toBe(3)
    await expect(slip(order.id)).rejects.toMatchObject({ code: 'orders.shipment_not_found' })
  })

  it('of several orders is one file, without those that were cancelled', async () => {
    const one = await sold()
    const buyer = await make(ctx).user()
    await fill(buyer, shop.cup)
    const other = `${(await pay(buyer, (await start(buyer)).checkout.id)).groupNumber}-1`
    const slips = (...numbers: string[]) => getPackingSlips(ctx, shop.keeper, shop.shopId, numbers)
    const pages = (bytes: Uint8Array) => textOf(bytes).match(/\/Type \/Page\b/g)!.length

    expect(pages((await slips(one.number, other)).bytes)).toBe(2)
    await cancelShopOrder(ctx, shop.keeper, shop.shopId, other, { reason: 'out_of_stock', note: '' })
    expect(pages((await slips(one.number, other)).bytes)).toBe(1)
    await expect(slips(other)).rejects.toMatchObject({ code: 'orders.nothing_to_pack' })
    await expect(slips(one.number, 'S-0000-0000-1')).rejects.toMatchObject({ code: 'orders.not_found' })
    await expect(getPackingSlips(ctx, one.buyer, shop.shopId, [one.number])).rejects.toMatchObject({ code: 'orders.not_found' })
  })
})

it('leaves a marketplace of which the doctor finds nothing wrong', async () => {
  expect((await inspectMarketplace(ctx)).filter(({ ok }) => !ok)).toEqual([])
})
