import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { products, variants } from '#db/schema'
import { addShopMember } from '#server/domains/shops'
import { productViewSchema } from '#shared/contracts/catalog'
import { categoryChoicesSchema, productForEditingSchema } from '#shared/contracts/product-editor'
import { makeCatalog } from '../support/make-catalog'
import { testServer } from '../support/server'

const server = await testServer()
const { ctx } = server
const make = makeCatalog(ctx)
const shop = await make.shop()
const category = await make.category('Lamps')
const seller = await server.as(shop.owner)
const productsAt = (path = '') => `/api/seller/shops/${shop.row.id}/products${path}`
const input = (over: object = {}) => ({
  title: 'A desk lamp',
  categoryId: category.id,
  variants: [{ sku: crypto.randomUUID(), priceMinor: 4900, onHand: 2 }],
  ...over,
})

describe('the editor of a product', () => {
  it('adds, shows, saves, copies and previews it', async () => {
    const added = await seller.post(productsAt(), input({ tags: ['light'] }))
    expect(added.status).toBe(201)
    const product = productForEditingSchema.parse(added.body)
    expect(product).toMatchObject({ title: 'A desk lamp', status: 'draft', version: 1, mayEdit: true, tags: ['light'] })

    const saved = await seller.put(productsAt(`/${product.id}`), {
      version: 1,
      product: input({ title: 'A floor lamp', variants: [{ sku: product.variants[0]!.sku, priceMinor: 5900 }] }),
    })
    expect(saved).toMatchObject({ status: 200, body: { title: 'A floor lamp', version: 2, variants: [{ priceMinor: 5900, onHand: 2 }] } })
    expect((await seller.get(productsAt(`/${product.id}`))).body).toEqual(saved.body)

    const copy = await seller.post(productsAt(`/${product.id}/duplicate`))
    expect(copy).toMatchObject({ status: 201, body: { title: 'A floor lamp (2)', status: 'draft', variants: [{ onHand: 0 }] } })

    const preview = await seller.get(productsAt(`/${product.id}/preview`))
    expect(productViewSchema.parse(preview.body)).toMatchObject({ title: 'A floor lamp', minPriceMinor: 5900, reviews: { items: [] } })
    expect(await server.visitor().get(`/api/products/${product.slug}`)).toMatchObject({ status: 404 })

    const choices = await seller.get(`/api/seller/shops/${shop.row.id}/categories`)
    expect(categoryChoicesSchema.parse(choices.body).items).toContainEqual({ id: category.id, names: ['Lamps'], attributes: [] })
  })

  it.each(['\ud83d', 'a\0b'])('refuses a text that no database keeps: %j', async (text) => {
    const written = [{ title: `A lamp ${text}` }, { attributes: [{ name: 'Wood', value: text }] }, { attributeValues: { [text]: 'x' } }]
    for (const over of written) {
      const answer = await seller.post(productsAt(), input(over))
      expect(answer).toMatchObject({ status: 422, body: { data: { details: { issues: [{ code: 'forbidden_character' }] } } } })
    }
  })

  it('says with 409 that somebody else has saved, and which SKU is taken', async () => {
    const { body } = await seller.post(productsAt(), input())
    const { body: other } = await seller.post(productsAt(), input())
    const rowOf = async () => (await ctx.db.select().from(products).where(eq(products.id, body.id)))[0]
    await seller.put(productsAt(`/${body.id}`), { version: 1, product: input({ title: 'Mine' }) })
    const before = await rowOf()

    const late = await seller.put(productsAt(`/${body.id}`), { version: 1, product: input({ title: 'Late' }) })
    expect(late).toMatchObject({ status: 409, body: { data: { code: 'catalog.edited_elsewhere', details: { version: 2 } } } })
    const sku = other.variants[0].sku
    const taken = await seller.put(productsAt(`/${body.id}`), { product: input({ variants: [{ sku, priceMinor: 1 }] }) })
    expect(taken).toMatchObject({ status: 409, body: { data: { code: 'catalog.sku_taken', details: { sku } } } })
    expect(await rowOf()).toEqual(before)
  })

  it.each([
    ['no variant', { variants: [] }],
    ['101 variants', { variants: Array.from({ length: 101 }, (_, index) => ({ sku: `S-${index}`, priceMinor: 1 })) }],
    ['a price below nothing', { variants: [{ sku: 'S', priceMinor: -1 }] }],
    ['an earlier price below the price', { variants: [{ sku: 'S', priceMinor: 2, compareAtMinor: 1 }] }],
    ['two variants of one choice', { variants: ['A', 'B'].map((sku) => ({ sku, priceMinor: 1 })) }],
    ['four options', { options: ['A', 'B', 'C', 'D'].map((name) => ({ name, values: ['1'] })) }],
    ['a title of one letter', { title: 'A' }],
    ['101 tags', { tags: Array.from({ length: 101 }, (_, index) => `tag ${index}`) }],
    ['a tag of 81 letters', { tags: ['x'.repeat(81)] }],
    ['what nobody asks for', { status: 'live' }],
  ])('refuses %s', async (_, over) => {
    const { body } = await seller.post(productsAt(), input())
    const before = await ctx.db.select().from(products)

    expect((await seller.post(productsAt(), input(over))).status).toBe(422)
    expect((await seller.put(productsAt(`/${body.id}`), { product: input(over) })).status).toBe(422)
    expect(await ctx.db.select().from(products)).toEqual(before)
  })

  it('is for the shop alone: staff look, others find nothing, visitors sign in', async () => {
    const { body } = await seller.post(productsAt(), input())
    const [staffActor, otherShop] = [await make.person(), await make.shop()]
    await addShopMember(ctx, shop.owner, shop.row.id, { userId: staffActor.userId, role: 'staff' })
    const [staff, other, visitor] = [await server.as(staffActor), await server.as(otherShop.owner), server.visitor()]
    const before = [await ctx.db.select().from(products), await ctx.db.select().from(variants)]

    const at = productsAt(`/${body.id}`)
    const elsewhere = `/api/seller/shops/${otherShop.row.id}/products/${body.id}`
    const change = { product: input({ title: 'Taken over' }) }
    expect(await staff.get(at)).toMatchObject({ status: 200, body: { mayEdit: false } })
    expect((await staff.get(`${at}/preview`)).status).toBe(200)
    for (const [who, status] of [
      [staff, 403],
      [other, 404],
      [visitor, 401],
    ] as const) {
      expect((await who.put(at, change)).status).toBe(status)
      expect((await who.post(`${at}/duplicate`)).status).toBe(status)
      expect((await who.post(productsAt(), input())).status).toBe(status)
    }
    for (const path of [at, `${at}/preview`, elsewhere, `${elsewhere}/preview`]) expect((await other.get(path)).status).toBe(404)
    expect((await other.put(elsewhere, change)).status).toBe(404)
    expect((await other.post(`${elsewhere}/duplicate`)).status).toBe(404)
    expect([await ctx.db.select().from(products), await ctx.db.select().from(variants)]).toEqual(before)
  })
})
