import { eq, sql } from 'drizzle-orm'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { auditEntries, categories, commissionRules, listings, products, taxRates } from '#db/schema'
import { finishRenditionsJob } from '#server/jobs/finish-renditions'
import { refreshCategoryListingsJob } from '#server/jobs/refresh-category-listings'
import { systemActor } from '#server/platform/actor'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { CategoryAttribute } from '#shared/category-attributes'
import { adminCategoriesSchema, type CategoryDetails } from '#shared/contracts/admin-categories'
import { testContext } from '../../../tests/support/context'
import { make as makeRows } from '../../../tests/support/make'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { addCategoryPicture } from './add-category-picture'
import { bulkEditProducts } from './bulk-edit-products'
import type { CategoryRow } from './catalog-locks'
import { attributesOfCategory } from './category-attributes'
import { changeCategory } from './change-category'
import { createCategory } from './create-category'
import { createProduct } from './create-product'
import { deleteCategory } from './delete-category'
import { getCategory } from './get-category'
import { listAdminCategories } from './list-admin-categories'
import { mergeCategory } from './merge-category'
import { moveCategory } from './move-category'
import { saveProduct } from './save-product'
import { setCategoryAttributes } from './set-category-attributes'

const ctx = await testContext({}, [refreshCategoryListingsJob, finishRenditionsJob])
const make = makeCatalog(ctx)
const admin = await makeRows(ctx).user({ role: 'admin' })
const shop = await make.shop()
let made = 0

/** A root with `below` as a chain under it: `tree('b', 'c')` is `r1`, `r1/b`, `r1/b/c`. */
async function tree(...below: string[]): Promise<CategoryRow[]> {
  const rows = [await make.category(`R${++made}`)]
  for (const name of below) rows.push(await make.category(name, rows.at(-1)))
  return rows
}
const rowOf = async (id: string) => (await ctx.db.select().from(categories).where(eq(categories.id, id)))[0]
const pathsOf = (...rows: CategoryRow[]) => Promise.all(rows.map(async ({ id }) => (await rowOf(id))?.path))
const detailsOf = (
  { name, slug, description, imageFileId, seoTitle, seoDescription }: CategoryRow,
  over: Partial<CategoryDetails> = {},
) => ({
  ...{ name, slug, description, imageFileId, seoTitle, seoDescription },
  ...over,
})
const listedIn = async (productId: string) =>
  (await ctx.db.select().from(listings).where(eq(listings.productId, productId)))[0]!.categoryPaths
const isFoundBy = (productId: string, word: string) =>
  ctx.db.$count(listings, sql`${listings.productId} = ${productId} and ${listings.document} @@ to_tsquery('souk', ${word})`)
const auditOf = (id: string) => ctx.db.select().from(auditEntries).where(eq(auditEntries.subjectId, id)).orderBy(auditEntries.position)
const snapshot = () => ctx.db.select().from(categories).orderBy(categories.id)

