import { asc, eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { products, stockLevels, variants } from '#db/schema'
import { jobs } from '#server/jobs'
import { testContext } from '../../../tests/support/context'
import { importFiles } from '../../../tests/support/import-files'
import { makeCatalog, type MadeShop } from '../../../tests/support/make-catalog'
import { fieldRows, groupRows, planRows } from './group-rows'
import { readRows } from './read-rows'

const ctx = await testContext({}, jobs)
const catalog = makeCatalog(ctx)
let shop: MadeShop
const files = importFiles(ctx, () => shop)

beforeEach(async () => {
  shop = await catalog.shop()
})

const HEAD = 'Handle,Title,Body (HTML),Tags,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty'
const CUP = 'cup,Cup,<p>Blue</p>,,,,CUP,5.00,3'
const titles = async () =>
  (await ctx.db.select().from(products).where(eq(products.shopId, shop.row.id)).orderBy(asc(products.id))).map(({ title }) => title)

const asLatin = (text: string) => Buffer.from(text, 'latin1')
const HARMLESS: [string, string | Uint8Array, string[]][] = [
  ['UTF-8 with a mark before quoted headers', `\uFEFF"${HEAD.split(',').join('","')}"\n${CUP}`, ['Cup']],
  [
    'Windows-1252 with its own quotes and euros',
    asLatin(`${HEAD}\r\ncup,Caf\xe9 \x93Sol\x94 f\xfcr 5\x80,,,,,CUP,5,3`),
    ['Café “Sol” für 5€'],
  ],
  ['UTF-16', Buffer.from(`\uFEFF${HEAD}\r\ncup,Käse,,,,,CUP,5.00,3`, 'utf16le'), ['Käse']],
  ['a first line that names the delimiter', `sep=;\r\n${HEAD.replaceAll(',', ';')}\r\n${CUP.replaceAll(',', ';')}`, ['Cup']],
  ['empty lines and lines of nothing but commas', `\n\n${HEAD},,\n\n${CUP},,\n,,,,,,,,,,\n\n`, ['Cup']],
  ['a header in the middle', `${HEAD}\n${CUP}\n${HEAD}\n${CUP.replaceAll('up', 'an').replace('CUP', 'CAN')}`, ['Cup', 'Can']],
  ['characters that a database cannot keep', `${HEAD}\nc\0up,C\0up,\0,\0,,,C\0UP,5.\u000000,3`, ['Cup']],
  [
    'a cell of which only the start is quoted',
    `${HEAD}\ncup,"Big" cup,,,,,CUP,5.00,3\n${CUP.replaceAll('UP', 'AN').replace('cup', 'can')}`,
    ['Big cup', 'Cup'],
  ],
  [
    'a shop that sorts by tags',
    `${HEAD}\ncup,Cup,,"${Array.from({ length: 60 }, (_, n) => `Collection of the year ${n}: cups and mugs for every day`).join(', ')}",,,CUP,5.00,3`,
    ['Cup'],
  ],
  ['quotes in quotes that nobody doubled', `${HEAD}\ncup,"A "big" cup",<p>,,,,CUP,5.00,3`, ['A "big" cup']],
  ['inches over several lines', `${HEAD}\ncup,Cup,"<p>5" high</p>\n<p>3" wide, round</p>",,,,CUP,5.00,3`, ['Cup']],
  ['a title without a letter of the alphabet', `${HEAD}\n${CUP}\n,茶碗,,,,,BOWL,5.00,3\n,湯呑,,,,,TEA,5.00,3`, ['Cup', '茶碗', '湯呑']],
  ['names that mean something to a program', `${HEAD}\n__proto__,constructor,,,,,toString,5.00,3`, ['constructor']],
]

it.each(HARMLESS)('reads %s, the same again, and exports and takes back what it read', async (_, file, expected) => {
  const before = await files.exported()
  const { id, summary } = await files.bring(file)
  expect(summary).toMatchObject({ created: expected.length, refused: 0 })
  expect(await titles()).toEqual(expected)
  expect(
    await ctx.db
      .select()
      .from(stockLevels)
      .innerJoin(variants, eq(variants.id, stockLevels.variantId))
      .where(eq(variants.shopId, shop.row.id)),
  ).toMatchObject(expected.map(() => ({ stock_levels: { onHand: 3 }, variants: { priceMinor: 500 } })))

  expect((await files.bring(file)).summary).toMatchObject({ created: 0, changed: 0, unchanged: expected.length, refused: 0 })
  const text = await files.exported()
  expect((await files.bring(text)).summary).toMatchObject({ created: 0, changed: 0, unchanged: expected.length, refused: 0 })
  await files.undo(id)
  expect(await files.exported()).toBe(before)
})

it.each([
  ['a product that stands there twice', `${CUP}\n${CUP}`, [3, 'Handle', 'product_twice']],
  [
    'more tags than a product has',
    CUP.replace('</p>,', `</p>,"${Array.from({ length: 101 }, (_, n) => `tag ${n}`).join(', ')}"`),
    [2, 'Tags', 'too_many_values'],
  ],
  ['a title of one letter', CUP.replace('Cup', 'C'), [2, 'Title', 'text_too_short']],
  ['a price below nothing', CUP.replace('5.00', '-1.00'), [2, 'Variant Price', 'number_unclear']],
  ['a price beyond all measure', CUP.replace('5.00', '99999999999999'), [2, 'Variant Price', 'number_out_of_range']],
])('refuses %s, and says where', async (_, rows, place) => {
  const { id, summary } = await files.bring(`${HEAD}\n${rows}`)
  expect(summary).toMatchObject({ created: 0, refused: 1 })
  expect(await files.problemsOf(id)).toContainEqual(place)
  expect(await titles()).toEqual([])
})

it.each([
  [
    'a spreadsheet that is no CSV',
    Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.from(Array.from({ length: 3000 }, (_, n) => (n * 7919) % 256))]),
  ],
  ['a page of words', 'Once upon a time there was a shop.\nIt sold cups.'],
])('takes %s for nothing that it can read', async (_, file) => {
  expect(await files.check(file)).toMatchObject({ status: 'failed', problem: expect.stringContaining('No column is known') })
})

it('reads a long file as far as the next product, not as a whole', async () => {
  const PRODUCTS = 10_000
  let linesRead = 0
  const rows = () => {
    async function* bytes() {
      yield Buffer.from(`${HEAD}\n${' '.repeat(70_000)}\n`)
      for (let n = 0; n < PRODUCTS; n++) {
        linesRead += 2
        yield Buffer.from(`p-${n},Product ${n},"<p>Two\nlines</p>",,Size,S,P-${n}-S,5.00,3\np-${n},,,,,L,P-${n}-L,6.00,3\n`)
      }
    }
    return fieldRows(readRows(bytes(), 'utf-8'), 'shopify', { handle: 'Handle', title: 'Title', sku: 'Variant SKU' })
  }

  const plan = await planRows('shopify', rows())
  expect(plan.handles).toHaveLength(2 * PRODUCTS)
  linesRead = 0
  let seen = 0
  for await (const { handle, rows: own } of groupRows(rows(), plan)) {
    expect([handle, own.length]).toEqual([`p-${seen}`, 2])
    expect(linesRead).toBe(2 * ++seen)
  }
  expect(seen).toBe(PRODUCTS)
})
