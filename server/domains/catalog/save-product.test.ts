import { asc, eq, inArray } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  categories,
  files,
  listings,
  priceHistory,
  productImages,
  productOptions,
  products,
  slugHistory,
  stockHolds,
  stockLevels,
  stockMovements,
  variants,
} from '#db/schema'
import { addShopMember } from '#server/domains/shops'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { Job } from '#server/platform/queue/queue'
import type { CategoryAttribute } from '#shared/category-attributes'
import { productForEditingSchema, type ProductInput } from '#shared/contracts/product-editor'
import { testContext } from '../../../tests/support/context'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { archiveProduct } from './archive-product'
import { createProduct, type CreatedProduct } from './create-product'
import { duplicateProduct } from './duplicate-product'
import { getProduct, previewProduct } from './get-product'
import { getProductForEditing } from './get-product-for-editing'
import { inspectCatalog } from './inspect-catalog'
import { publishProduct } from './publish-product'
import { saveProduct } from './save-product'
import { holdStock, releaseHolds } from './stock-holds'

const told: string[] = []
const listener: Job<{ productId: string }> = {
  name: 'test.product-changed',
  on: ['product.changed'],
  handle: async (_, { productId }) => void told.push(productId),
}
const ctx = await testContext({}, [listener])
const make = makeCatalog(ctx)
const seller = await make.shop()
const { owner } = seller
const shopId = seller.row.id

let made = 0
const sku = () => `SKU-SAVE-${++made}`

beforeEach(async () => {
  await ctx.queue.drain()
  told.length = 0
})

/** A vase in two colours. */
async function vase(over: Partial<ProductInput> = {}) {
  const input: ProductInput = {
    title: `Vase ${++made}`,
    options: [{ name: 'Colour', values: ['Sand', 'Sea'] }],
    variants: [
      { optionValues: ['Sand'], sku: sku(), priceMinor: 2400, onHand: 4 },
      { optionValues: ['Sea'], sku: sku(), priceMinor: 2600, onHand: 6 },
    ],
    ...over,
  }
  return { ...(await make.draft(seller, input)), input }
}

const rowOf = async (id: string) => (await ctx.db.select().from(products).where(eq(products.id, id)))[0]!
const variantsOf = (id: string) => ctx.db.select().from(variants).where(eq(variants.productId, id)).orderBy(asc(variants.position))
/** Everything that a save could have written. */
async function everythingOf(id: string) {
  const ids = (await variantsOf(id)).map((variant) => variant.id)
  return [
    await rowOf(id),
    await variantsOf(id),
    await ctx.db.select().from(listings).where(eq(listings.productId, id)),
    await ctx.db.select().from(productOptions).where(eq(productOptions.productId, id)).orderBy(productOptions.id),
    await ctx.db.select().from(productImages).where(eq(productImages.productId, id)).orderBy(productImages.position),
    await ctx.db.select().from(slugHistory).where(eq(slugHistory.targetId, id)),
    await ctx.db.select().from(priceHistory).where(inArray(priceHistory.variantId, ids)).orderBy(priceHistory.id),
    await ctx.db.select().from(stockLevels).where(inArray(stockLevels.variantId, ids)).orderBy(stockLevels.variantId),
    await ctx.db.select().from(stockMovements).where(inArray(stockMovements.variantId, ids)).orderBy(stockMovements.id),
    await ctx.db.select().from(stockHolds).where(inArray(stockHolds.variantId, ids)),
  ]
}
async function refused(id: string, input: ProductInput, refusal: object, who: Actor = owner, expected = {}) {
  const before = await everythingOf(id)
  await expect(saveProduct(ctx, who, id, input, expected)).rejects.toMatchObject(refusal)
  expect(await everythingOf(id)).toEqual(before)
}
const levelsOf = async (id: string) => {
  const rows = await ctx.db
    .select({ onHand: stockLevels.onHand })
    .from(stockLevels)
    .innerJoin(variants, eq(variants.id, stockLevels.variantId))
    .where(eq(variants.productId, id))
    .orderBy(asc(variants.position))
  return rows.map(({ onHand }) => onHand)
}
const movesOf = async (variantId: string) =>
  (await ctx.db.select().from(stockMovements).where(eq(stockMovements.variantId, variantId)).orderBy(stockMovements.id)).map(
    ({ kind, onHandDelta, referenceKind }) => [kind, onHandDelta, referenceKind],
  )
