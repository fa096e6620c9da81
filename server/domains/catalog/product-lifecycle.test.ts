import { asc, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import {
  auditEntries,
  categories,
  listings,
  productEvents,
  products,
  settings,
  shopMembers,
  shops,
  variants as variantRows,
} from '#db/schema'
import { jobs } from '#server/jobs'
import { visitor, type Actor } from '#server/platform/actor'
import { listKeptMails } from '#server/platform/mail/folder-mailer'
import { mailFolder } from '#server/platform/world'
import type { FindingCode } from '#shared/contracts/product-lifecycle'
import { PRODUCT_STATUSES, PRODUCT_STEPS, PRODUCT_STEPS_FROM, type ProductStatus } from '#shared/lifecycles/product'
import { testContext } from '../../../tests/support/context'
import { make as makeRows } from '../../../tests/support/make'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { approveProduct } from './approve-product'
import { checkProduct } from './check-product'
import { getProductStanding } from './get-product-standing'
import { listProductsToReview } from './list-products-to-review'
import { rejectProduct } from './reject-product'
import { saveProduct } from './save-product'
import { takeProductStep } from './take-product-step'

const ctx = await testContext({}, jobs)
const make = makeCatalog(ctx)
const { user } = makeRows(ctx)

const rowOf = async (id: string) => (await ctx.db.select().from(products).where(eq(products.id, id)))[0]!
const statusOf = async (id: string) => (await rowOf(id)).status
const eventsOf = (id: string) =>
  ctx.db.select().from(productEvents).where(eq(productEvents.productId, id)).orderBy(asc(productEvents.createdAt), asc(productEvents.id))
const put = (id: string, status: ProductStatus) => ctx.db.update(products).set({ status, submittedAt: ctx.now }).where(eq(products.id, id))
const isListed = async (id: string) => (await ctx.db.$count(listings, eq(listings.productId, id))) === 1

async function setSetting(key: string, value: unknown) {
  await ctx.db.insert(settings).values({ key, value }).onConflictDoUpdate({ target: settings.key, set: { value } })
}

async function submitted() {
  const shop = await make.shop()
  const { product } = await make.complete(shop)
  await takeProductStep(ctx, shop.owner, product.id, { step: 'submit' })
  return { shop, id: product.id }
}

describe('a step of a product', () => {
  const leadsTo = { submit: 'in_review', withdraw: 'draft', unpublish: 'draft', archive: 'archived', restore: 'draft' } as const
  const alreadyThere = (step: keyof typeof leadsTo, status: ProductStatus) =>
    status === leadsTo[step] || (step === 'submit' && status === 'live')
  const cases = PRODUCT_STEPS.flatMap((step) => PRODUCT_STATUSES.map((status) => ({ step, status })))

  it.each(cases.filter(({ step, status }) => PRODUCT_STEPS_FROM[step].includes(status)))(
    '$step is taken from $status',
    async ({ step, status }) => {
      const shop = await make.shop()
      const { product } = await make.complete(shop)
      await put(product.id, status)

      expect((await takeProductStep(ctx, shop.owner, product.id, { step, reason: 'since' })).status).toBe(leadsTo[step])
      expect(await eventsOf(product.id)).toMatchObject([
        { fromStatus: status, toStatus: leadsTo[step], userId: shop.owner.userId, reason: 'since' },
      ])
    },
  )

  it.each(cases.filter(({ step, status }) => !PRODUCT_STEPS_FROM[step].includes(status)))(
    '$step from $status changes nothing',
    async ({ step, status }) => {
      const shop = await make.shop()
      const { product } = await make.complete(shop)
      await put(product.id, status)
      const asked = takeProductStep(ctx, shop.owner, product.id, { step })

      if (alreadyThere(step, status)) expect((await asked).status).toBe(status)
      else await expect(asked).rejects.toMatchObject({ code: 'catalog.status_conflict', details: { from: status } })
      expect(await statusOf(product.id)).toBe(status)
      expect(await eventsOf(product.id)).toEqual([])
    },
  )

  it('is for managers of the shop: staff are refused, to others there is no product', async () => {
    const shop = await make.shop()
    const { product } = await make.complete(shop)
    const staff = await make.person()
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: shop.row.id, userId: staff.userId, role: 'staff' })
    const step = (actor: Actor) => takeProductStep(ctx, actor, product.id, { step: 'submit' })

    await expect(step(staff)).rejects.toMatchObject({ code: 'shops.role_too_low' })
    for (const actor of [visitor(), await make.person(), (await make.shop()).owner, await user({ role: 'admin' })])
      await expect(step(actor)).rejects.toMatchObject({ code: 'catalog.product_not_found' })
    expect(await statusOf(product.id)).toBe('draft')
  })

  it('submits straight to the shelves where nobody reviews, but never what was rejected', async () => {
    await setSetting('productReview', false)
    const shop = await make.shop()
    const { product } = await make.complete(shop)
    const { product: rejected } = await make.complete(shop)
    await put(rejected.id, 'rejected')

    expect((await takeProductStep(ctx, shop.owner, product.id, { step: 'submit' })).status).toBe('live')
    expect((await takeProductStep(ctx, shop.owner, rejected.id, { step: 'submit' })).status).toBe('in_review')
    expect([await isListed(product.id), await isListed(rejected.id)]).toEqual([true, false])
    await setSetting('productReview', true)
  })

  it('refuses to submit what is incomplete, and says everything that is missing', async () => {
    const shop = await make.shop()
    const { product } = await make.draft(shop)

    await expect(takeProductStep(ctx, shop.owner, product.id, { step: 'submit' })).rejects.toMatchObject({
      code: 'catalog.product_incomplete',
      details: { missing: ['description', 'category', 'pictures'], findings: [{ code: 'description_short' }, {}, {}] },
    })
    expect(await statusOf(product.id)).toBe('draft')
  })
})

