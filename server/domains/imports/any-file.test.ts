import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jobs } from '#server/jobs'
import { testContext } from '../../../tests/support/context'
import { importFiles } from '../../../tests/support/import-files'
import { makeCatalog, type MadeShop } from '../../../tests/support/make-catalog'

const ctx = await testContext({}, jobs)
const catalog = makeCatalog(ctx)
let shop: MadeShop
const files = importFiles(ctx, () => shop)

const HEAD = [
  'Handle',
  'Title',
  'Description',
  'Brand',
  'Tags',
  'Option 1 name',
  'Option 1 value',
  'Option 2 name',
  'Option 2 value',
  'SKU',
  'Price',
  'Compare-at price',
  'Quantity',
  'Stock tracked',
  'Backorder',
  'Low stock at',
  'Weight (g)',
] as const
type Row = Partial<Record<(typeof HEAD)[number], string>>

const text = fc.constantFrom('', 'Plain', "'=1+1", 'a, b', '<b>bold</b>', 'Käse "neu"', 'two\nlines')
const variant = fc.record({
  Price: fc.constantFrom('0', '1.00', '12.50', '1299.99'),
  'Compare-at price': fc.constantFrom('', '20.00', '2000.00'),
  Quantity: fc.constantFrom('', '0', '5', '1000'),
  'Stock tracked': fc.constantFrom('yes', 'no', ''),
  Backorder: fc.constantFrom('yes', 'no', ''),
  'Low stock at': fc.constantFrom('', '0', '7'),
  'Weight (g)': fc.constantFrom('', '0', '250'),
})
const product = (handle: string) =>
  fc
    .record({
      said: fc.record({ Title: fc.constantFrom('One', 'Two words', "'Three"), Description: text, Brand: text, Tags: text }),
      names: fc.constantFrom<string[]>([], ['Size'], ['Colour'], ['Size', 'Colour']),
      values: fc.uniqueArray(fc.tuple(fc.constantFrom('S', 'M', 'L / XL'), fc.constantFrom('Red', "'Blue")), {
        minLength: 1,
        maxLength: 5,
        selector: (pair) => pair.join(),
      }),
      variants: fc.array(variant, { minLength: 5, maxLength: 5 }),
      skus: fc.shuffledSubarray(['A', 'B', 'C', 'D', 'E', 'F'], { minLength: 5, maxLength: 5 }),
    })
    .map(({ said, names, values, variants, skus }): Row[] => {
      const chosen =
        names.length === 0
          ? values.slice(0, 1)
          : names.length === 2
            ? values
            : values.filter(([first], index) => values.findIndex(([other]) => other === first) === index)
      return chosen.map((pair, index) => {
        return {
          Handle: handle,
          ...(index === 0 ? said : {}),
          ...(names[0] ? { 'Option 1 name': names[0], 'Option 1 value': pair[0] } : {}),
          ...(names[1] ? { 'Option 2 name': names[1], 'Option 2 value': pair[1] } : {}),
          SKU: `${handle}-${skus[index]}`,
          ...variants[index],
        }
      })
    })
const fileOf = (rows: Row[][], columns: readonly (typeof HEAD)[number][]) =>
  stringify([[...columns], ...rows.flat().map((row) => columns.map((name) => row[name] ?? ''))])
const columns = fc.subarray([...HEAD].filter((name) => !['Handle', 'Title', 'SKU', 'Price'].includes(name) && !name.startsWith('Option')))

it(
  'imports any file the same twice, exports what an import finds unchanged, and takes any file back to the byte',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(product('cup'), product('mug')),
        fc.tuple(product('cup'), product('jug')),
        columns,
        async (first, second, left) => {
          shop = await catalog.shop()
          await files.bring(fileOf(first, HEAD))
          const before = await files.exported()

          const file = fileOf(
            second,
            HEAD.filter((name) => !left.includes(name)),
          )
          const { id, summary } = await files.bring(file)
          const after = await files.exported()
          expect((await files.bring(file)).summary).toMatchObject({ created: 0, changed: 0, refused: summary.refused })
          expect((await files.bring(after)).summary).toMatchObject({ created: 0, changed: 0, refused: 0 })
          expect(await files.exported()).toBe(after)

          await files.undo(id)
          expect(await files.exported()).toBe(before)
          expect((await files.itemsOf(id)).filter(({ state }) => state === 'conflict')).toEqual([])
        },
      ),
      { numRuns: 8, endOnFailure: true },
    )
  },
)