async function picture(ownerId = shopId): Promise<string> {
  const id = ctx.newId()
  const facts = { contentType: 'image/png', sizeBytes: 1, sha256: id, key: `pictures/${id}` }
  await ctx.db.insert(files).values({ id, ownerId, purpose: 'product_image', ...facts })
  return id
}
async function categoryAsking(attributes: CategoryAttribute[], parent?: Awaited<ReturnType<typeof make.category>>) {
  const category = await make.category(undefined, parent)
  await ctx.db.update(categories).set({ attributes }).where(eq(categories.id, category.id))
  return category
}
const hold = (variantId: string, quantity: number, owner = { kind: 'checkout' as const, id: ctx.newId() }) =>
  inTransaction(ctx, (ctx) => holdStock(ctx, owner, [{ variantId, quantity }], new Date(ctx.now.getTime() + 60_000))).then(() => owner)

describe('a save', () => {
  it('makes the product what the input says', async () => {
    const { product, input } = await vase()
    const home = await make.category('Garden')
    const fileId = await picture()
    const saved = await saveProduct(ctx, owner, product.id, {
      title: 'Carafe',
      slug: `carafe-${++made}`,
      description: '<p onclick="x()">Clear</p>',
      categoryId: home.id,
      brand: 'Lumen',
      attributes: [{ name: 'Care', value: 'By hand' }],
      tags: ['Glass', 'glass', 'Table'],
      seoTitle: 'A carafe',
      seoDescription: 'Of glass',
      images: [{ fileId, alt: 'A carafe' }],
      options: [
        { name: 'Colour', values: ['Sand', 'Sea'] },
        { name: 'Size', values: ['S'] },
      ],
      variants: [
        { ...input.variants[1]!, optionValues: ['Sea', 'S'], priceMinor: 3000, weightGrams: 90 },
        { optionValues: ['Sand', 'S'], sku: sku(), priceMinor: 3100, onHand: 2 },
      ],
    })

    expect(saved.version).toBe(2)
    const shown = productForEditingSchema.parse(await getProductForEditing(ctx, owner, shopId, product.id))
    expect(shown).toMatchObject({
      title: 'Carafe',
      slug: saved.slug,
      description: '<p>Clear</p>',
      categoryId: home.id,
      brand: 'Lumen',
      attributes: [{ name: 'Care', value: 'By hand' }],
      tags: ['Glass', 'Table'],
      seoTitle: 'A carafe',
      seoDescription: 'Of glass',
      images: [{ fileId, alt: 'A carafe' }],
      version: 2,
      mayEdit: true,
      options: [
        { name: 'Colour', values: ['Sand', 'Sea'] },
        { name: 'Size', values: ['S'] },
      ],
      variants: [
        { optionValues: ['Sea', 'S'], priceMinor: 3000, weightGrams: 90, onHand: 6, sku: input.variants[1]!.sku },
        { optionValues: ['Sand', 'S'], priceMinor: 3100, onHand: 2 },
      ],
    })
  })

  it('writes nothing when nothing differs', async () => {
    const category = await categoryAsking([{ key: 'width', name: 'Width', kind: 'number', required: false, filter: false }])
    const { product, input } = await vase({
      categoryId: category.id,
      description: '<h1>Big</h1>',
      tags: ['b', 'a'],
      attributeValues: { width: 4 },
      images: [{ fileId: await picture(), alt: 'It' }],
    })
    const before = await everythingOf(product.id)

    const saved = await saveProduct(ctx, owner, product.id, { ...input, slug: product.slug }, { version: 1 })
    const { id: _, ...edited } = await getProductForEditing(ctx, owner, shopId, product.id)
    await saveProduct(ctx, owner, product.id, {
      ...input,
      description: edited.description,
      attributeValues: edited.attributeValues,
      variants: edited.variants.map(({ id: _, reserved: __, ...variant }) => variant),
    })

    expect(saved.version).toBe(1)
    expect(await everythingOf(product.id)).toEqual(before)
    expect(saved.description).toBe('<h3>Big</h3>')
  })

  it('leaves what the input does not speak of: the address, the pictures and the stock', async () => {
    const { product, input } = await vase({ images: [{ fileId: await picture(), alt: 'It' }] })
    const { images: _, ...rest } = input
    await saveProduct(ctx, owner, product.id, {
      ...rest,
      title: 'New',
      variants: rest.variants.map(({ onHand: _, ...variant }) => variant),
    })

    expect(await rowOf(product.id)).toMatchObject({ title: 'New', slug: product.slug, version: 2 })
    expect(await levelsOf(product.id)).toEqual([4, 6])
    expect(await ctx.db.$count(productImages, eq(productImages.productId, product.id))).toBe(1)
  })

  it('shows a live product anew and tells that it changed; a draft is for nobody to see', async () => {
    const { product, variants: rows } = await make.product(seller)
    const draft = await vase()
    await ctx.queue.drain()
    told.length = 0
    const input = {
      title: 'Shown anew',
      categoryId: product.categoryId,
      variants: [{ sku: rows[0]!.sku, priceMinor: 777 }],
    }
    await saveProduct(ctx, owner, product.id, input)
    await saveProduct(ctx, owner, draft.product.id, { ...draft.input, title: 'Not shown' })
    await ctx.queue.drain()

    expect(await ctx.db.select().from(listings).where(eq(listings.productId, product.id))).toMatchObject([
      { title: 'Shown anew', minPriceMinor: 777 },
    ])
    expect(told).toEqual([product.id])
    await refused(product.id, { ...input, categoryId: null }, { code: 'catalog.product_incomplete', details: { missing: ['category'] } })
  })
})

