import fc from 'fast-check'
import { stringify } from 'csv-stringify/sync'
import { expect, it } from 'vitest'
import { CellSplitter } from './split-cells'

const cell = fc
  .array(fc.constantFrom('"', '""', ',', ';', '\t', '\n', '\r', '\r\n', ' ', 'a', 'é', '😀', "'", '=', '\\'), { maxLength: 8 })
  .map((parts) => parts.join(''))
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }))
  // The first row is a header, and rows of nothing are left out.
  .map(([head, ...rows]) => [head!.map((_, index) => `column ${index}`), ...rows.filter((row) => row.some((text) => text.trim() !== ''))])

it.each([
  [',', '\n'],
  [';', '\r\n'],
  ['\t', '\n'],
] as const)('reads every file that was written properly with %j and %j, however it arrives', (delimiter, record_delimiter) => {
  fc.assert(
    fc.property(table, fc.boolean(), fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }), (rows, quoted, sizes) => {
      const text = stringify(rows, { delimiter, record_delimiter, quoted, quoted_match: /[\r\n"]|^\s|\s$/ })
      const splitter = new CellSplitter(delimiter)
      const read = []
      for (let at = 0, turn = 0; at < text.length; turn++) {
        const size = sizes[turn % sizes.length]!
        read.push(...splitter.push(text.slice(at, at + size)))
        at += size
      }
      read.push(...splitter.end())

      expect(read.map(({ cells }) => cells)).toEqual(rows)
      const lines = rows.map(
        (_, index) =>
          1 + breaksIn(stringify(rows.slice(0, index), { delimiter, record_delimiter, quoted, quoted_match: /[\r\n"]|^\s|\s$/ })),
      )
      expect(read.map(({ line }) => line)).toEqual(lines)
    }),
    { numRuns: 2000 },
  )
})

const breaksIn = (text: string) => (text.match(/\r\n|\r|\n/g) ?? []).length
