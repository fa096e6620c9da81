import { files, orderGroups, orders, stockLevels, webhookInbox } from '#db/schema'
import { inspectMarketplace } from '#server/domains/checkout'
import { listKeptMails } from '#server/platform/mail/folder-mailer'
import { mailFolder } from '#server/platform/world'
import { checkoutViewSchema } from '#shared/contracts/checkout'
import { orderGroupViewSchema } from '#shared/contracts/orders'
import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { card, someAddress } from '../support/buying'
import { make, type MadeProduct } from '../support/make'
import { testServer, type Client } from '../support/server'

const server = await testServer()
const { ctx } = server
const key = () => ({ 'idempotency-key': crypto.randomUUID() })

const put = (who: Client, made: MadeProduct, quantity = 1) => who.post('/api/cart/lines', { variantId: made.variant.id, quantity })
const form = async (who: Client, over: object = {}) => ({
  email: 'ada@example.org',
  shippingAddress: someAddress(),
  expectedTotalMinor: (await who.get('/api/cart?country=DE')).body.totalMinor,
  ...over,
})
const start = async (who: Client, over: object = {}) => who.post('/api/checkouts', await form(who, over), key())
async function buy(who: Client, ...things: MadeProduct[]): Promise<{ number: string; key: string }> {
  for (const thing of things) await put(who, thing)
  const { body } = await start(who)
  const paid = await who.post(`/api/checkouts/${body.id}/pay/test`, { cardNumber: card('succeeds') })
  return paid.body.orderGroup
}

async function codeMailedTo(email: string): Promise<string> {
  const find = async () => (await listKeptMails(mailFolder(ctx.config))).find(({ to }) => to === email)
  await expect.poll(find, { timeout: 15_000 }).toBeDefined()
  return /^\d{6}$/m.exec((await find())!.text)![0]
}

describe('the cart', () => {
  it('is kept by a cookie that scripts cannot read', async () => {
    const bowl = await make(ctx).product({ title: 'Bowl', priceMinor: 2400 })
    const who = server.visitor()
    const added = await put(who, bowl, 2)

    expect(added).toMatchObject({ status: 201, body: { quantity: 2, pieceCount: 2 } })
    expect(added.headers.getSetCookie()[0]).toMatch(/^souk_cart=[\w-]{43};.*HttpOnly; SameSite=Lax/)
    expect((await who.get('/api/cart')).body).toMatchObject({
      pieceCount: 2,
      itemsMinor: 4800,
      shippingMinor: 490,
      totalMinor: 5290,
      canBeBought: true,
      shops: [{ lines: [{ title: 'Bowl', quantity: 2 }] }],
    })
    expect((await who.get('/api/session')).body.cartCount).toBe(2)
    expect((await server.visitor().get('/api/cart')).body.shops).toEqual([])
  })

  it.each([0, -1, 1.5, 1e9, '1', null])('refuses %j of a thing, and nothing has changed', async (quantity) => {
    const who = server.visitor()
    const { body } = await put(who, await make(ctx).product())
    const answers = [
      await who.post('/api/cart/lines', { variantId: (await make(ctx).product()).variant.id, quantity }),
      await who.patch(`/api/cart/lines/${body.lineId}`, { quantity }),
    ]

    expect(answers.map(({ status }) => status)).toEqual([422, 422])
    expect((await who.get('/api/cart')).body.pieceCount).toBe(1)
  })

  it('changes and empties, for its owner only', async () => {
    const who = server.visitor()
    const { body } = await put(who, await make(ctx).product())
    const stranger = server.visitor()
    await put(stranger, await make(ctx).product())

    expect((await stranger.patch(`/api/cart/lines/${body.lineId}`, { quantity: 5 })).status).toBe(404)
    expect((await stranger.delete(`/api/cart/lines/${body.lineId}`)).status).toBe(200)
    expect((await who.patch(`/api/cart/lines/${body.lineId}`, { quantity: 3 })).body.pieceCount).toBe(3)
    expect((await who.delete(`/api/cart/lines/${body.lineId}`)).body.shops).toEqual([])
  })

  it('comes along when the guest opens an account', async () => {
    const who = server.visitor()
    await put(who, await make(ctx).product(), 2)
    const account = { name: 'Ada', email: `${crypto.randomUUID()}@example.org`, password: 'a password of some length' }

    expect((await who.post('/api/accounts', account)).status).toBe(202)
    const code = await codeMailedTo(account.email)
    expect(await who.post('/api/accounts/verification', { code })).toMatchObject({ status: 200, body: { cartCount: 2 } })
    expect((await who.get('/api/cart')).body.pieceCount).toBe(2)
  })

  it('is not filled by another site', async () => {
    const made = await make(ctx).product()
    const who = server.visitor()
    await put(who, made)
    const answer = await who.post('/api/cart/lines', { variantId: made.variant.id, quantity: 1 }, { 'sec-fetch-site': 'cross-site' })

    expect(answer.status).toBe(403)
    expect((await who.get('/api/cart')).body.pieceCount).toBe(1)
  })
})