describe('who saves', () => {
  it('is a manager of the shop, who found it there', async () => {
    const { product, input } = await vase()
    const changed = { ...input, title: 'Hacked' }
    const [stranger, staff] = [await make.shop(), await make.person()]
    await addShopMember(ctx, owner, shopId, { userId: staff.userId, role: 'staff' })

    await refused(product.id, changed, { code: 'catalog.product_not_found' }, stranger.owner)
    await refused(product.id, changed, { code: 'catalog.product_not_found' }, visitor())
    await refused(product.id, changed, { code: 'catalog.product_not_found' }, owner, { shopId: stranger.row.id })
    await refused(product.id, changed, { code: 'shops.role_too_low' }, staff)
    expect(await getProductForEditing(ctx, staff, shopId, product.id)).toMatchObject({ mayEdit: false, title: input.title })
    for (const who of [stranger.owner, visitor()]) {
      await expect(getProductForEditing(ctx, who, shopId, product.id)).rejects.toMatchObject({ code: 'catalog.product_not_found' })
      await expect(previewProduct(ctx, who, shopId, product.id)).rejects.toMatchObject({ code: 'catalog.product_not_found' })
    }
    await expect(getProductForEditing(ctx, stranger.owner, stranger.row.id, product.id)).rejects.toMatchObject({ kind: 'not_found' })
  })

  it('has seen the latest version, or has not said which', async () => {
    const { product, input } = await vase()
    await saveProduct(ctx, owner, product.id, { ...input, title: 'First' }, { version: 1 })
    await refused(product.id, { ...input, title: 'Second' }, { code: 'catalog.edited_elsewhere', details: { version: 2 } }, owner, {
      version: 1,
    })
    expect(await saveProduct(ctx, owner, product.id, { ...input, title: 'Third' })).toMatchObject({ title: 'Third', version: 3 })
  })

  it('is told when the price was changed elsewhere', async () => {
    const { product, input } = await vase()
    await make.reprice(seller, product.id, 1)
    await refused(product.id, input, { code: 'catalog.edited_elsewhere' }, owner, { version: 1 })
  })

  it('is one of two at once', async () => {
    const { product, input } = await vase()
    const titles = ['Left', 'Right']
    const outcomes = await Promise.allSettled(
      titles.map((title) => saveProduct(ctx, owner, product.id, { ...input, title }, { version: 1 })),
    )

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'catalog.edited_elsewhere' } })
    const winner = titles[outcomes.findIndex(({ status }) => status === 'fulfilled')]!
    expect(await rowOf(product.id)).toMatchObject({ title: winner, version: 2 })
  })
})

