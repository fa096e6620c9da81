import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { categories, idempotencyKeys, priceHistory, products, shopMembers, stockLevels, stockMovements, variants } from '#db/schema'
import { inspectCatalog } from './inspect-catalog'
import { jobs } from '#server/jobs'
import { visitor, type Actor } from '#server/platform/actor'
import { listKeptMails } from '#server/platform/mail/folder-mailer'
import { mailFolder } from '#server/platform/world'
import { bulkEditSchema, type BulkChange } from '#shared/contracts/product-lifecycle'
import { testContext } from '../../../tests/support/context'
import { makeCatalog, type MadeShop } from '../../../tests/support/make-catalog'
import { archiveProduct } from './archive-product'
import { bulkEditProducts } from './bulk-edit-products'
import { changeStock } from './change-stock'
import type { CreatedProduct } from './create-product'
import { exportInventory, getInventoryItem, listInventory } from './list-inventory'
import { listStockMovements } from './list-stock-movements'
import { saveProduct } from './save-product'
import { holdStock, releaseHolds } from './stock-holds'

const ctx = await testContext({}, jobs)
const make = makeCatalog(ctx)
const inAnHour = new Date(Date.now() + 3_600_000)

const levelOf = async ({ variants: [variant] }: CreatedProduct) =>
  (await ctx.db.select().from(stockLevels).where(eq(stockLevels.variantId, variant!.id)))[0]!
const rowOf = async (id: string) => (await ctx.db.select().from(products).where(eq(products.id, id)))[0]!
const hold = async ({ variants: [variant] }: CreatedProduct, quantity: number) => {
  const owner = { kind: 'checkout' as const, id: ctx.newId() }
  await holdStock(ctx, owner, [{ variantId: variant!.id, quantity }], inAnHour)
  return owner
}
const change = (shop: MadeShop, made: CreatedProduct, input: Parameters<typeof changeStock>[4], actor: Actor = shop.owner) =>
  changeStock(ctx, actor, shop.row.id, made.variants[0]!.id, input)
const stockOf = (onHand: number, over: object = {}) => ({ variants: [{ sku: ctx.newId(), priceMinor: 1000, onHand, ...over }] })
/** What the doctor objects to once the jobs are done. */
const isSound = async () => {
  await ctx.queue.drain()
  return (await inspectCatalog(ctx)).filter(({ ok }) => !ok)
}

describe('the stock of a variant', () => {
  it('grows by a delivery and becomes what was counted, each with who and why', async () => {
    const shop = await make.shop()
    const made = await make.product(shop, stockOf(5))
    await change(shop, made, { kind: 'receive', quantity: 7, reason: 'Delivery 12' })
    await change(shop, made, { kind: 'set', onHand: 3, reason: 'Counted' })

    expect(await levelOf(made)).toMatchObject({ onHand: 3, reserved: 0 })
    const { items } = await listStockMovements(ctx, shop.owner, { shopId: shop.row.id, variantId: made.variants[0]!.id }, { limit: 2 })
    expect(items).toMatchObject([
      { kind: 'adjusted', onHandDelta: -9, by: shop.owner.name, reason: 'Counted' },
      { kind: 'received', onHandDelta: 7, by: shop.owner.name, reason: 'Delivery 12' },
    ])
    expect(await isSound()).toEqual([])
  })

  it('is never set below what buyers were promised', async () => {
    const shop = await make.shop()
    const made = await make.product(shop, stockOf(5))
    await hold(made, 4)

    await expect(change(shop, made, { kind: 'set', onHand: 3 })).rejects.toMatchObject({
      code: 'catalog.stock_promised',
      details: { reserved: 4 },
    })
    expect(await levelOf(made)).toMatchObject({ onHand: 5, reserved: 4 })
    await change(shop, made, { kind: 'set', onHand: 4 })
    expect(await levelOf(made)).toMatchObject({ onHand: 4, reserved: 4 })
  })

  it('holds when two count, one takes in and buyers buy at once', async () => {
    const shop = await make.shop()
    for (let round = 0; round < 8; round++) {
      const made = await make.product(shop, stockOf(6))
      await Promise.allSettled([
        change(shop, made, { kind: 'set', onHand: 2 }),
        hold(made, 3),
        change(shop, made, { kind: 'set', onHand: 4 }),
        change(shop, made, { kind: 'receive', quantity: 1 }),
        hold(made, 2),
      ])
      const level = await levelOf(made)
      expect(level.reserved).toBeLessThanOrEqual(level.onHand)
    }
    expect(await isSound()).toEqual([])
  })

  it('is counted again only where it covers what was promised', async () => {
    const shop = await make.shop()
    const made = await make.product(shop, stockOf(1, { backorder: true }))
    await hold(made, 3)
    const rules = { kind: 'settings', tracked: true, lowAt: 9 } as const

    await expect(change(shop, made, { ...rules, backorder: false })).rejects.toMatchObject({ code: 'catalog.stock_promised' })
    expect(await levelOf(made)).toMatchObject({ backorder: true, lowAt: 3 })
    await change(shop, made, { ...rules, backorder: true })
    expect(await levelOf(made)).toMatchObject({ backorder: true, lowAt: 9 })
  })

  it('is changed by managers of its shop, and seen by its members', async () => {
    const shop = await make.shop()
    const made = await make.product(shop, stockOf(5))
    const staff = await make.person()
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: shop.row.id, userId: staff.userId, role: 'staff' })
    const ids = { shopId: shop.row.id, variantId: made.variants[0]!.id }

    await expect(change(shop, made, { kind: 'receive', quantity: 1 }, staff)).rejects.toMatchObject({ code: 'shops.role_too_low' })
    expect((await listInventory(ctx, staff, shop.row.id, { limit: 10 })).items).toHaveLength(1)
    for (const actor of [visitor(), await make.person(), (await make.shop()).owner]) {
      await expect(change(shop, made, { kind: 'receive', quantity: 1 }, actor)).rejects.toMatchObject({ code: 'catalog.variant_not_found' })
      await expect(listInventory(ctx, actor, shop.row.id, { limit: 10 })).rejects.toMatchObject({ code: 'shops.not_found' })
      await expect(exportInventory(ctx, actor, shop.row.id, {})).rejects.toMatchObject({ code: 'shops.not_found' })
      await expect(listStockMovements(ctx, actor, ids, { limit: 10 })).rejects.toMatchObject({ code: 'catalog.variant_not_found' })
    }
    const other = await make.shop()
    await expect(changeStock(ctx, other.owner, other.row.id, ids.variantId, { kind: 'receive', quantity: 1 })).rejects.toMatchObject({
      code: 'catalog.variant_not_found',
    })
    expect(await levelOf(made)).toMatchObject({ onHand: 5 })
  })
})

