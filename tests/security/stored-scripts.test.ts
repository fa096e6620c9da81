import { chromium, type Browser, type Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openConversation, sendMessage } from '#server/domains/chat'
import { addReview } from '#server/domains/reviews'
import { listKeptMails } from '#server/platform/mail/folder-mailer'
import type { Actor } from '#server/platform/actor'
import { mailFolder } from '#server/platform/world'
import { findProgram } from '../../scripts/machine/find-program'
import { buying, someAddress } from '../support/buying'
import { make } from '../support/make'
import { makeCatalog, type MadeShop } from '../support/make-catalog'
import { needs } from '../support/needs'
import { testServer } from '../support/server'
import { SCRIPT_PAYLOADS } from './script-payloads'

const server = await testServer()
const { ctx } = server
const { user, shop, product } = make(ctx)
const { start, fill, pay } = buying(ctx)
const catalog = makeCatalog(ctx)

/** Elements and attributes that only a script of a stranger would bring, in the words of the page. */
const scriptsIn = (page: string) => `[...${page}.querySelectorAll('*')].flatMap((element) =>
  [...element.attributes]
    .filter(({ name, value }) => /^on|^srcdoc$/i.test(name) || /^\\s*javascript:/i.test(value))
    .map(({ name }) => element.tagName + ' ' + name))`
const FIND_SCRIPTS = scriptsIn('document')

/** What is written leads to, as far as it leads away, and what is said of it. */
const FIND_LINKS = `[...new Set([...document.querySelectorAll('[role=log] a[rel]')].map((link) => new URL(link.href).origin + '/ ' + link.rel))]`

let browser: Browser
beforeAll(async () => {
  if (!needs('chromium')) return
  browser = await chromium.launch({
    executablePath: findProgram('chromium') ?? undefined,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
})
afterAll(() => browser?.close())

/** A browser that tells what ran, or would have run but for the policy. */
async function watchedBrowser(actor?: Actor) {
  const context = await browser.newContext()
  const ran: string[] = []
  if (actor) {
    const [name, value] = (await server.as(actor)).cookies().split('=') as [string, string]
    await context.addCookies([{ name, value, url: server.url }])
  }
  context.on('dialog', (dialog) => {
    ran.push(`${dialog.page()?.url()}: ${dialog.message()}`)
    void dialog.dismiss()
  })
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) ran.push(`${message.page()?.url()}: ${message.text()}`)
  })
  const page = await context.newPage()
  return { page, ran }
}

/** What the server's own answer holds, which is quicker to see than the page that comes alive. */
async function scriptsSent(page: Page, path: string): Promise<string[]> {
  const html = await (await fetch(server.url + path, { headers: { accept: 'text/html' } })).text()
  const found = await page.evaluate<string[]>(`(() => {
    const sent = new DOMParser().parseFromString(${JSON.stringify(html)}, 'text/html')
    return ${scriptsIn('sent')}
  })()`)
  return found.map((found) => `${path}: ${found}`)
}

async function scriptsOn(page: Page, path: string): Promise<string[]> {
  const answer = await page.goto(server.url + path)
  expect(answer!.status(), path).toBe(200)
  return (await page.evaluate<string[]>(FIND_SCRIPTS)).map((found) => `${path}: ${found}`)
}

/** A shop, its product and what a buyer says of it, all of them named by one text. */
async function publish(payload: string) {
  const seller: MadeShop = await catalog.shop({ name: payload.slice(0, 80), tagline: payload, about: payload })
  const made = await catalog.product(seller, {
    title: payload,
    description: payload,
    brand: payload.slice(0, 80),
    attributes: [{ name: payload.slice(0, 40), value: payload.slice(0, 80) }],
  })
  const buyer = await user({ name: payload })
  const orderLineId = await catalog.purchase(buyer, made, { shippedQuantity: 1 })
  await addReview(ctx, buyer, { orderLineId, rating: 5, title: payload, body: payload })
  return { product: made.product.slug, shop: seller.row.slug }
}