describe('addresses', () => {
  it('lead on from where shoppers have seen the product, and only from there', async () => {
    const draft = await vase()
    await saveProduct(ctx, owner, draft.product.id, { ...draft.input, slug: `typed-${++made}` })
    expect(await ctx.db.$count(slugHistory, eq(slugHistory.targetId, draft.product.id))).toBe(0)

    const { product, variants: rows } = await make.product(seller)
    const input = { title: product.title, categoryId: product.categoryId, variants: [{ sku: rows[0]!.sku, priceMinor: 1000 }] }
    const slug = `moved-${++made}`
    await saveProduct(ctx, owner, product.id, { ...input, slug })
    expect((await getProduct(ctx, product.slug)).slug).toBe(slug)

    await refused(draft.product.id, { ...draft.input, slug: product.slug }, { code: 'catalog.slug_taken', details: { slug: product.slug } })
    await refused(draft.product.id, { ...draft.input, slug }, { code: 'catalog.slug_taken', details: { slug } })
  })
})

describe('variants', () => {
  it('keep what they are when a value gets another name, by their SKU', async () => {
    const { product, input, variants: rows } = await vase()
    await saveProduct(ctx, owner, product.id, {
      ...input,
      options: [{ name: 'Colour', values: ['Beige', 'Sea'] }],
      variants: [{ ...input.variants[0]!, optionValues: ['Beige'] }, input.variants[1]!],
    })
    expect(await variantsOf(product.id)).toMatchObject([
      { id: rows[0]!.id, optionKey: 'Beige', optionValues: ['Beige'] },
      { id: rows[1]!.id, optionKey: 'Sea' },
    ])
  })

  it('can exchange their SKUs and their places', async () => {
    const { product, input, variants: rows } = await vase()
    const [sand, sea] = input.variants
    await saveProduct(ctx, owner, product.id, {
      ...input,
      variants: [
        { ...sea!, sku: sand!.sku },
        { ...sand!, sku: sea!.sku },
      ],
    })
    expect(await variantsOf(product.id)).toMatchObject([
      { id: rows[1]!.id, optionKey: 'Sea', sku: sand!.sku },
      { id: rows[0]!.id, optionKey: 'Sand', sku: sea!.sku },
    ])
    expect(await levelsOf(product.id)).toEqual([6, 4])
  })

  it('remember each new price, once', async () => {
    const { product, input, variants: rows } = await vase()
    const changed = { ...input, variants: [{ ...input.variants[0]!, priceMinor: 1900, compareAtMinor: 2400 }, input.variants[1]!] }
    await saveProduct(ctx, owner, product.id, changed)
    await saveProduct(ctx, owner, product.id, { ...changed, title: 'Other' })

    const pricesOf = async (id: string) =>
      (await ctx.db.select().from(priceHistory).where(eq(priceHistory.variantId, id)).orderBy(priceHistory.id)).map(
        ({ priceMinor, compareAtMinor }) => [priceMinor, compareAtMinor],
      )
    expect(await pricesOf(rows[0]!.id)).toEqual([
      [2400, null],
      [1900, 2400],
    ])
    expect(await pricesOf(rows[1]!.id)).toEqual([[2600, null]])
  })

  it('go when nobody has ordered them, with what a checkout gave back', async () => {
    const { product, input, variants: rows } = await vase()
    await releaseHolds(ctx, await hold(rows[0]!.id, 1), 'released')
    const one = { ...input, options: [{ name: 'Colour', values: ['Sea'] }], variants: [input.variants[1]!] }
    await saveProduct(ctx, owner, product.id, one)

    expect(await variantsOf(product.id)).toMatchObject([{ id: rows[1]!.id, position: 0 }])
    expect(await ctx.db.$count(stockHolds, eq(stockHolds.variantId, rows[0]!.id))).toBe(0)
  })

  it.each(['a checkout', 'an order'])('stay while %s names them', async (namedBy) => {
    const { product, input, variants: rows } = await vase()
    if (namedBy === 'a checkout') await hold(rows[0]!.id, 1)
    else await make.purchase(await make.person(), { product, variants: rows } satisfies CreatedProduct)
    const one = { ...input, options: [{ name: 'Colour', values: ['Sea'] }], variants: [input.variants[1]!] }

    await refused(product.id, one, { code: 'catalog.variant_in_use', details: { skus: [rows[0]!.sku] } })
  })

  it('have SKUs that no other product of the shop has; another shop may', async () => {
    const [{ product, input }, other] = [await vase(), await vase()]
    const taken = other.input.variants[1]!.sku
    await refused(
      product.id,
      { ...input, variants: [{ ...input.variants[0]!, sku: taken }, input.variants[1]!] },
      { code: 'catalog.sku_taken', details: { sku: taken } },
    )
    await expect(make.draft(seller, { variants: [{ sku: taken, priceMinor: 1 }] })).rejects.toMatchObject({ details: { sku: taken } })

    const elsewhere = await make.draft(await make.shop(), { variants: [{ sku: taken, priceMinor: 1 }] })
    expect(elsewhere.variants[0]!.sku).toBe(taken)
  })
})