describe('the inventory', () => {
  it('is narrowed, searched, counted and given page after page; archived products are left out', async () => {
    const shop = await make.shop()
    const plenty = await make.product(shop, { title: 'Bowl', ...stockOf(50) })
    const low = await make.product(shop, { title: 'Cup', variants: [{ sku: 'CUP-1', priceMinor: 1, onHand: 2 }] })
    const out = await make.product(shop, { title: 'Dish', ...stockOf(0) })
    const free = await make.product(shop, { title: 'Egg', ...stockOf(0, { tracked: false }) })
    const gone = await make.product(shop, { title: 'Fork', ...stockOf(1) })
    await archiveProduct(ctx, shop.owner, gone.product.id)
    const draft = await make.draft(shop, { title: 'Grater', ...stockOf(0) })
    const [a, b, c, d, e] = [plenty, low, out, free, draft].map(({ variants: [variant] }) => variant!.id)
    const found = async (over: object) =>
      (await listInventory(ctx, shop.owner, shop.row.id, { limit: 50, ...over })).items.map(({ variantId }) => variantId)

    expect(await found({})).toEqual([a, b, c, d, e])
    expect(await found({ stock: 'low' })).toEqual([b, c])
    expect(await found({ stock: 'out' })).toEqual([c])
    expect(await found({ q: 'cup-' })).toEqual([b])
    const first = await listInventory(ctx, shop.owner, shop.row.id, { limit: 3 })
    expect(first.counts).toEqual({ all: 5, low: 2, out: 1 })
    expect(await found({ limit: 3, cursor: first.nextCursor })).toEqual([d, e])
    expect(await getInventoryItem(ctx, shop.owner, shop.row.id, d!)).toMatchObject({ available: null, tracked: false })

    const exported = []
    for await (const part of await exportInventory(ctx, shop.owner, shop.row.id, { stock: 'low' })) exported.push(...part)
    expect(exported.map(({ variantId }) => variantId)).toEqual([b, c])
  })

  it('is exported to its end, whatever is deleted meanwhile', async () => {
    const shop = await make.shop()
    const numbers = Array.from({ length: 100 }, (_, n) => String(n))
    for (let n = 1; n <= 6; n++)
      await make.draft(shop, {
        title: `Number ${n}`,
        options: [{ name: 'Number', values: numbers }],
        variants: numbers.map((value) => ({ sku: `${n}-${value}`, priceMinor: 1, optionValues: [value] })),
      })

    const exported: string[] = []
    for await (const part of await exportInventory(ctx, shop.owner, shop.row.id, {})) {
      exported.push(...part.map(({ sku }) => sku))
      const last = part.at(-1)!
      await ctx.db.delete(variants).where(eq(variants.id, last.variantId))
    }
    expect(exported).toEqual(Array.from({ length: 6 }, (_, n) => numbers.map((value) => `${n + 1}-${value}`)).flat())
  })

  it('tells a shop that little is left once it says that this is little, wherever it says so', async () => {
    const shop = await make.shop()
    const made = await make.product(shop, { title: 'Slow to make', ...stockOf(6) })
    const { title, categoryId } = made.product
    const [{ sku, priceMinor }] = made.variants as [CreatedProduct['variants'][number]]
    const saveWith = (lowAt: number) =>
      saveProduct(ctx, shop.owner, made.product.id, { title, categoryId, variants: [{ sku, priceMinor, lowAt }] })
    const mails = async () => (await listKeptMails(mailFolder(ctx.config))).filter(({ to }) => to === shop.owner.email).length
    await ctx.queue.drain()
    expect(await mails()).toBe(0)

    await saveWith(10)
    await ctx.queue.drain()
    expect(await mails()).toBe(1)
    await saveWith(2)
    expect(await levelOf(made)).toMatchObject({ lowAt: 2, lowAlertedAt: null })
    await change(shop, made, { kind: 'settings', tracked: true, backorder: false, lowAt: 8 })
    await ctx.queue.drain()
    expect(await mails()).toBe(2)
  })

  it('tells a shop once that little is left, until it is refilled', async () => {
    const shop = await make.shop()
    const made = await make.product(shop, { title: 'Rare thing', ...stockOf(6) })
    await ctx.queue.drain()
    const mails = async () => (await listKeptMails(mailFolder(ctx.config))).filter(({ to }) => to === shop.owner.email)

    const owner = await hold(made, 3)
    await ctx.queue.drain()
    expect(await mails()).toMatchObject([{ subject: 'Little left: Rare thing', text: expect.stringContaining('3 left') }])
    await releaseHolds(ctx, owner, 'released')
    await hold(made, 5)
    await ctx.queue.drain()
    expect(await mails()).toHaveLength(1)

    await change(shop, made, { kind: 'receive', quantity: 10 })
    await hold(made, 9)
    await ctx.queue.drain()
    expect(await mails()).toHaveLength(2)
  })
})

