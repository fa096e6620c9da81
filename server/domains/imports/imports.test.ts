import { asc, eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { productImportItems, productImports, products, stockLevels, stockMovements, variants } from '#db/schema'
import { saveProduct } from '#server/domains/catalog'
import { systemActor, type Actor } from '#server/platform/actor'
import { jobs } from '#server/jobs'
import { testContext } from '../../../tests/support/context'
import { makeCatalog, type MadeShop } from '../../../tests/support/make-catalog'
import { applyImport, startApplying } from './apply-import'
import { checkImport } from './check-import'
import { exportProducts } from './export-products'
import { startImport } from './start-import'
import { summariseImport } from './summarise-import'
import { startUndo, undoImport } from './undo-import'

const ctx = await testContext({}, jobs)
const catalog = makeCatalog(ctx)
let shop: MadeShop

beforeEach(async () => {
  shop = await catalog.shop()
})

const SHOPIFY =
  'Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src,Image Position,Image Alt Text,SEO Title,SEO Description'

/** Two products: a shirt with three variants and a second picture, and a bowl that comes in one way. */
const CATALOGUE = [
  SHOPIFY,
  'linen-shirt,Linen Shirt,"<p>Soft, <b>washed</b> linen.</p>\n<script>alert(1)</script>\n<ul><li>Made in Porto</li></ul>",Atelier Sol,Shirts,"summer, Linen",true,Size,S,Colour,Sand,LS-S,250,shopify,4,deny,79.00,99.00,,,,Linen shirt,Cool in summer',
  'linen-shirt,,,,,,,,M,,Sand,LS-M,260,shopify,0,continue,79.00,,,,,,',
  'linen-shirt,,,,,,,,L,,Sand,,270,,7,deny,"1,079.00",,,,,,',
  'clay-bowl,Clay Bowl,<p>Thrown by hand</p>,Atelier Sol,Bowls,,true,Title,Default Title,,,,900,shopify,12,deny,"24,50",,,,,,',
].join('\r\n')

const bytesOf = async function* (text: string) {
  yield Buffer.from(text)
}
const check = async (file: string, actor: Actor = shop.owner) => {
  const { id } = await startImport(ctx, actor, shop.row.id, { fileName: 'products.csv', bytes: bytesOf(file) }, { queued: false })
  return checkImport(ctx, id)
}
const apply = async (importId: string) => {
  await startApplying(ctx, shop.owner, shop.row.id, importId)
  await applyImport(ctx, importId)
}
const bring = async (file: string, actor: Actor = shop.owner) => {
  const { id, status, problem } = await check(file, actor)
  expect({ status, problem }).toEqual({ status: 'checked', problem: '' })
  await apply(id)
  return { id, summary: await summariseImport(ctx, id) }
}
const exported = async () => {
  let text = ''
  for await (const piece of await exportProducts(ctx, shop.owner, shop.row.id)) text += piece
  return text
}
const itemsOf = (importId: string) =>
  ctx.db.select().from(productImportItems).where(eq(productImportItems.importId, importId)).orderBy(asc(productImportItems.position))
const problemsOf = async (file: string) =>
  (await itemsOf((await check(file)).id)).flatMap(({ problems }) => problems.map(({ line, column, code }) => [line, column, code]))
const ofShop = () => ctx.db.select().from(products).where(eq(products.shopId, shop.row.id)).orderBy(asc(products.id))

describe('reading what other shops export', () => {
  it('makes products of the rows, as drafts, with cleaned descriptions, variants and stock', async () => {
    const { summary } = await bring(CATALOGUE)

    expect(summary).toEqual({
      created: 2,
      variantsCreated: 4,
      changed: 0,
      unchanged: 0,
      refused: 0,
      conflicts: 0,
      picturesToCome: 0,
      picturesFailed: 0,
    })
    const [shirt, bowl] = await ofShop()
    expect(shirt).toMatchObject({
      title: 'Linen Shirt',
      importHandle: 'linen-shirt',
      status: 'draft',
      brand: 'Atelier Sol',
      tags: ['summer', 'Linen'],
      description: '<p>Soft, <strong>washed</strong> linen.</p>\n\n<ul><li>Made in Porto</li></ul>',
      seoTitle: 'Linen shirt',
    })
    expect(
      await ctx.db
        .select({
          key: variants.optionKey,
          sku: variants.sku,
          price: variants.priceMinor,
          before: variants.compareAtMinor,
          grams: variants.weightGrams,
          onHand: stockLevels.onHand,
          tracked: stockLevels.tracked,
          backorder: stockLevels.backorder,
        })
        .from(variants)
        .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
        .where(eq(variants.shopId, shop.row.id))
        .orderBy(asc(variants.productId), asc(variants.position)),
    ).toEqual([
      { key: 'S / Sand', sku: 'LS-S', price: 7900, before: 9900, grams: 250, onHand: 4, tracked: true, backorder: false },
      { key: 'M / Sand', sku: 'LS-M', price: 7900, before: null, grams: 260, onHand: 0, tracked: true, backorder: true },
      { key: 'L / Sand', sku: 'linen-shirt-l-sand', price: 107_900, before: null, grams: 270, onHand: 7, tracked: false, backorder: false },
      { key: '', sku: 'clay-bowl', price: 2450, before: null, grams: 900, onHand: 12, tracked: true, backorder: false },
    ])
    expect(bowl).toMatchObject({ title: 'Clay Bowl', importHandle: 'clay-bowl' })
  })

  it('finds everything as it was when the same file comes again', async () => {
    await bring(CATALOGUE)
    const before = [await ofShop(), await exported()]

    expect((await bring(CATALOGUE)).summary).toMatchObject({ created: 0, variantsCreated: 0, changed: 0, unchanged: 2, refused: 0 })
    expect([await ofShop(), await exported()]).toEqual(before)
  })

  it.each([
    ['for the operator', () => systemActor, 'live'],
    ['and for a seller after a review', () => shop.owner, 'draft'],
  ])('shows a product at once %s, where the file says so and a category fits', async (_, actor, status) => {
    const category = await catalog.category(`Bowls ${status}`)
    await bring(CATALOGUE.replace(',Bowls,', `,bowls ${status},`), actor())

    const [shirt, bowl] = await ofShop()
    expect([shirt!.status, bowl!.status, bowl!.categoryId]).toEqual(['draft', status, category.id])
  })

  it('reads the newer names of the columns', async () => {
    const { summary } = await bring(
      'Title,URL handle,Description,Vendor,Type,Tags,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Compare-at price,Inventory tracker,Inventory quantity,Continue selling when out of stock,Weight value (grams)\nCup,cup,<p>A cup</p>,Sol,Cups,,TRUE,Active,CUP-1,Colour,Red,8.00,,shopify,3,CONTINUE,150',
    )
    expect(summary).toMatchObject({ created: 1, variantsCreated: 1, refused: 0 })
  })

  it('reads WooCommerce, variations before and after their product', async () => {
    const { id, summary } = await bring(
      [
        'ID,Type,SKU,Name,Published,Description,In stock?,Stock,Backorders allowed?,Weight (kg),Sale price,Regular price,Categories,Tags,Images,Parent,Attribute 1 name,Attribute 1 value(s)',
        '12,variation,TEE-S,Tee - S,1,,1,3,0,0.2,,19.00,,,,id:11,Size,S',
        '11,variable,TEE,Tee,1,<p>A tee</p>,1,,0,,,,Clothes > Tees,soft,,,Size,"S, M"',
        '20,simple,MUG,Mug,1,<p>A mug</p>,1,,0,0.35,8.00,10.00,Kitchen,,,,Material,Clay',
        '13,variation,TEE-M,Tee - M,1,,1,5,1,0.2,,21.00,,,,TEE,Size,M',
      ].join('\n'),
    )
    expect(summary).toMatchObject({ created: 2, variantsCreated: 3, refused: 0 })
    const made = await ctx.db
      .select({
        sku: variants.sku,
        key: variants.optionKey,
        price: variants.priceMinor,
        before: variants.compareAtMinor,
        grams: variants.weightGrams,
      })
      .from(variants)
      .where(eq(variants.shopId, shop.row.id))
      .orderBy(asc(variants.sku))
    expect(made).toEqual([
      { sku: 'MUG', key: '', price: 800, before: 1000, grams: 350 },
      { sku: 'TEE-M', key: 'M', price: 2100, before: null, grams: 200 },
      { sku: 'TEE-S', key: 'S', price: 1900, before: null, grams: 200 },
    ])
    expect((await itemsOf(id)).map(({ handle, line }) => [handle, line])).toEqual([
      ['MUG', 4],
      ['TEE', 2],
    ])
  })

  it('takes what costs nothing', async () => {
    const { summary } = await bring('Handle,Title,Variant SKU,Variant Price\nsample,Sample,SAMPLE,0.00')
    expect(summary).toMatchObject({ created: 1, refused: 0 })
  })

  it('puts the scattered rows of a product together', async () => {
    const { summary } = await bring(
      ['Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price', 'a,Aa,Size,S,A-S,1.00', 'b,Bb,,,B,2.00', 'a,,,M,A-M,1.50'].join(
        '\n',
      ),
    )
    expect(summary).toMatchObject({ created: 2, variantsCreated: 3 })
  })
})

describe('what is wrong with a file', () => {
  const HEAD = 'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty'
  it.each([
    ['a missing price', 'a,Aa,,,A,,1', [[2, 'Variant Price', 'price_missing']]],
    ['a price that could be two', 'a,Aa,,,A,1.299,1', [[2, 'Variant Price', 'number_unclear']]],
    ['a missing title', 'a,,,,A,1.00,1', [[2, 'Title', 'title_missing']]],
    ['a quantity in words', 'a,Aa,,,A,1.00,many', [[2, 'Variant Inventory Qty', 'number_unclear']]],
    ['a repeated choice', 'a,Aa,Size,S,A,1.00,1\na,,,S,B,1.00,1', [[3, 'Option1 Value', 'choice_repeated']]],
    ['a missing choice', 'a,Aa,Size,S,A,1.00,1\na,,,,B,1.00,1', [[3, 'Option1 Value', 'option_value_missing']]],
    ['one product with two titles', 'a,Aa,,,A,1.00,1\nb,Bb,,,B,1.00,1\na,Other,,,C,1.00,1', [[4, 'Title', 'field_differs']]],
    ['a repeated SKU', 'a,Aa,,,A,1.00,1\nb,Bb,,,A,1.00,1', [[3, 'Variant SKU', 'sku_repeated']]],
    ['more cells than columns', 'a,Aa,,,A,1.00,1,oops', [[2, '', 'row_too_wide']]],
    ['a title without end', `a,${'x'.repeat(200)},,,A,1.00,1`, [[2, 'Title', 'text_too_long']]],
  ])('tells of %s, with its place', async (_, rows, expected) => {
    const found = await problemsOf(`${HEAD}\n${rows}`)
    for (const place of expected) expect(found).toContainEqual(place)
    expect(await ofShop()).toEqual([])
  })

  it('takes how many are sold at once, and refuses what no number fits', async () => {
    const file = (rules: string) => `Handle,Title,SKU,Price,Order minimum,Order maximum,Order in steps of\neggs,Eggs,EGGS,0.40,${rules}`

    await bring(file('6,18,6'))
    expect(await ofShop()).toMatchObject([{ orderMin: 6, orderMax: 18, orderStep: 6 }])
    await bring('Handle,Title,SKU,Price\neggs,Eggs,EGGS,0.50')
    expect(await ofShop()).toMatchObject([{ orderMin: 6, orderMax: 18, orderStep: 6 }])
    await bring(file('2,,1'))
    expect(await ofShop()).toMatchObject([{ orderMin: 2, orderMax: null, orderStep: 1 }])

    expect(await problemsOf(file('1,5,6'))).toEqual([[2, 'Order maximum', 'value_refused']])
    expect(await problemsOf(file('half,,'))).toEqual([[2, 'Order minimum', 'number_unclear']])
    expect(await problemsOf(file('0,,'))).toEqual([[2, 'Order minimum', 'value_refused']])
    expect(await ofShop()).toMatchObject([{ orderMin: 2, orderMax: null, orderStep: 1 }])
  })

  it('refuses more than a hundred variants, and more than three options', async () => {
    const many = Array.from({ length: 101 }, (_, n) => `a,${n ? '' : 'Aa'},${n ? '' : 'Size'},S${n},A${n},1.00,1`).join('\n')
    expect(await problemsOf(`${HEAD}\n${many}`)).toContainEqual([102, '', 'too_many_variants'])
    expect(
      await problemsOf(
        'Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,Option4 Name,Option4 Value,Variant Price\na,Aa,A,1,B,1,C,1,D,1,1.00',
      ),
    ).toContainEqual([2, 'Option4 Name', 'too_many_options'])
  })

  it('applies what is right and leaves out what is not', async () => {
    const { summary } = await bring(`${HEAD}\na,Aa,,,A,1.00,1\nb,Bb,,,B,,1`)
    expect(summary).toMatchObject({ created: 1, refused: 1 })
    expect((await ofShop()).map(({ title }) => title)).toEqual(['Aa'])
  })

  it('fails as a whole where the file cannot be read', async () => {
    expect(await check(`${HEAD}\na,"Aa,,,A,1.00,1\n`)).toMatchObject({
      status: 'failed',
      problem: 'Line 2: a quote is opened and never closed.',
    })
  })

  it('refuses a SKU of another product of the shop', async () => {
    await catalog.draft(shop, { variants: [{ sku: 'TAKEN', priceMinor: 100 }] })
    expect(await problemsOf(`${HEAD}\na,Aa,,,TAKEN,1.00,1`)).toEqual([[2, 'Variant SKU', 'sku_taken']])
  })
})

describe('changing what is there', () => {
  it('says each field that changes, and leaves what the file does not speak of', async () => {
    await bring(CATALOGUE)
    const { id } = await check(
      'Handle,Variant SKU,Variant Price,Variant Inventory Qty\nclay-bowl,clay-bowl,26.00,\nlinen-shirt,LS-S,79.00,9',
    )

    expect((await itemsOf(id)).map(({ handle, action, changes }) => [handle, action, changes])).toEqual([
      ['clay-bowl', 'change', [{ field: 'variant::priceMinor', from: 2450, to: 2600 }]],
      ['linen-shirt', 'change', [{ field: 'variant:S / Sand:onHand', from: 4, to: 9 }]],
    ])
    await apply(id)
    const text = await exported()
    expect(text).toContain(',26.00,')
    expect(text).toContain('LS-M')
  })

  it('finds a product again by the address that it once had', async () => {
    await bring(CATALOGUE)
    const [shirt] = await ofShop()
    await ctx.db.update(products).set({ importHandle: null, slug: 'renamed' }).where(eq(products.id, shirt!.id))
    await ctx.db.execute(sql`insert into slug_history (kind, slug, target_id) values ('product', 'linen-shirt-of-old', ${shirt!.id})`)
    const { id } = await check(CATALOGUE.replaceAll('linen-shirt,', 'linen-shirt-of-old,'))
    expect((await itemsOf(id))[0]).toMatchObject({ action: 'unchanged', productId: shirt!.id })
  })
})

describe('exporting', () => {
  it('writes what an import reads as no change', async () => {
    await bring(CATALOGUE)
    const bowl = await catalog.product(shop, {
      title: '=HYPERLINK("x") & more',
      brand: '@brand',
      tags: ["'quoted", '-minus', 'plain'],
      description: '<p>+1, "two";\n<strong>three</strong></p>',
      attributes: [{ name: 'Colour: outside', value: 'red, "deep"' }],
      options: [{ name: 'Size', values: ['S', 'M', 'unused'] }],
      variants: [
        { sku: '+S', optionValues: ['M'], priceMinor: 1, onHand: 0, tracked: false, backorder: true, lowAt: 0, weightGrams: 5 },
        { sku: "'=S", optionValues: ['S'], priceMinor: 99_999, compareAtMinor: 100_000 },
      ],
    })
    expect(bowl.product.status).toBe('live')
    const before = await exported()

    for (const line of before.split('\n')) expect(line).not.toMatch(/(^|,)"?[=+@-]/)
    expect((await bring(before)).summary).toMatchObject({ created: 0, changed: 0, unchanged: 3, refused: 0 })
    expect(await exported()).toBe(before)
  })

  it('makes the same shop elsewhere', async () => {
    await bring(CATALOGUE)
    const before = await exported()
    shop = await catalog.shop()
    await bring(before)
    const rows = (text: string) => text.split('\n').map((line) => line.split(',').toSpliced(1, 1).join(','))
    expect(rows(await exported())).toEqual(rows(before))
  })
})

describe('taking an import back', () => {
  it('leaves the shop byte for byte as it was', async () => {
    await catalog.draft(shop, { title: 'Old Bowl', slug: `old-bowl-${shop.row.slug}`, tags: ['kept'] })
    await bring(CATALOGUE.replace('79.00,99.00', '70.00,'))
    const before = await exported()
    const counted = await ctx.db.select().from(stockLevels).orderBy(asc(stockLevels.variantId))

    const { id, summary } = await bring(
      [
        SHOPIFY,
        `old-bowl-${shop.row.slug},Older Bowl,<p>New</p>,Other,Bowls,"a, b",true,Title,Default Title,,,OLD-1,5,shopify,99,deny,11.00,,,,,T,D`,
        'linen-shirt,Linen Blouse,<p>Else</p>,,,,true,Size,XS,Colour,Sand,LS-XS,1,shopify,1,deny,70.00,,,,,,',
        'linen-shirt,,,,,,,,S,,Sand,LS-S2,1,shopify,40,deny,71.00,,,,,,',
        'new-cup,New Cup,,,,,true,Title,Default Title,,,CUP,1,shopify,3,deny,5.00,,,,,,',
      ].join('\n'),
    )
    expect(summary).toMatchObject({ created: 1, variantsCreated: 2, changed: 2, unchanged: 0, refused: 0 })
    expect(await exported()).not.toBe(before)

    await startUndo(ctx, shop.owner, shop.row.id, id)
    await undoImport(ctx, id)
    expect(await exported()).toBe(before)
    expect(await ctx.db.select().from(stockLevels).orderBy(asc(stockLevels.variantId))).toEqual(counted)
    expect(await ctx.db.select({ status: productImports.status }).from(productImports).where(eq(productImports.id, id))).toEqual([
      { status: 'undone' },
    ])
  })

  it('keeps what was changed since, and says so', async () => {
    await bring(CATALOGUE)
    const { id } = await bring(CATALOGUE.replace('Clay Bowl', 'Great Bowl').replace('"24,50"', '30.00'))
    const [, bowl] = await ofShop()
    await saveProduct(ctx, systemActor, bowl!.id, { title: 'My own words', variants: [{ sku: 'clay-bowl', priceMinor: 3000 }] })

    await startUndo(ctx, shop.owner, shop.row.id, id)
    await undoImport(ctx, id)
    expect((await ofShop())[1]).toMatchObject({ title: 'My own words' })
    expect((await itemsOf(id))[1]).toMatchObject({ state: 'conflict', problems: [{ code: 'changed_since', value: 'title' }] })
    const [variant] = await ctx.db.select().from(variants).where(eq(variants.productId, bowl!.id))
    expect(variant!.priceMinor).toBe(2450)
  })

  it('archives what has been ordered', async () => {
    const { id } = await bring(CATALOGUE)
    const [, bowl] = await ofShop()
    const bought = await ctx.db.select().from(variants).where(eq(variants.productId, bowl!.id))
    await catalog.purchase(shop.owner, { product: bowl!, variants: bought })

    await startUndo(ctx, shop.owner, shop.row.id, id)
    await undoImport(ctx, id)
    expect((await ofShop()).map(({ title, status }) => [title, status])).toEqual([['Clay Bowl', 'archived']])
  })
})

describe('an import that is interrupted', () => {
  const FILE = [
    'Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty',
    ...Array.from({ length: 30 }, (_, n) => `p${n},Product ${n},P-${n},1.00,2`),
  ].join('\n')

  it.each([0, 7, 29])('goes on after item %i without losing or doubling anything', async (place) => {
    const { id } = await check(FILE)
    await startApplying(ctx, shop.owner, shop.row.id, id)
    let until = place
    const crashing = {
      ...ctx,
      now: ctx.now,
      clock: {
        ...ctx.clock,
        timeOf: (db: never) => {
          if (until-- === 0) throw new Error('the power is gone')
          return ctx.clock.timeOf(db)
        },
      },
    }
    await expect(applyImport(crashing, id)).rejects.toThrow('the power is gone')
    expect(await ofShop()).toHaveLength(place)

    await Promise.all([applyImport(ctx, id), applyImport(ctx, id).catch(() => false)])
    expect(await ofShop()).toHaveLength(30)
    expect(await ctx.db.$count(stockMovements, sql`variant_id in (select id from variants where shop_id = ${shop.row.id})`)).toBe(30)
    const [row] = await ctx.db.select().from(productImports).where(eq(productImports.id, id))
    expect(row).toMatchObject({ status: 'applied', itemsDone: 30 })
  })

  it('is checked anew from the start', async () => {
    const { id } = await startImport(ctx, shop.owner, shop.row.id, { fileName: 'a.csv', bytes: bytesOf(FILE) }, { queued: false })
    await ctx.db.insert(productImportItems).values({ importId: id, position: 1, line: 2, handle: 'half', action: 'create' })
    await checkImport(ctx, id)
    expect((await itemsOf(id)).map(({ handle }) => handle)).toEqual(Array.from({ length: 30 }, (_, n) => `p${n}`))
  })

  it('works one a shop', async () => {
    const [one, other] = [await check(FILE), await check(FILE)]
    await startApplying(ctx, shop.owner, shop.row.id, one.id)
    await expect(startApplying(ctx, shop.owner, shop.row.id, other.id)).rejects.toMatchObject({ code: 'imports.busy' })
  })
})

it('is for managers of the shop', async () => {
  const stranger = await catalog.person()
  const bytes = bytesOf(CATALOGUE)
  await expect(startImport(ctx, stranger, shop.row.id, { fileName: 'a.csv', bytes })).rejects.toMatchObject({ code: 'shops.not_found' })
  await expect(exportProducts(ctx, stranger, shop.row.id)).rejects.toMatchObject({ code: 'shops.not_found' })
  const { id } = await check(CATALOGUE)
  await expect(startApplying(ctx, stranger, shop.row.id, id)).rejects.toMatchObject({ code: 'shops.not_found' })
  expect(await ofShop()).toEqual([])
})
