import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { productImportItems, productImports, products, stockLevels } from '#db/schema'
import { changeStock, saveProduct, setCategoryAttributes, takeProductStep } from '#server/domains/catalog'
import { systemActor } from '#server/platform/actor'
import { jobs } from '#server/jobs'
import { testContext } from '../../../tests/support/context'
import { importFiles } from '../../../tests/support/import-files'
import { makeCatalog, type MadeShop } from '../../../tests/support/make-catalog'
import { applyImport, startApplying } from './apply-import'
import { startUndo, undoImport } from './undo-import'

const ctx = await testContext({}, jobs)
const catalog = makeCatalog(ctx)
let shop: MadeShop
const files = importFiles(ctx, () => shop)

beforeEach(async () => {
  shop = await catalog.shop()
})

const ofShop = () => ctx.db.select().from(products).where(eq(products.shopId, shop.row.id)).orderBy(products.id)

describe('an export changes nothing when it is imported', () => {
  const expectNothingChanges = async () => {
    const before = [await files.exported(), await ofShop()]
    const { id, summary } = await files.bring(await files.exported())

    expect(await files.problemsOf(id)).toEqual([])
    expect((await files.itemsOf(id)).flatMap(({ changes }) => changes)).toEqual([])
    expect(summary).toMatchObject({ created: 0, changed: 0, refused: 0, unchanged: (await ofShop()).length })
    expect([await files.exported(), await ofShop()]).toEqual(before)
  }

  it('whatever characters it is made of, whatever its stock and prices are, archived or not', async () => {
    const [home, other] = [await catalog.category('Home'), await catalog.category('Other')]
    const [one, two] = [await catalog.category('Same', home), await catalog.category('Same', other)]
    await catalog.product(shop, {
      categoryId: one.id,
      title: "'=1+1",
      description: '<p>a\nb &lt;x&gt; "q" é\u00a0</p><p>😀</p>',
      tags: ['a,b', '[x', '=c', "'d"],
      brand: '-brand',
      seoTitle: '@seo',
      seoDescription: "''x",
      attributes: [{ name: '=n', value: 'v;"\n' }],
      options: [
        { name: 'Size, "big"', values: ['a,b', "'S", '=M', 'x; y', 'a / b'] },
        { name: 'Colour', values: ['<b>', 'r\nd'] },
      ],
      variants: [
        { sku: "'sku", priceMinor: 0, optionValues: ['a,b', '<b>'], weightGrams: 0, tracked: false },
        { sku: '=sku', priceMinor: 100, compareAtMinor: 200, optionValues: ["'S", 'r\nd'], backorder: true, onHand: 0 },
        { sku: '+1', priceMinor: 1_234_567, optionValues: ['=M', '<b>'], onHand: 1_000_000, lowAt: 0 },
        { sku: 'a"b', priceMinor: 1, optionValues: ['a / b', '<b>'] },
      ],
    })
    await catalog.product(shop, { categoryId: two.id, title: 'Zweites\u2028Ding', description: '\u200b' })
    const { product } = await catalog.product(shop)
    await takeProductStep(ctx, shop.owner, product.id, { step: 'archive' })
    const oneWay = [{ name: 'Title', values: ['Default Title'] }]
    await catalog.draft(shop, { options: oneWay, variants: [{ sku: 'one-way', priceMinor: 5, optionValues: ['Default Title'] }] })
    const numbers = Array.from({ length: 100 }, (_, n) => String(n))
    await catalog.draft(shop, {
      options: [{ name: 'Number', values: numbers }],
      variants: numbers.toReversed().map((n) => ({ sku: `number-${n}`, priceMinor: Number(n), optionValues: [n] })),
    })

    await expectNothingChanges()
  })

  it('also where a category no longer asks for what a product says', async () => {
    const category = await catalog.category()
    const colour = { key: 'colour', name: 'Colour', kind: 'choice' as const, choices: ['Red', 'Blue'], required: false, filter: true }
    const size = { key: 'size', name: 'Size', kind: 'text' as const, required: false, filter: false }
    await setCategoryAttributes(ctx, systemActor, category.id, { attributes: [colour, size], dropUsedChoices: false })
    const { product } = await catalog.product(shop, { categoryId: category.id, attributeValues: { colour: 'Red', size: 'XL' } })
    await setCategoryAttributes(ctx, systemActor, category.id, { attributes: [{ ...colour, choices: ['Blue'] }], dropUsedChoices: true })

    await expectNothingChanges()

    const { summary } = await files.bring(`Handle,Title\n${product.slug},Renamed`)
    expect(summary).toMatchObject({ changed: 1, refused: 0 })
    expect(await ofShop()).toMatchObject([{ title: 'Renamed', attributeValues: { colour: 'Red', size: 'XL' } }])

    const elsewhere = await catalog.category()
    await setCategoryAttributes(ctx, systemActor, elsewhere.id, {
      attributes: [{ ...colour, choices: ['Green'] }, size],
      dropUsedChoices: false,
    })
    expect((await files.bring(`Handle,Category\n${product.slug},${elsewhere.path}`)).summary).toMatchObject({ changed: 1, refused: 0 })
    expect(await ofShop()).toMatchObject([{ categoryId: elsewhere.id, attributeValues: { size: 'XL' } }])
  })
})