describe('stock', () => {
  it('is corrected by a movement of the difference', async () => {
    const { product, input, variants: rows } = await vase()
    await saveProduct(ctx, owner, product.id, { ...input, variants: [{ ...input.variants[0]!, onHand: 1 }, input.variants[1]!] })

    expect(await levelsOf(product.id)).toEqual([1, 6])
    expect(await movesOf(rows[0]!.id)).toEqual([
      ['received', 4, 'delivery'],
      ['adjusted', -3, 'stock_take'],
    ])
    expect(await movesOf(rows[1]!.id)).toEqual([['received', 6, 'delivery']])
  })

  it('covers what is promised to buyers', async () => {
    const { product, input, variants: rows } = await vase()
    await hold(rows[0]!.id, 3)
    const [sand, sea] = input.variants
    const refusal = { code: 'catalog.stock_promised', details: { sku: sand!.sku, reserved: 3 } }
    await refused(product.id, { ...input, variants: [{ ...sand!, onHand: 2 }, sea!] }, refusal)

    await saveProduct(ctx, owner, product.id, { ...input, variants: [{ ...sand!, onHand: 2, backorder: true }, sea!] })
    await refused(product.id, { ...input, variants: [{ ...sand!, onHand: 2, backorder: false }, sea!] }, refusal)
    await saveProduct(ctx, owner, product.id, { ...input, variants: [{ ...sand!, onHand: 3, backorder: false, lowAt: 1 }, sea!] })
    expect(await ctx.db.select().from(stockLevels).where(eq(stockLevels.variantId, rows[0]!.id))).toMatchObject([
      { onHand: 3, reserved: 3, backorder: false, lowAt: 1 },
    ])
  })
})