describe('the automatic checks', () => {
  const codesOf = async (id: string) => (await checkProduct(ctx, await rowOf(id))).map(({ code }) => code)
  const completeWith = async (over: Parameters<typeof make.complete>[1] = {}) => (await make.complete(await make.shop(), over)).product.id
  const change = (id: string, columns: Partial<typeof products.$inferInsert>) =>
    ctx.db.update(products).set(columns).where(eq(products.id, id))

  it('find nothing in what is complete', async () => {
    expect(await codesOf(await completeWith())).toEqual([])
  })

  it.each<[FindingCode, Partial<typeof products.$inferInsert>]>([
    ['title_missing', { title: 'ab' }],
    ['description_short', { description: `<p>${' '.repeat(80)}<strong>Short.</strong></p>` }],
    ['category_missing', { categoryId: null }],
  ])('find %s', async (code, columns) => {
    const id = await completeWith()
    await change(id, columns)
    expect(await codesOf(id)).toEqual([code])
  })

  it('ask for what the category and those above require', async () => {
    const home = await make.category()
    const vases = await make.category(undefined, home)
    const asked = { kind: 'text' as const, filter: false }
    await ctx.db
      .update(categories)
      .set({ attributes: [{ ...asked, key: 'material', name: 'Material', required: true }] })
      .where(eq(categories.id, home.id))
    await ctx.db
      .update(categories)
      .set({
        attributes: [
          { ...asked, key: 'height', name: 'Height', required: true },
          { ...asked, key: 'glaze', name: 'Glaze', required: false },
        ],
      })
      .where(eq(categories.id, vases.id))
    const id = await completeWith({ categoryId: vases.id })

    expect((await checkProduct(ctx, await rowOf(id))).map(({ code, details }) => [code, details.name])).toEqual([
      ['attribute_missing', 'Material'],
      ['attribute_missing', 'Height'],
    ])
    await change(id, { attributeValues: { material: 'Clay', height: '20 cm' } })
    expect(await codesOf(id)).toEqual([])
  })

  it('want a picture, and advise one that is large enough', async () => {
    const shop = await make.shop()
    const { id: categoryId } = await make.category()
    const made = await make.draft(shop, { description: 'A bowl that is turned by hand, of walnut from here.', categoryId })
    expect(await codesOf(made.product.id)).toEqual(['picture_missing'])

    await make.picture(made, { width: 4000, height: 499 })
    await make.picture(made, { width: 500, height: 500 })
    expect(await checkProduct(ctx, await rowOf(made.product.id))).toEqual([
      { code: 'picture_small', field: 'pictures', severity: 'should', details: { number: 1, width: 4000, height: 499, least: 500 } },
    ])
  })

  it('doubt an earlier price of more than ten times the price', async () => {
    expect(await codesOf(await completeWith({ variants: [{ sku: 'a', priceMinor: 100, compareAtMinor: 1001 }] }))).toEqual([
      'compare_at_unlikely',
    ])
    expect(await codesOf(await completeWith({ variants: [{ sku: 'a', priceMinor: 100, compareAtMinor: 1000 }] }))).toEqual([])
  })

  it.each([
    [100_001, ['price_unlike_category']],
    [100_000, []],
    [10, []],
    [9, ['price_unlike_category']],
  ])('compare %i with half of its category at 1000', async (priceMinor, found) => {
    const shop = await make.shop()
    const { id: categoryId } = await make.category()
    for (const price of [900, 1000, 1000, 1000, 1100])
      await make.product(shop, { categoryId, variants: [{ sku: ctx.newId(), priceMinor: price }] })
    expect(await codesOf(await completeWith({ categoryId, variants: [{ sku: 'a', priceMinor }] }))).toEqual(found)
  })

  it.each(['e-cigarette', 'c++', '(tm)', 'a.b', 'x^y$', '[1]', '{2}', 'a|b', 'a/b', 'a\\b', 'what?', '*'])(
    'take the signs in a banned word as they are: %s',
    async (word) => {
      await setSetting('bannedWords', [word])
      const findings = await checkProduct(ctx, await rowOf(await completeWith({ title: `New ${word} here` })))
      expect(findings).toEqual([{ code: 'banned_word', field: 'title', severity: 'must', details: { word } }])
      await setSetting('bannedWords', [])
    },
  )

  it('know banned words as whole words, in any case', async () => {
    await setSetting('bannedWords', ['Ivory', 'snake oil', 'c++'])
    const id = await completeWith({ title: 'IVORY comb' })
    await change(id, { description: `<p>Not ivoryish, and no snake\n oil at all: only wood and love.</p>`, tags: ['comb', 'ivory'] })

    expect(await checkProduct(ctx, await rowOf(id))).toEqual([
      { code: 'banned_word', field: 'title', severity: 'must', details: { word: 'Ivory' } },
      { code: 'banned_word', field: 'description', severity: 'must', details: { word: 'snake oil' } },
      { code: 'banned_word', field: 'tags', severity: 'must', details: { word: 'Ivory' } },
    ])
    await setSetting('bannedWords', [])
  })

  it.each([
    ['without width', 'iv\u200bo\u00adry'],
    ['with a joiner', 'iv\u2060\u034fory'],
    ['struck through', 'i\u0336v\u0336o\u0336r\u0336y\u0336'],
    ['in wide letters', 'ＩＶＯＲＹ'],
    ['in fancy letters', '𝓲𝓿𝓸𝓻𝔂'],
    ['put together from two', 'ivo\u0072y'],
  ])('know a banned word %s', async (_, written) => {
    await setSetting('bannedWords', ['ivory', '\u200b'])
    const id = await completeWith({ title: `A comb of ${written}!` })
    expect(await codesOf(id)).toEqual(['banned_word'])
    await setSetting('bannedWords', [])
  })

  it.each([
    ['attributes', { attributes: [{ name: 'Material', value: 'Ivory' }] }],
    ['title', { brand: 'Ivory' }],
    ['description', { seoDescription: 'All of ivory' }],
    ['variants', { options: [{ name: 'Of', values: ['Ivory'] }], variants: [{ sku: 'of', priceMinor: 1000, optionValues: ['Ivory'] }] }],
  ])('look for banned words in all that shoppers read: %s', async (field, over) => {
    await setSetting('bannedWords', ['ivory'])
    expect(await checkProduct(ctx, await rowOf(await completeWith(over)))).toMatchObject([{ code: 'banned_word', field }])
    await setSetting('bannedWords', [])
  })

  it('let no banned word into what is on sale already, and keep nobody from other changes where one was there before', async () => {
    const shop = await make.shop()
    const { product, variants } = await make.product(shop, { title: 'Ivory comb' })
    const saved = { title: 'Ivory comb', categoryId: product.categoryId, variants: [{ sku: variants[0]!.sku, priceMinor: 1000 }] }
    await setSetting('bannedWords', ['ivory', 'snake oil'])

    const smuggled = saveProduct(ctx, shop.owner, product.id, { ...saved, description: '<p>Snake\u200b oil</p>' })
    await expect(smuggled).rejects.toMatchObject({ code: 'catalog.words_banned', details: { words: 'snake oil' } })
    expect(await rowOf(product.id)).toEqual(product)
    expect(await saveProduct(ctx, shop.owner, product.id, { ...saved, brand: 'Comb & Co.' })).toMatchObject({ brand: 'Comb & Co.' })
    await setSetting('bannedWords', [])
  })

  it('want a SKU of every variant', async () => {
    const shop = await make.shop()
    const { product, variants } = await make.complete(shop)
    await ctx.db.update(variantRows).set({ sku: '' }).where(eq(variantRows.id, variants[0]!.id))
    expect(await codesOf(product.id)).toEqual(['sku_missing'])
  })
})