describe('a file that is meant to break something', () => {
  it('says what is wrong with a value that is cut off within a character', async () => {
    const { id, status } = await files.check(`Handle,Title,SKU,Price\ncup,Cup,CUP,${'x'.repeat(79)}😀😀`)
    expect(status).toBe('checked')
    expect((await files.itemsOf(id))[0]!.problems).toEqual([
      { line: 2, column: 'Price', code: 'number_unclear', value: `${'x'.repeat(79)}…` },
    ])
  })

  it.each([String.raw`[{"name":"a","value":"\u0000"}]`, String.raw`[{"name":"\ud83d","value":"a"}]`])(
    'refuses %s, which no database keeps',
    async (cell) => {
      const { id } = await files.check(`Handle,Title,SKU,Price,Attributes\ncup,Cup,CUP,5.00,"${cell.replaceAll('"', '""')}"`)
      expect(await files.problemsOf(id)).toEqual([[2, 'Attributes', 'not_json']])
    },
  )

  it('refuses a product that the database does not take, and goes on with the others', async () => {
    const { id } = await files.check('Handle,Title,SKU,Price\none,One,ONE,1.00\ntwo,Poison,TWO,2.00\nthree,Three,THREE,3.00')
    await ctx.db.execute(sql`alter table products add constraint no_poison check (title <> 'Poison')`)
    try {
      await files.apply(id)
    } finally {
      await ctx.db.execute(sql`alter table products drop constraint no_poison`)
    }
    expect((await ofShop()).map(({ title }) => title)).toEqual(['One', 'Three'])
    expect((await files.itemsOf(id))[1]).toMatchObject({ action: 'refused', problems: [{ line: 3, code: 'value_refused' }] })
  })
})

it('goes on when it is asked for again, should its job have been given up', async () => {
  const { id } = await files.check('Handle,Title,SKU,Price\none,One,ONE,1.00')
  await startApplying(ctx, shop.owner, shop.row.id, id)
  await ctx.db.execute(sql`delete from pgboss.job where name = 'imports.apply'`)
  await startApplying(ctx, shop.owner, shop.row.id, id)
  await ctx.queue.drain()
  expect((await ofShop()).map(({ title }) => title)).toEqual(['One'])

  await startUndo(ctx, shop.owner, shop.row.id, id)
  await ctx.db.execute(sql`delete from pgboss.job where name = 'imports.undo'`)
  await startUndo(ctx, shop.owner, shop.row.id, id)
  await ctx.queue.drain()
  expect(await ofShop()).toEqual([])
})

it('counts every product once when two work on it', async () => {
  const file = ['Handle,Title,SKU,Price', ...Array.from({ length: 20 }, (_, n) => `p${n},Product ${n},P-${n},1.00`)].join('\n')
  const [{ id: first }, { id }] = [await files.check(file), await files.check(file)]
  await files.apply(first)
  await startApplying(ctx, shop.owner, shop.row.id, id)
  await Promise.all([applyImport(ctx, id), applyImport(ctx, id), applyImport(ctx, id)])
  const [row] = await ctx.db.select().from(productImports).where(eq(productImports.id, id))
  expect(row).toMatchObject({ status: 'applied', itemsDone: 20 })
})