describe('what a category asks', () => {
  const material: CategoryAttribute = {
    key: 'material',
    name: 'Material',
    kind: 'choice',
    choices: ['Glass'],
    required: false,
    filter: true,
  }
  const width: CategoryAttribute = { key: 'width', name: 'Width', kind: 'number', unit: 'cm', required: false, filter: false }

  it('is kept, also for the categories above, and nothing else is', async () => {
    const parent = await categoryAsking([width])
    const child = await categoryAsking([material], parent)
    const { product, input } = await vase({ categoryId: child.id })
    const attributeValues = { material: 'Glass', width: 12, colour: 'Red', constructor: 'no' }
    await saveProduct(ctx, owner, product.id, { ...input, attributeValues })
    expect((await rowOf(product.id)).attributeValues).toEqual({ material: 'Glass', width: 12 })

    await saveProduct(ctx, owner, product.id, { ...input, categoryId: parent.id, attributeValues })
    expect((await rowOf(product.id)).attributeValues).toEqual({ width: 12 })
    await saveProduct(ctx, owner, product.id, { ...input, categoryId: null, attributeValues })
    expect((await rowOf(product.id)).attributeValues).toEqual({})
  })

  it.each([
    ['material', 'Stone'],
    ['material', 3],
    ['width', '12'],
    ['width', true],
  ])('is not answered by %s: %s', async (key, value) => {
    const category = await categoryAsking([material, width])
    const { product, input } = await vase({ categoryId: category.id })
    await refused(product.id, { ...input, attributeValues: { [key]: value } }, { code: 'catalog.attribute_invalid', details: { key } })
  })

  it('is answered by a live product where it is required; a draft may leave it open', async () => {
    const [height, glaze] = [
      { ...width, key: 'height', name: 'Height', required: true },
      { ...material, required: true },
    ]
    const category = await categoryAsking([height, glaze, { ...width }])
    const { product, input } = await vase({ categoryId: category.id })
    await saveProduct(ctx, owner, product.id, { ...input, title: 'A draft' })
    await publishProduct(ctx, systemActor, product.id)

    await refused(
      product.id,
      { ...input, title: 'On sale' },
      { kind: 'conflict', code: 'catalog.attributes_missing', details: { keys: ['height', 'material'], names: 'Height, Material' } },
    )
    await refused(
      product.id,
      { ...input, attributeValues: { height: 3, material: '' } },
      { code: 'catalog.attributes_missing', details: { keys: ['material'] } },
    )
    await saveProduct(ctx, owner, product.id, { ...input, attributeValues: { height: 3, material: 'Glass' } })
    expect((await rowOf(product.id)).attributeValues).toEqual({ height: 3, material: 'Glass' })
  })

  it('keeps nobody from bringing a file because it was required later, but nothing that was there may go', async () => {
    const [first, second] = [
      { ...width, required: true },
      { ...material, required: true },
    ]
    const category = await categoryAsking([first])
    const { product, input } = await vase({ categoryId: category.id, attributeValues: { width: 12 } })
    await publishProduct(ctx, systemActor, product.id)
    await ctx.db
      .update(categories)
      .set({ attributes: [first, second] })
      .where(eq(categories.id, category.id))

    const other = await categoryAsking([second])
    const gapsStay = { gapsStay: true }
    await refused(
      product.id,
      { ...input, attributeValues: {} },
      { code: 'catalog.attributes_missing', details: { keys: ['width'] } },
      owner,
      gapsStay,
    )
    await refused(product.id, { ...input, categoryId: other.id }, { details: { keys: ['material'] } }, owner, gapsStay)
    await saveProduct(ctx, owner, product.id, { ...input, title: 'From a file', attributeValues: { width: 12 } }, gapsStay)
    expect(await rowOf(product.id)).toMatchObject({ title: 'From a file', attributeValues: { width: 12 } })
  })

  it('exists', async () => {
    const { product, input } = await vase()
    await refused(product.id, { ...input, categoryId: ctx.newId() }, { code: 'catalog.category_not_found' })
    await expect(createProduct(ctx, owner, shopId, { ...input, categoryId: ctx.newId() })).rejects.toMatchObject({ kind: 'not_found' })
  })
})