describe('changing a category', () => {
  it('gives it and what is below another address, to which the old ones lead, and products follow', async () => {
    const [root, middle, leaf] = (await tree('Middle', 'Leaf')) as [CategoryRow, CategoryRow, CategoryRow]
    const { product } = await make.product(shop, { categoryId: leaf.id })

    await changeCategory(ctx, admin, middle.id, detailsOf(middle, { name: 'Centerpiece', slug: 'centre', seoTitle: 'Best of the centre' }))

    expect(await pathsOf(root, middle, leaf)).toEqual([root.path, `${root.path}/centre`, `${root.path}/centre/leaf`])
    expect((await getCategory(ctx, leaf.path)).path).toBe(`${root.path}/centre/leaf`)
    expect((await getCategory(ctx, middle.path)).path).toBe(`${root.path}/centre`)
    expect(await listedIn(product.id)).toEqual([root.path, `${root.path}/centre`, `${root.path}/centre/leaf`])
    await ctx.queue.drain()
    expect(await isFoundBy(product.id, 'centerpiece')).toBe(1)
    expect((await auditOf(middle.id)).at(-1)).toMatchObject({
      action: 'catalog.category_changed',
      actorId: admin.userId,
      details: { from: middle.path, to: `${root.path}/centre`, fields: ['name', 'slug', 'seoTitle'] },
    })
  })

  it('can go back to an address it had, and another may have one that is free', async () => {
    const [root, first] = (await tree('First')) as [CategoryRow, CategoryRow]
    await changeCategory(ctx, admin, first.id, detailsOf(first, { slug: 'second' }))
    await changeCategory(ctx, admin, first.id, detailsOf(first))
    expect((await getCategory(ctx, `${root.path}/second`)).path).toBe(first.path)

    const other = await make.category('Second', root)
    expect((await getCategory(ctx, `${root.path}/second`)).name).toBe('Second')
    await changeCategory(ctx, admin, first.id, detailsOf(first, { slug: 'third' }))
    expect(await pathsOf(other)).toEqual([`${root.path}/second`])
  })

  it('is refused at an address that is taken, and nothing changes', async () => {
    const [root, one] = (await tree('One')) as [CategoryRow, CategoryRow]
    await make.category('Two', root)
    const before = await snapshot()
    await expect(changeCategory(ctx, admin, one.id, detailsOf(one, { slug: 'two', name: 'Other' }))).rejects.toMatchObject({
      code: 'catalog.category_path_taken',
    })
    expect(await snapshot()).toEqual(before)
  })

  it('shows a picture that was sent for it, and no other', async () => {
    const [category] = (await tree()) as [CategoryRow]
    const bytes = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#258' } })
      .png()
      .toBuffer()
    const { fileId } = await addCategoryPicture(ctx, admin, bytes)
    await changeCategory(ctx, admin, category.id, detailsOf(category, { imageFileId: fileId }))
    const { items } = await listAdminCategories(ctx, admin)
    expect(items.find(({ id }) => id === category.id)!.picture!.renditions).toHaveLength(1)

    const foreign = detailsOf(category, { imageFileId: ctx.newId() })
    await expect(changeCategory(ctx, admin, category.id, foreign)).rejects.toMatchObject({ code: 'catalog.category_picture_not_found' })
    expect((await rowOf(category.id))!.imageFileId).toBe(fileId)
  })
})