describe('a change of many products', () => {
  const edit = (shop: MadeShop, ids: string[], change: BulkChange, over: { key?: string; actor?: Actor } = {}) =>
    bulkEditProducts(ctx, over.actor ?? shop.owner, shop.row.id, over.key ?? ctx.newId(), { productIds: ids, change })
  const codesOf = async (result: ReturnType<typeof edit>) => (await result).items.map(({ error }) => error?.code ?? 'ok')
  const priceOf = async ({ variants: [variant] }: CreatedProduct) => {
    const [row] = await ctx.db.select().from(variants).where(eq(variants.id, variant!.id))
    return [row!.priceMinor, row!.compareAtMinor]
  }

  it('stands or falls for each by itself', async () => {
    const shop = await make.shop()
    const [cheap, dear, strange] = [
      await make.product(shop, { variants: [{ sku: 'a', priceMinor: 300, onHand: 1 }] }),
      await make.product(shop, { variants: [{ sku: 'b', priceMinor: 1200, compareAtMinor: 1500, onHand: 1 }] }),
      await make.product(await make.shop()),
    ]
    const ids = [cheap, strange, dear].map(({ product }) => product.id)

    expect(await codesOf(edit(shop, ids, { kind: 'change_price_by_amount', amountMinor: -300 }))).toEqual([
      'catalog.price_not_positive',
      'catalog.product_not_found',
      'ok',
    ])
    expect([await priceOf(cheap), await priceOf(dear), await priceOf(strange)]).toEqual([
      [300, null],
      [900, 1500],
      [1000, null],
    ])
    expect(await ctx.db.$count(priceHistory, eq(priceHistory.variantId, dear.variants[0]!.id))).toBe(2)
    expect(await rowOf(dear.product.id)).toMatchObject({ version: 2 })
    expect(await rowOf(cheap.product.id)).toMatchObject({ version: 1 })
  })

  it.each<[BulkChange, [number, number | null]]>([
    [{ kind: 'set_price', priceMinor: 700 }, [700, 1300]],
    [{ kind: 'set_price', priceMinor: 1300 }, [1300, null]],
    [{ kind: 'change_price_by_percent', percent: -15 }, [849, 1300]],
    [{ kind: 'change_price_by_percent', percent: 100 }, [1998, null]],
    [{ kind: 'change_price_by_amount', amountMinor: 1 }, [1000, 1300]],
    [{ kind: 'clear_compare_at' }, [999, null]],
  ])('%j turns 9.99 instead of 13.00 into %j', async (change, expected) => {
    const shop = await make.shop()
    const made = await make.product(shop, { variants: [{ sku: 'a', priceMinor: 999, compareAtMinor: 1300 }] })
    expect(await codesOf(edit(shop, [made.product.id], change))).toEqual(['ok'])
    expect(await priceOf(made)).toEqual(expected)
  })

  it('sets stock, but not below what was promised', async () => {
    const shop = await make.shop()
    const [free, promised] = [await make.product(shop, stockOf(9)), await make.product(shop, stockOf(9))]
    await hold(promised, 5)

    expect(await codesOf(edit(shop, [free.product.id, promised.product.id], { kind: 'set_stock', onHand: 2 }))).toEqual([
      'ok',
      'catalog.stock_promised',
    ])
    expect([(await levelOf(free)).onHand, (await levelOf(promised)).onHand]).toEqual([2, 9])
    expect(await isSound()).toEqual([])
  })

  it('moves to a category, and takes steps of the lifecycle', async () => {
    const shop = await make.shop()
    const { id: categoryId } = await make.category()
    const [whole, empty] = [await make.complete(shop), await make.draft(shop)]
    const ids = [whole.product.id, empty.product.id]

    expect(await codesOf(edit(shop, ids, { kind: 'set_category', categoryId }))).toEqual(['ok', 'ok'])
    expect(await codesOf(edit(shop, ids, { kind: 'set_category', categoryId: ctx.newId() }))).toEqual(
      Array(2).fill('catalog.category_not_found'),
    )
    expect(await codesOf(edit(shop, ids, { kind: 'move', step: 'submit' }))).toEqual(['ok', 'catalog.product_incomplete'])
    expect(await rowOf(whole.product.id)).toMatchObject({ status: 'in_review', categoryId })
    expect(await rowOf(empty.product.id)).toMatchObject({ status: 'draft', categoryId })
  })

  it('moves what is on sale only to where it says what is required', async () => {
    const shop = await make.shop()
    const { id: categoryId } = await make.category()
    const material = { key: 'material', name: 'Material', kind: 'text', required: true, filter: false } as const
    await ctx.db
      .update(categories)
      .set({ attributes: [material] })
      .where(eq(categories.id, categoryId))
    const [live, draft] = [await make.product(shop, stockOf(1)), await make.draft(shop)]
    const before = await rowOf(live.product.id)

    expect(await codesOf(edit(shop, [live.product.id, draft.product.id], { kind: 'set_category', categoryId }))).toEqual([
      'catalog.attributes_missing',
      'ok',
    ])
    expect(await rowOf(live.product.id)).toEqual(before)
  })

  it('happens once however often it is sent, also at the same time, and a key is for one change', async () => {
    const shop = await make.shop()
    const made = await make.product(shop, { variants: [{ sku: 'a', priceMinor: 1000 }] })
    const send = (amountMinor: number, key: string) =>
      codesOf(edit(shop, [made.product.id], { kind: 'change_price_by_amount', amountMinor }, { key }))
    const key = ctx.newId()

    expect(await Promise.all([send(5, key), send(5, key), send(5, key)])).toEqual([['ok'], ['ok'], ['ok']])
    expect(await send(5, key)).toEqual(['ok'])
    expect(await send(6, key)).toEqual(['request.key_reused'])
    expect(await priceOf(made)).toEqual([1005, null])
    expect(await send(-5000, `${key}-other`)).toEqual(['catalog.price_not_positive'])
    expect(await ctx.db.$count(idempotencyKeys, eq(idempotencyKeys.actor, `user:${shop.owner.userId}`))).toBe(1)
  })

  it('is for managers of the shop', async () => {
    const shop = await make.shop()
    const made = await make.product(shop, stockOf(4))
    const staff = await make.person()
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: shop.row.id, userId: staff.userId, role: 'staff' })
    const zero = { kind: 'set_stock', onHand: 0 } as const

    await expect(edit(shop, [made.product.id], zero, { actor: staff })).rejects.toMatchObject({ code: 'shops.role_too_low' })
    await expect(edit(shop, [made.product.id], zero, { actor: await make.person() })).rejects.toMatchObject({ code: 'shops.not_found' })
    expect(await levelOf(made)).toMatchObject({ onHand: 4 })
    expect(await ctx.db.$count(stockMovements, eq(stockMovements.variantId, made.variants[0]!.id))).toBe(1)
  })

  it('takes a hundred, each named once', () => {
    const ids = Array.from({ length: 101 }, () => crypto.randomUUID())
    const isTaken = (productIds: string[]) => bulkEditSchema.safeParse({ productIds, change: { kind: 'clear_compare_at' } }).success
    expect([isTaken(ids.slice(0, 100)), isTaken(ids), isTaken([]), isTaken([ids[0]!, ids[0]!])]).toEqual([true, false, false, false])
  })
})