describe('checkout', () => {
  it('goes from the cart to an order that the key of the link opens', async () => {
    const [bowl, scarf] = [await make(ctx).product({ priceMinor: 2400 }), await make(ctx).product({ priceMinor: 4900 })]
    const who = server.visitor()
    await put(who, bowl)
    await put(who, scarf)
    const quote = await who.post('/api/checkouts/quote', { country: 'DE' })
    expect(quote.body).toMatchObject({ payments: 'test', totalMinor: 8280, shops: [{ shippingOptions: [{}] }, {}] })

    const started = await start(who)
    expect(started.status).toBe(201)
    const { id } = checkoutViewSchema.parse(started.body)
    const refused = await who.post(`/api/checkouts/${id}/pay/test`, { cardNumber: card('is_declined') })
    expect(refused.body.payment).toMatchObject({ step: 'confirm', declineCode: 'card_declined' })
    const asked = await who.post(`/api/checkouts/${id}/pay/test`, { cardNumber: '4000 0025 0000 3155' })
    expect(asked.body.payment.step).toBe('authenticate')
    const paid = await who.post(`/api/checkouts/${id}/authenticate/test`, { outcome: 'approve' })
    expect(paid.body).toMatchObject({ status: 'completed', payment: { step: 'paid' } })

    const { number, key } = paid.body.orderGroup
    const order = await server.visitor().get(`/api/orders/${number}?key=${key}`)
    expect(orderGroupViewSchema.parse(order.body)).toMatchObject({ number, totalMinor: 8280, orders: [{}, {}] })
    expect((await server.visitor().get(`/api/orders/${number}`)).status).toBe(404)
    expect((await server.visitor().get(`/api/orders/${number}?key=${key.slice(1)}A`)).status).toBe(404)
    expect((await who.get('/api/cart')).body.pieceCount).toBe(0)
  })

  it('wants a key, and takes neither prices nor totals of the browser', async () => {
    const who = server.visitor()
    await put(who, await make(ctx).product({ priceMinor: 2400 }))
    const input = await form(who)
    const answers = [
      await who.post('/api/checkouts', input),
      await who.post('/api/checkouts', input, { 'idempotency-key': 'short' }),
      await who.post('/api/checkouts', { ...input, totalMinor: 1 }, key()),
      await who.post('/api/checkouts', { ...input, email: 'nobody' }, key()),
      await who.post('/api/checkouts', { ...input, shippingAddress: { ...input.shippingAddress, country: 'de' } }, key()),
      await who.post('/api/checkouts', { ...input, expectedTotalMinor: 1 }, key()),
    ]

    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 409])
    expect(answers.at(-1)!.body.data).toMatchObject({ code: 'checkout.total_changed', details: { totalMinor: 2890, currency: 'EUR' } })
  })

  it('is nobody else’s', async () => {
    const who = server.visitor()
    await put(who, await make(ctx).product())
    const { id } = (await start(who)).body
    const signedIn = await server.as(await make(ctx).user())

    for (const stranger of [server.visitor(), signedIn]) {
      expect((await stranger.get(`/api/checkouts/${id}`)).status).toBe(404)
      expect((await stranger.post(`/api/checkouts/${id}/pay/test`, { cardNumber: card('succeeds') })).status).toBe(404)
      expect((await stranger.post(`/api/checkouts/${id}/finalize`)).status).toBe(404)
      expect((await stranger.post(`/api/checkouts/${id}/cancel`)).status).toBe(404)
    }
    expect((await who.get(`/api/checkouts/${id}`)).body).toMatchObject({ status: 'paying', payment: { step: 'confirm' } })
    expect((await who.post(`/api/checkouts/${id}/cancel`)).body).toMatchObject({ status: 'expired', payment: { step: 'cancelled' } })
  })

  it('sells exactly what there is: 50 buyers for 5 pieces', async () => {
    const bowl = await make(ctx).product({ priceMinor: 1000, stock: 5 })
    const buyers = Array.from({ length: 50 }, () => server.visitor())
    for (const who of buyers) await put(who, bowl)
    const input = await form(buyers[0]!)
    const answers = await Promise.all(buyers.map((who) => who.post('/api/checkouts', input, key())))
    const paid = await Promise.all(
      answers.map(async ({ status, body }, index) =>
        status === 201 ? buyers[index]!.post(`/api/checkouts/${body.id}/pay/test`, { cardNumber: card('succeeds') }) : null,
      ),
    )

    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(5).fill(201), ...Array<number>(45).fill(409)])
    expect(answers.filter(({ status }) => status === 409).every(({ body }) => body.data.code === 'checkout.sold_out')).toBe(true)
    expect(paid.filter((answer) => answer?.body.status === 'completed')).toHaveLength(5)
    const [level] = await ctx.db.select().from(stockLevels).where(eq(stockLevels.variantId, bowl.variant.id))
    expect(level).toMatchObject({ onHand: 5, reserved: 5 })
    expect(await ctx.db.select().from(orders).where(eq(orders.shopId, bowl.shop.id))).toHaveLength(5)
  })
})