describe('a review', () => {
  it('shows what waits, the longest first, with what the checks say', async () => {
    const [first, second] = [await submitted(), await submitted()]
    const moderator = await user({ role: 'moderator' })
    const page = await listProductsToReview(ctx, moderator, { limit: 50 })
    const shown = page.items.filter(({ id }) => [first.id, second.id].includes(id))

    expect(shown).toMatchObject([
      { id: first.id, version: 1, findings: [], shop: { slug: first.shop.row.slug, status: 'active' }, variantCount: 1 },
      { id: second.id },
    ])
    expect(page.total).toBe(page.items.length)
    const found: string[] = []
    for (let cursor: string | undefined | null = undefined; cursor !== null;) {
      const next: Awaited<ReturnType<typeof listProductsToReview>> = await listProductsToReview(ctx, moderator, { limit: 1, cursor })
      found.push(...next.items.map(({ id }) => id))
      cursor = next.nextCursor
    }
    expect(found).toEqual(page.items.map(({ id }) => id))
  })

  it('lets a product through, once, and writes it down', async () => {
    const { shop, id } = await submitted()
    const admin = await user({ role: 'admin' })

    expect(await approveProduct(ctx, admin, id, { version: 1 })).toMatchObject({ status: 'live' })
    expect(await isListed(id)).toBe(true)
    await expect(approveProduct(ctx, admin, id, { version: 1 })).rejects.toMatchObject({
      code: 'catalog.not_in_review',
      details: { status: 'live' },
    })
    expect(await ctx.db.select().from(auditEntries).where(eq(auditEntries.subjectId, id))).toMatchObject([
      { action: 'catalog.product_approved', actorId: admin.userId, shopId: shop.row.id },
    ])
  })

  it('of two at once is decided by one of them', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await submitted()
      const [one, other] = [await user({ role: 'admin' }), await user({ role: 'moderator' })]
      const [approved, rejected] = await Promise.allSettled([
        approveProduct(ctx, one, id, { version: 1 }),
        rejectProduct(ctx, other, id, { version: 1, reason: 'Not like this' }),
      ])

      const lost = [approved, rejected].filter((result) => result.status === 'rejected')
      expect(lost).toMatchObject([{ reason: { code: 'catalog.not_in_review' } }])
      expect(await statusOf(id)).toBe(approved.status === 'fulfilled' ? 'live' : 'rejected')
      expect(await eventsOf(id)).toHaveLength(2)
    }
  })

  it('sends a product back with a reason that its owners and managers are mailed in their language', async () => {
    const { shop, id } = await submitted()
    const people: Record<string, Actor & { userId: string }> = {}
    for (const role of ['manager', 'staff'] as const) {
      const person = await user({ locale: 'de' })
      people[role] = person
      await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: shop.row.id, userId: person.userId, role })
    }
    await rejectProduct(ctx, await user({ role: 'admin' }), id, { version: 1, reason: 'The picture shows another thing.' })
    await ctx.queue.drain()

    const mails = await listKeptMails(mailFolder(ctx.config))
    const mailTo = (actor: Actor) => mails.filter(({ to }) => to === actor.email)
    expect(mailTo(shop.owner)).toHaveLength(1)
    expect(mailTo(shop.owner)[0]!.text).toContain('The picture shows another thing.')
    expect(mailTo(shop.owner)[0]!.text).toContain(`http://souk.test/seller/${shop.row.slug}/products/${id}`)
    expect(mailTo(people.manager!)).toMatchObject([{ subject: expect.stringContaining('braucht eine Änderung') }])
    expect(mailTo(people.manager!)[0]!.text).toContain(`http://souk.test/de/seller/${shop.row.slug}/products/${id}`)
    expect(mailTo(people.staff!)).toEqual([])
    expect(await getProductStanding(ctx, shop.owner, shop.row.id, id)).toMatchObject({
      status: 'rejected',
      rejectionReason: 'The picture shows another thing.',
      events: [{ to: 'rejected', reason: 'The picture shows another thing.' }, { to: 'in_review' }],
    })

    await takeProductStep(ctx, shop.owner, id, { step: 'submit' })
    expect(await rowOf(id)).toMatchObject({ status: 'in_review', rejectionReason: '' })
  })

  it('does not let through what was changed since it was looked at, nor what a check refuses by now', async () => {
    const { id } = await submitted()
    const admin = await user({ role: 'admin' })
    await ctx.db.update(products).set({ version: 2, description: '' }).where(eq(products.id, id))

    await expect(approveProduct(ctx, admin, id, { version: 1 })).rejects.toMatchObject({ code: 'catalog.edited_elsewhere' })
    await expect(rejectProduct(ctx, admin, id, { version: 1, reason: 'Not like this' })).rejects.toMatchObject({
      code: 'catalog.edited_elsewhere',
    })
    await expect(approveProduct(ctx, admin, id, { version: 2 })).rejects.toMatchObject({ code: 'catalog.product_incomplete' })
    expect(await statusOf(id)).toBe('in_review')
  })

  it('is for moderators and admins', async () => {
    const { shop, id } = await submitted()
    for (const actor of [visitor(), shop.owner, await user()]) {
      await expect(listProductsToReview(ctx, actor, { limit: 1 })).rejects.toMatchObject({ code: 'catalog.review_not_allowed' })
      await expect(approveProduct(ctx, actor, id, { version: 1 })).rejects.toMatchObject({ code: 'catalog.review_not_allowed' })
      await expect(rejectProduct(ctx, actor, id, { version: 1, reason: 'Because' })).rejects.toMatchObject({
        code: 'catalog.review_not_allowed',
      })
    }
    expect(await statusOf(id)).toBe('in_review')
  })

  it('shows shoppers nothing of a shop that is not open', async () => {
    const shop = await make.shop()
    const { product } = await make.complete(shop)
    await ctx.db.update(shops).set({ status: 'pending' }).where(eq(shops.id, shop.row.id))
    await takeProductStep(ctx, shop.owner, product.id, { step: 'submit' })

    expect(await approveProduct(ctx, await user({ role: 'admin' }), product.id, { version: 1 })).toMatchObject({ status: 'live' })
    expect(await isListed(product.id)).toBe(false)
  })
})

it('tells members alone where a product stands', async () => {
  const { shop, id } = await submitted()
  for (const actor of [visitor(), await make.person(), (await make.shop()).owner])
    await expect(getProductStanding(ctx, actor, shop.row.id, id)).rejects.toMatchObject({ code: 'catalog.product_not_found' })
  await expect(getProductStanding(ctx, shop.owner, (await make.shop()).row.id, id)).rejects.toMatchObject({
    code: 'catalog.product_not_found',
  })
})