describe('taking back', () => {
  it('leaves what is sold or received in that moment as it is', async () => {
    const { product, variants } = await catalog.draft(shop)
    const variantId = variants[0]!.id
    const { id } = await files.bring(`Handle,Title\n${product.slug},Other`)
    await startUndo(ctx, shop.owner, shop.row.id, id)

    let undo: Promise<boolean> | undefined
    await ctx.db.transaction(async (tx) => {
      const receiving = { ...ctx, db: tx as never, now: ctx.now, afterCommit: () => {} }
      await changeStock(receiving, shop.owner, shop.row.id, variantId, { kind: 'receive', quantity: 7 })
      undo = undoImport(ctx, id)
      await new Promise((done) => setTimeout(done, 300))
    })
    await undo
    const [level] = await ctx.db.select().from(stockLevels).where(eq(stockLevels.variantId, variantId))
    expect(level).toMatchObject({ onHand: 17 })
    expect(await ofShop()).toMatchObject([{ title: product.title }])
  })

  it('ends a reduction that the file began, and begins again one that it ended', async () => {
    await files.bring('Handle,Title,SKU,Price,Compare-at price\nnew,New,NEW,5.00,\nold,Old,OLD,5.00,7.00')
    const before = await files.exported()
    const { id, summary } = await files.bring('Handle,Title,SKU,Price,Compare-at price\nnew,New,NEW,5.00,9.00\nold,Old,OLD,5.00,')
    expect(summary).toMatchObject({ changed: 2 })

    await files.undo(id)
    expect(await files.exported()).toBe(before)
    expect((await files.itemsOf(id)).map(({ state }) => state)).toEqual(['undone', 'undone'])
  })

  it('puts variants back where they were, also where others of the same choices had come for them', async () => {
    const rows = (option: string, [one, two, three]: string[]) =>
      [
        'Handle,Title,Option 1 name,Option 1 value,SKU,Price',
        `cup,Cup,${option},S,${one},1.00`,
        `cup,,,M,${two},2.00`,
        `cup,,,L,${three},3.00`,
      ].join('\n')
    await files.bring(rows('Size', ['A', 'B', 'C']))
    const before = await files.exported()
    const { id } = await files.bring(rows('Cut', ['D', 'B', 'C']))

    await files.undo(id)
    expect(await files.exported()).toBe(before)
  })

  it('archives a product that somebody has worked on since, and says so', async () => {
    const { id } = await files.bring('Handle,Title,SKU,Price\none,One,ONE,1.00\ntwo,Two,TWO,2.00')
    const [one] = await ofShop()
    const written = { title: 'One', description: '<p>An evening of work</p>', variants: [{ sku: 'ONE', priceMinor: 100 }] }
    await saveProduct(ctx, shop.owner, one!.id, written)

    await files.undo(id)
    expect(await ofShop()).toMatchObject([{ id: one!.id, status: 'archived', description: '<p>An evening of work</p>' }])
    expect((await files.itemsOf(id)).map(({ state, problems }) => [state, problems.map(({ code }) => code)])).toEqual([
      ['conflict', ['changed_since']],
      ['undone', []],
    ])
  })
})

it('fetches a picture again that was brought once and swept since', async () => {
  const { product } = await catalog.draft(shop)
  const address = 'https://example.org/a.png'
  const file = `Handle,Title,Picture\n${product.slug},Other,${address}`
  const { id } = await files.bring(file)
  const brought = JSON.stringify([{ address, fileId: ctx.newId(), tried: true }])
  const wanted = sql`jsonb_set(wanted, '{brought}', ${brought}::jsonb)`
  await ctx.db.update(productImportItems).set({ wanted }).where(eq(productImportItems.importId, id))

  const again = await files.bring(file)
  expect(again.summary).toMatchObject({ changed: 1, refused: 0, picturesToCome: 1 })
})