describe('the webhook', () => {
  it('finishes a slow payment that nobody waits for', { timeout: 40_000 }, async () => {
    const who = server.visitor()
    await put(who, await make(ctx).product())
    const { id } = (await start(who)).body
    expect((await who.post(`/api/checkouts/${id}/pay/test`, { cardNumber: card('succeeds_slowly') })).body.payment.step).toBe('processing')

    await expect
      .poll(() => ctx.db.select().from(orderGroups).where(eq(orderGroups.checkoutId, id)), { timeout: 30_000, interval: 250 })
      .toHaveLength(1)
    expect((await who.get(`/api/checkouts/${id}`)).body).toMatchObject({ status: 'completed', payment: { step: 'paid' } })
  })

  it('is refused without the right signature, and leaves no trace', async () => {
    const post = (body: string, headers: Record<string, string> = {}) =>
      fetch(`${server.url}/webhooks/test`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
    const before = await ctx.db.select({ id: webhookInbox.id }).from(webhookInbox)
    const body = JSON.stringify({ id: 'tevt_forged', kind: 'intent.succeeded', intentId: 'ti_1', refundId: null, occurredAt: new Date() })

    expect((await post(body)).status).toBe(400)
    expect((await post(body, { 'souk-test-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}` })).status).toBe(400)
    expect((await post('x'.repeat(1_000_001))).status).toBe(413)
    const after = await ctx.db.select({ id: webhookInbox.id }).from(webhookInbox)
    expect(after.length - before.length).toBe(0)
  })
})

describe('orders', () => {
  it('are shipped by their shop, and by nobody else', async () => {
    const owner = await make(ctx).user()
    const shop = await make(ctx).shop({ owner })
    const bowl = await make(ctx).product({ shop })
    const { number, key } = await buy(server.visitor(), bowl)
    const shipments = `/api/seller/shops/${shop.id}/orders/${number}-1/shipments`
    const parcel = { carrier: 'DHL', trackingNumber: '00340', trackingUrl: 'https://dhl.example/00340' }
    const once = { 'idempotency-key': crypto.randomUUID() }

    const otherSeller = await make(ctx).user()
    await make(ctx).shop({ owner: otherSeller })
    expect((await server.visitor().post(shipments, parcel, once)).status).toBe(401)
    expect((await (await server.as(await make(ctx).user())).post(shipments, parcel, once)).status).toBe(404)
    expect((await (await server.as(otherSeller)).post(shipments, parcel, once)).status).toBe(404)
    const seller = await server.as(owner)
    expect((await seller.post(shipments, { ...parcel, trackingUrl: 'javascript:alert(1)' }, once)).status).toBe(422)
    expect((await seller.get(`/api/seller/shops/${shop.id}/orders`)).body.items).toMatchObject([
      { number: `${number}-1`, unshippedCount: 1 },
    ])
    expect((await seller.get(`/api/seller/shops/${shop.id}/home`)).body).toMatchObject({ toShip: 1 })

    expect(await seller.post(shipments, parcel)).toMatchObject({ status: 422, body: { data: { code: 'request.idempotency_key_missing' } } })
    const [shipped] = await Promise.all([seller.post(shipments, parcel, once), seller.post(shipments, parcel, once)])
    expect(shipped).toMatchObject({ status: 201, body: { fulfilmentStatus: 'shipped', shipments: [parcel] } })
    expect(shipped.body.shipments).toHaveLength(1)
    expect(await seller.post(shipments, { ...parcel, carrier: 'UPS' }, once)).toMatchObject({
      status: 409,
      body: { data: { code: 'request.key_reused' } },
    })
    const delivered = await seller.post(`${shipments}/${shipped.body.shipments[0].id}/events`, { kind: 'delivered' })
    expect(delivered.body).toMatchObject({ status: 'completed', fulfilmentStatus: 'delivered' })
    expect((await server.visitor().get(`/api/orders/${number}?key=${key}`)).body.orders).toMatchObject([{ status: 'completed' }])
  })

  it('are listed for their buyer', async () => {
    const buyer = await server.as(await make(ctx).user())
    const { number } = await buy(buyer, await make(ctx).product())

    expect((await buyer.get('/api/orders')).body).toMatchObject({ items: [{ number, pieceCount: 1 }], nextCursor: null })
    expect((await buyer.get(`/api/orders/${number}`)).status).toBe(200)
    expect((await server.visitor().get('/api/orders')).status).toBe(401)
    expect((await buyer.get('/api/orders/not-a-number')).status).toBe(404)
  })

  it('are all seen by admins, and by nobody else', async () => {
    const { number } = await buy(server.visitor(), await make(ctx).product())
    const admin = await server.as(await make(ctx).user({ role: 'admin' }))
    const seller = await server.as(await make(ctx).user())

    expect((await admin.get(`/api/admin/orders?q=${number}`)).body.items).toMatchObject([{ number }])
    expect((await admin.get('/api/admin/overview')).body.today.groupCount).toBeGreaterThan(0)
    for (const path of ['/api/admin/orders', '/api/admin/overview']) {
      expect((await server.visitor().get(path)).status).toBe(401)
      expect((await seller.get(path)).status).toBe(403)
    }
  })
})

describe('a return', () => {
  const picture = () =>
    sharp({ create: { width: 32, height: 24, channels: 3, background: '#a52' } })
      .png()
      .toBuffer()

  it('is asked for by a guest with photos, which open by addresses of the hour and by nothing else', async () => {
    const owner = await make(ctx).user()
    const shop = await make(ctx).shop({ owner })
    const guest = server.visitor()
    const { number, key: access } = await buy(guest, await make(ctx).product({ shop }))
    const seller = await server.as(owner)
    const shipped = await seller.post(`/api/seller/shops/${shop.id}/orders/${number}-1/shipments`, {}, key())
    const lineId = shipped.body.lines[0].id as string
    const order = `/api/orders/${number}-1`

    expect((await guest.post(`${order}/return-photos`, await picture())).status).toBe(404)
    expect((await guest.post(`${order}/return-photos?key=${access}`, Buffer.from('<svg/>'))).status).toBe(415)
    const { body: photo } = await guest.post(`${order}/return-photos?key=${access}`, await picture())
    const ask = { lines: [{ lineId, quantity: 1 }], reason: 'damaged', photoIds: [photo.fileId] }
    expect((await guest.post(`${order}/returns?key=${access}`, ask)).body.data.code).toBe('request.idempotency_key_missing')
    const asked = await guest.post(`${order}/returns?key=${access}`, ask, key())
    expect(asked).toMatchObject({ status: 201, body: { orders: [{ returns: [{ status: 'requested', reason: 'damaged' }] }] } })

    const seen = (await seller.get(`/api/seller/shops/${shop.id}/orders/${number}-1`)).body.returns[0].photos[0]
    const shown = await server.visitor().fetch(seen.url)
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/webp'])
    expect(shown.headers.get('cache-control')).toBe('private, max-age=600')
    expect(shown.headers.get('content-security-policy')).toContain('sandbox')
    const address = new URL(seen.url, server.url)
    for (const [name, value] of [
      ['proof', 'x'.repeat(27)],
      ['until', String(Number(address.searchParams.get('until')) + 1)],
    ] as const) {
      const forged = new URL(address)
      forged.searchParams.set(name, value)
      expect((await server.visitor().fetch(forged.pathname + forged.search)).status).toBe(404)
    }
    expect((await server.visitor().fetch(address.pathname)).status).toBe(404)
    const [file] = await ctx.db.select().from(files).where(eq(files.id, photo.fileId))
    expect((await server.visitor().fetch(`/files/p/${file!.key.split('/')[1]}/32.webp`)).status).toBe(404)
  })
})

it('leaves a marketplace of which every invariant holds', async () => {
  const findings = await inspectMarketplace(ctx)

  expect(findings.filter(({ ok, invariant }) => !ok && !invariant.includes('read model'))).toEqual([])
})