it('has a description that can be sent again, however its characters are written', async () => {
  const { product, input } = await vase()
  const most = { description: `<p>${'x'.repeat(49_993)}</p>` }
  expect((await saveProduct(ctx, owner, product.id, { ...input, ...most })).description).toBe(most.description)
  await refused(
    product.id,
    { ...input, description: '&'.repeat(10_001) },
    { code: 'catalog.description_too_long', details: { most: 50_000 } },
  )
})

it("refuses another shop's picture", async () => {
  const { product, input } = await vase({ images: [{ fileId: await picture(), alt: 'It' }] })
  const fileId = await picture((await make.shop()).row.id)
  await refused(product.id, { ...input, images: [{ fileId }] }, { code: 'catalog.picture_not_found' })
})

describe('a copy', () => {
  it('is a draft with SKUs of its own, the same pictures and nothing on the shelf', async () => {
    const fileId = await picture()
    const { product, input } = await vase({ tags: ['glass'], images: [{ fileId, alt: 'It' }] })
    const copies = [await duplicateProduct(ctx, owner, shopId, product.id), await duplicateProduct(ctx, owner, shopId, product.id)]

    expect(copies[0]!.product).toMatchObject({ title: `${input.title} (2)`, status: 'draft', tags: ['glass'], version: 1 })
    const shown = await getProductForEditing(ctx, owner, shopId, copies[1]!.product.id)
    expect(shown.images).toMatchObject([{ fileId, alt: 'It' }])
    expect(shown.variants).toMatchObject([
      { sku: `${input.variants[0]!.sku}-COPY-2`, priceMinor: 2400, onHand: 0 },
      { sku: `${input.variants[1]!.sku}-COPY-2`, priceMinor: 2600, onHand: 0 },
    ])
  })

  it('tells apart SKUs that are too long for an ending', async () => {
    const long = 'X'.repeat(63)
    const { product } = await vase({
      variants: ['Sand', 'Sea'].map((colour, index) => ({ optionValues: [colour], sku: `${long}${index}`, priceMinor: 1 })),
    })
    const { variants: rows } = await duplicateProduct(ctx, owner, shopId, product.id)
    expect(rows.map((row) => row.sku.slice(-7))).toEqual(['-1-COPY', '-2-COPY'])
  })

  it('is for managers of the shop to make', async () => {
    const { product } = await vase()
    const [stranger, staff] = [await make.shop(), await make.person()]
    await addShopMember(ctx, owner, shopId, { userId: staff.userId, role: 'staff' })
    const count = await ctx.db.$count(products)

    await expect(duplicateProduct(ctx, stranger.owner, shopId, product.id)).rejects.toMatchObject({ code: 'catalog.product_not_found' })
    await expect(duplicateProduct(ctx, stranger.owner, stranger.row.id, product.id)).rejects.toMatchObject({ kind: 'not_found' })
    await expect(duplicateProduct(ctx, staff, shopId, product.id)).rejects.toMatchObject({ code: 'shops.role_too_low' })
    expect(await ctx.db.$count(products)).toBe(count)
  })
})

it('shows a draft as its page will be, and one that is gone', async () => {
  const { product } = await vase({ title: 'To come' })
  await expect(getProduct(ctx, product.slug)).rejects.toMatchObject({ code: 'catalog.product_not_found' })
  expect(await previewProduct(ctx, owner, shopId, product.id)).toMatchObject({ title: 'To come', minPriceMinor: 2400, maxPriceMinor: 2600 })

  await archiveProduct(ctx, systemActor, product.id)
  expect(await previewProduct(ctx, owner, shopId, product.id)).toMatchObject({ title: 'To come' })
})

it('leaves a catalogue in which everything holds', async () => {
  // What `purchase` makes is an order without its reservation.
  const findings = (await inspectCatalog(ctx)).filter(({ invariant }) => !invariant.startsWith('what is reserved'))
  expect(findings.filter(({ ok }) => !ok)).toEqual([])
})