describe('moving a category', () => {
  it('takes everything below along', async () => {
    const [home, middle, leaf] = (await tree('Middle', 'Leaf')) as [CategoryRow, CategoryRow, CategoryRow]
    const [away] = (await tree()) as [CategoryRow]
    const { product } = await make.product(shop, { categoryId: leaf.id })

    await moveCategory(ctx, admin, middle.id, { parentId: away.id, position: 0 })

    expect(await pathsOf(home, away, middle, leaf)).toEqual([home.path, away.path, `${away.path}/middle`, `${away.path}/middle/leaf`])
    expect(await listedIn(product.id)).toEqual([away.path, `${away.path}/middle`, `${away.path}/middle/leaf`])
    expect((await getCategory(ctx, leaf.path)).breadcrumbs.map(({ name }) => name)).toEqual([away.name, 'Middle', 'Leaf'])
    await moveCategory(ctx, admin, middle.id, { parentId: null, position: 0 })
    expect((await getCategory(ctx, leaf.path)).path).toBe('middle/leaf')
    expect((await auditOf(middle.id)).map(({ action }) => action)).toEqual([
      'catalog.category_created',
      'catalog.category_moved',
      'catalog.category_moved',
    ])
  })

  it('puts siblings in the order that is asked for', async () => {
    const [root] = (await tree()) as [CategoryRow]
    const [a, b, c] = [await make.category('A', root), await make.category('B', root), await make.category('C', root)]
    const order = async () =>
      (await listAdminCategories(ctx, admin)).items.filter(({ parentId }) => parentId === root.id).map(({ name }) => name)

    await moveCategory(ctx, admin, c.id, { parentId: root.id, position: 0 })
    expect(await order()).toEqual(['C', 'A', 'B'])
    await moveCategory(ctx, admin, c.id, { parentId: root.id, position: 1 })
    expect(await order()).toEqual(['A', 'C', 'B'])
    await moveCategory(ctx, admin, a.id, { parentId: root.id, position: 99 })
    expect(await order()).toEqual(['C', 'B', 'A'])
    expect(await pathsOf(a, b, c)).toEqual([a.path, b.path, c.path])
  })

  it('never puts one inside itself', async () => {
    const [root, middle, leaf] = (await tree('Middle', 'Leaf')) as [CategoryRow, CategoryRow, CategoryRow]
    const before = await snapshot()
    for (const parent of [root, middle, leaf])
      await expect(moveCategory(ctx, admin, root.id, { parentId: parent.id, position: 0 })).rejects.toMatchObject({
        code: 'catalog.category_inside_itself',
      })
    expect(await snapshot()).toEqual(before)
  })

  it('makes no circle when two admins move two categories into each other at once', async () => {
    for (let round = 0; round < 5; round++) {
      const [one] = (await tree()) as [CategoryRow]
      const [other] = (await tree()) as [CategoryRow]
      const moves = await Promise.allSettled([
        moveCategory(ctx, admin, one.id, { parentId: other.id, position: 0 }),
        moveCategory(ctx, admin, other.id, { parentId: one.id, position: 0 }),
      ])

      expect(moves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      const [first, second] = [(await rowOf(one.id))!, (await rowOf(other.id))!]
      expect([first.parentId, second.parentId].filter((parentId) => parentId === null)).toHaveLength(1)
      expect([first.path, second.path].sort()[1]).toMatch(/^r\d+\/r\d+$/)
    }
  })

  it('loses no path of a category that is added below at the same time', async () => {
    for (let round = 0; round < 5; round++) {
      const [root, middle] = (await tree('Middle')) as [CategoryRow, CategoryRow]
      const [added] = await Promise.all([
        createCategory(ctx, systemActor, { name: 'New', parentId: middle.id }),
        changeCategory(ctx, admin, root.id, detailsOf(root, { slug: `${root.slug}-moved` })),
      ])
      expect(await pathsOf(added)).toEqual([`${root.slug}-moved/middle/new`])
    }
  })
})

describe('merging a category into another', () => {
  it('moves products and what is below, and leads old addresses there', async () => {
    const [from, child] = (await tree('Child')) as [CategoryRow, CategoryRow]
    const [into] = (await tree()) as [CategoryRow]
    await changeCategory(ctx, admin, from.id, detailsOf(from, { slug: `${from.slug}-b` }))
    const { product } = await make.product(shop, { categoryId: from.id })
    const { product: deep } = await make.product(shop, { categoryId: child.id })
    const [before] = await ctx.db.select().from(products).where(eq(products.id, product.id))

    await mergeCategory(ctx, admin, from.id, into.id)
    await ctx.queue.drain()

    expect(await rowOf(from.id)).toBeUndefined()
    for (const path of [from.path, `${from.path}-b`]) expect((await getCategory(ctx, path)).path).toBe(into.path)
    expect((await getCategory(ctx, child.path)).path).toBe(`${into.path}/child`)
    expect(await listedIn(product.id)).toEqual([into.path])
    expect(await listedIn(deep.id)).toEqual([into.path, `${into.path}/child`])
    const [after] = await ctx.db.select().from(products).where(eq(products.id, product.id))
    expect(after).toMatchObject({ categoryId: into.id, version: before!.version + 1 })
    expect((await auditOf(from.id)).at(-1)).toMatchObject({ action: 'catalog.category_merged', details: { products: 1, categories: 1 } })
  })

  it('tells who puts a product into it in that moment that it is gone', async () => {
    const [from] = (await tree()) as [CategoryRow]
    const [into] = (await tree()) as [CategoryRow]
    const { product, variants } = await make.draft(shop)
    const [variant] = variants
    const input = { title: product.title, categoryId: from.id, variants: [{ sku: variant!.sku, priceMinor: variant!.priceMinor }] }
    const set = { productIds: [product.id], change: { kind: 'set_category' as const, categoryId: from.id } }

    let waiting: Promise<unknown[]> | undefined
    await inTransaction(ctx, async (merging) => {
      await mergeCategory(merging, admin, from.id, into.id)
      waiting = Promise.all([
        saveProduct(ctx, shop.owner, product.id, input).catch((error: unknown) => error),
        createProduct(ctx, shop.owner, shop.row.id, { ...input, variants: [{ sku: 'ANOTHER', priceMinor: 1 }] }).catch(
          (error: unknown) => error,
        ),
        bulkEditProducts(ctx, shop.owner, shop.row.id, ctx.newId(), set).then(({ items }) => items[0]!.error),
      ])
      await new Promise((done) => setTimeout(done, 300))
    })
    const gone = { code: 'catalog.category_not_found' }
    expect(await waiting).toMatchObject([gone, gone, gone])
    expect(await ctx.db.select().from(products).where(eq(products.id, product.id))).toEqual([product])
  })

  it('is refused into itself, into what is below it, and where two below have one address', async () => {
    const [from, child] = (await tree('Child')) as [CategoryRow, CategoryRow]
    const [into] = (await tree('Child')) as [CategoryRow]
    const before = await snapshot()
    for (const target of [from, child])
      await expect(mergeCategory(ctx, admin, from.id, target.id)).rejects.toMatchObject({ code: 'catalog.category_inside_itself' })
    await expect(mergeCategory(ctx, admin, from.id, into.id)).rejects.toMatchObject({ code: 'catalog.category_path_taken' })
    expect(await snapshot()).toEqual(before)
  })
})

describe('deleting a category', () => {
  it('works when it is empty, and its addresses are free again', async () => {
    const [root, leaf] = (await tree('Leaf')) as [CategoryRow, CategoryRow]
    await changeCategory(ctx, admin, leaf.id, detailsOf(leaf, { slug: 'other' }))
    await deleteCategory(ctx, admin, leaf.id)
    for (const path of [leaf.path, `${root.path}/other`])
      await expect(getCategory(ctx, path)).rejects.toMatchObject({ code: 'catalog.category_not_found' })
    expect((await auditOf(leaf.id)).at(-1)).toMatchObject({ action: 'catalog.category_deleted', details: { path: `${root.path}/other` } })
  })

  it('is refused while there is something in it, or a tax or a commission of its own', async () => {
    const [root, leaf] = (await tree('Leaf')) as [CategoryRow, CategoryRow]
    await make.draft(shop, { categoryId: leaf.id })
    const [taxed] = (await tree()) as [CategoryRow]
    await ctx.db.insert(taxRates).values({ id: ctx.newId(), country: 'DE', categoryId: taxed.id, rateBps: 700 })
    const [commissioned] = (await tree()) as [CategoryRow]
    await ctx.db.insert(commissionRules).values({ id: ctx.newId(), position: 1, categoryId: commissioned.id, rateBps: 700 })
    const before = await snapshot()

    await expect(deleteCategory(ctx, admin, commissioned.id)).rejects.toMatchObject({ code: 'catalog.category_commissioned' })
    await expect(mergeCategory(ctx, admin, commissioned.id, root.id)).rejects.toMatchObject({ code: 'catalog.category_commissioned' })
    await expect(deleteCategory(ctx, admin, root.id)).rejects.toMatchObject({ details: { products: 0, categories: 1 } })
    await expect(deleteCategory(ctx, admin, leaf.id)).rejects.toMatchObject({
      code: 'catalog.category_not_empty',
      details: { products: 1, categories: 0 },
    })
    await expect(deleteCategory(ctx, admin, taxed.id)).rejects.toMatchObject({ code: 'catalog.category_taxed' })
    await expect(mergeCategory(ctx, admin, taxed.id, root.id)).rejects.toMatchObject({ code: 'catalog.category_taxed' })
    expect(await snapshot()).toEqual(before)
  })
})

describe('what a category asks of its products', () => {
  const material: CategoryAttribute = {
    key: 'material',
    name: 'Material',
    kind: 'choice',
    choices: ['Oak', 'Pine'],
    required: false,
    filter: true,
  }
  const width: CategoryAttribute = { key: 'width', name: 'Width', kind: 'number', unit: 'cm', required: true, filter: false }

  it('is kept in order, and counts for the categories below', async () => {
    const [root, leaf] = (await tree('Leaf')) as [CategoryRow, CategoryRow]
    await setCategoryAttributes(ctx, admin, root.id, { attributes: [width, material] })
    await setCategoryAttributes(ctx, admin, root.id, { attributes: [{ ...material, name: 'Wood' }, width] })
    expect(await attributesOfCategory(ctx, leaf.id)).toEqual([{ ...material, name: 'Wood' }, width])
  })

  it('loses no choice that products have unless that is meant, and products keep what they said', async () => {
    const [root, leaf] = (await tree('Leaf')) as [CategoryRow, CategoryRow]
    await setCategoryAttributes(ctx, admin, root.id, { attributes: [material] })
    const { product } = await make.draft(shop, { categoryId: leaf.id, attributeValues: { material: 'Oak' } })
    const without = { attributes: [{ ...material, choices: ['Pine', 'Ash'] }] }

    await expect(setCategoryAttributes(ctx, admin, root.id, without)).rejects.toMatchObject({
      code: 'catalog.choices_in_use',
      details: { choices: 'Oak', count: 1 },
    })
    expect((await rowOf(root.id))!.attributes).toEqual([material])
    await setCategoryAttributes(ctx, admin, root.id, { attributes: [{ ...material, choices: ['Oak', 'Ash'] }] })

    await setCategoryAttributes(ctx, admin, root.id, { ...without, dropUsedChoices: true })
    await setCategoryAttributes(ctx, admin, root.id, { attributes: [] })
    const [kept] = await ctx.db.select().from(products).where(eq(products.id, product.id))
    expect(kept!.attributeValues).toEqual({ material: 'Oak' })
  })

  it('keeps its kind, and has no key or choice twice', async () => {
    const [root] = (await tree()) as [CategoryRow]
    await setCategoryAttributes(ctx, admin, root.id, { attributes: [width] })
    await expect(setCategoryAttributes(ctx, admin, root.id, { attributes: [{ ...width, kind: 'text' }] })).rejects.toMatchObject({
      code: 'catalog.attribute_kind_fixed',
    })
    for (const attributes of [
      [width, width],
      [{ ...material, choices: ['Oak', 'Oak'] }],
      [{ ...material, choices: [] }],
      [{ ...width, key: 'A b' }],
    ])
      expect(() => setCategoryAttributes(ctx, admin, root.id, { attributes })).toThrow()
    expect((await rowOf(root.id))!.attributes).toEqual([width])
  })
})

it('counts the products of a category in every state', async () => {
  const [root, leaf] = (await tree('Leaf')) as [CategoryRow, CategoryRow]
  await make.draft(shop, { categoryId: leaf.id })
  await make.product(shop, { categoryId: leaf.id })
  const { items } = adminCategoriesSchema.parse(await listAdminCategories(ctx, admin))
  expect(items.filter(({ path }) => path.startsWith(root.path)).map(({ path, productCount }) => [path, productCount])).toEqual([
    [root.path, 0],
    [leaf.path, 2],
  ])
})

it('lets nobody but an admin change anything', async () => {
  const [root] = (await tree()) as [CategoryRow]
  const moderator = await makeRows(ctx).user({ role: 'moderator' })
  const before = await snapshot()
  for (const actor of [moderator, shop.owner])
    for (const attempt of [
      () => changeCategory(ctx, actor, root.id, detailsOf(root, { name: 'Mine' })),
      () => moveCategory(ctx, actor, root.id, { parentId: null, position: 0 }),
      () => mergeCategory(ctx, actor, root.id, root.id),
      () => deleteCategory(ctx, actor, root.id),
      () => setCategoryAttributes(ctx, actor, root.id, { attributes: [] }),
      () => addCategoryPicture(ctx, actor, new Uint8Array()),
      () => listAdminCategories(ctx, actor),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'catalog.not_allowed' })
  expect(await snapshot()).toEqual(before)
})