describe.runIf(findProgram('chromium'))('52: what people wrote', () => {
  it('is noticed here if it runs', async () => {
    const { page, ran } = await watchedBrowser()
    await page.goto(server.url)
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')`)

    expect(await page.evaluate(FIND_SCRIPTS)).toEqual(['IMG onerror'])
    await expect.poll(() => ran).toHaveLength(1)
  })

  it('52: runs on no page for shoppers', async () => {
    const { page, ran } = await watchedBrowser()
    const found: string[] = []
    for (const [number, payload] of SCRIPT_PAYLOADS.entries()) {
      const { product, shop } = await publish(payload)
      const isLive = number % 7 === 0
      for (const path of [`/products/${product}`, `/shops/${shop}`, `/search?q=${encodeURIComponent(payload)}`])
        found.push(...(await (isLive ? scriptsOn : scriptsSent)(page, path)))
    }
    found.push(...(await scriptsOn(page, '/')))

    expect(found).toEqual([])
    expect(ran).toEqual([])
  }, 180_000)

  it('52: runs on no page for sellers and admins, and in no mail', async () => {
    const seller = await user()
    const lamp = await product({ shop: await shop({ owner: seller }), stock: 100, title: SCRIPT_PAYLOADS[11] })
    const orders: { number: string; buyer: Actor }[] = []
    for (const payload of SCRIPT_PAYLOADS.filter((_, number) => number % 13 === 0)) {
      const buyer = await user({ name: payload })
      await fill(buyer, lamp)
      const shippingAddress = someAddress({ name: payload, company: payload, street: payload, city: payload })
      const { checkout } = await start(buyer, { shippingAddress })
      await pay(buyer, checkout.id)
      const { body } = await (await server.as(buyer)).get(`/api/checkouts/${checkout.id}`)
      orders.push({ number: body.orderGroup.number, buyer })
    }

    const asSeller = await watchedBrowser(seller)
    const asAdmin = await watchedBrowser(await user({ role: 'admin' }))
    const found = [
      ...(await scriptsOn(asSeller.page, `/seller/${lamp.shop.slug}/orders`)),
      ...(await scriptsOn(asAdmin.page, '/admin/orders')),
      ...(await scriptsOn(asAdmin.page, '/admin/users')),
    ]
    for (const { number, buyer } of orders) {
      found.push(...(await scriptsOn(asSeller.page, `/seller/${lamp.shop.slug}/orders/${number}-1`)))
      const asBuyer = await watchedBrowser(buyer)
      for (const path of ['/account', `/orders/${number}`]) found.push(...(await scriptsOn(asBuyer.page, path)))
      expect(asBuyer.ran).toEqual([])
      await asBuyer.page.context().close()
    }

    const mailsOfOrders = async () =>
      (await listKeptMails(mailFolder(ctx.config))).filter(({ text }) => orders.some(({ number }) => text.includes(number)))
    await expect.poll(async () => (await mailsOfOrders()).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(orders.length)
    for (const mail of await mailsOfOrders()) {
      await asAdmin.page.setContent(mail.html)
      found.push(...(await asAdmin.page.evaluate<string[]>(FIND_SCRIPTS)))
    }

    expect(found).toEqual([])
    expect([...asSeller.ran, ...asAdmin.ran]).toEqual([])
  }, 180_000)

  it('52: runs on neither side of a conversation', async () => {
    const seller = await user()
    const lamp = await product({ shop: await shop({ owner: seller }) })
    const buyer = await user({ name: SCRIPT_PAYLOADS[11], createdAt: new Date(0) })
    const conversationId = await openConversation(ctx, buyer, { about: 'product', slug: lamp.slug })
    const hostile = SCRIPT_PAYLOADS.filter((_, number) => number % 7 === 0)
    const said = [...hostile.slice(0, 1).flatMap((text) => [`https://example.org/${text}`, `javascript:alert(1)//${text}`]), ...hostile]
    for (const body of said) await sendMessage(ctx, buyer, { conversationId, shopId: null }, { clientId: crypto.randomUUID(), body })

    for (const [who, path] of [
      [buyer, `/messages/${conversationId}`],
      [seller, `/seller/${lamp.shop.slug}/messages/${conversationId}`],
    ] as const) {
      const { page, ran } = await watchedBrowser(who)
      await page.goto(server.url + path)
      await page.getByRole('log').getByText(said.at(-1)!, { exact: true }).waitFor()
      expect(await page.evaluate(FIND_SCRIPTS)).toEqual([])
      expect(await page.evaluate(FIND_LINKS)).toEqual([`https://example.org/ noopener noreferrer nofollow ugc`])
      expect(ran).toEqual([])
      await page.context().close()
    }
  }, 60_000)
})
