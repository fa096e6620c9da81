import { describe, expect, it } from 'vitest'
import { createEncodingFinder, readRows } from './read-rows'

async function read(file: string | Uint8Array, piece = 7) {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  }
  const finder = createEncodingFinder()
  for await (const one of pieces()) finder.push(one)
  const rows = []
  for await (const row of readRows(pieces(), finder.end())) rows.push(row)
  return rows
}
const cells = async (file: string | Uint8Array) => (await read(file)).map((row) => row.cells)

describe('taking a file apart', () => {
  it.each([
    ['commas', 'a,b\n1,2\n', ','],
    ['semicolons', 'a;b\n1;2\n', ';'],
    ['tabs', 'a\tb\n1\t2', '\t'],
  ])('knows %s', async (_, file) => {
    expect(await cells(file)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
  })

  it.each(['\n', '\r\n', '\r'])('reads quoted line breaks and counts lines by %j', async (newline) => {
    const file = ['a,b', '"one', 'two","x ""y"""', '', 'last,'].join(newline)
    expect(await read(file)).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: [`one${newline}two`, 'x "y"'] },
      { line: 5, cells: ['last', ''] },
    ])
  })

  it.each([
    ['quotes that were not doubled', '"<a href="x">y</a>",next', ['<a href="x">y</a>', 'next']],
    ['a quote within a plain cell', '5" pipe,next', ['5" pipe', 'next']],
    ['blanks around a quoted cell', '  "one"  ,next', ['one', 'next']],
    ['an empty quoted cell', '"",next', ['', 'next']],
    ['a comma in quotes', '"one, two",next', ['one, two', 'next']],
  ])('reads %s', async (_, line, expected) => {
    expect(await cells(`a,b\n${line}\n`)).toEqual([['a', 'b'], expected])
  })

  it('reads the same however the bytes arrive', async () => {
    const file = 'Käse,b\r\n"ein ""Wort""\r\nmehr",2\r\n"<i class="x">",ü\r\n'
    const whole = await read(file, 10_000)
    for (const piece of [1, 2, 3, 5]) expect(await read(file, piece)).toEqual(whole)
    expect(whole.map(({ line }) => line)).toEqual([1, 2, 4])
  })

  it('names the line on which a quote is opened and never closed', async () => {
    await expect(read('a,b\n1,2\n3,"open\n5,6\n')).rejects.toThrow('Line 3: a quote is opened and never closed.')
  })

  it('does not read a cell without end', async () => {
    await expect(read(`a\n"${'x'.repeat(300_000)}`, 65_536)).rejects.toThrow('Line 2: a cell is longer than 250000 characters')
  })

  it('refuses a row of nothing but cells', async () => {
    expect((await cells(`${','.repeat(1998)}a`))[0]).toHaveLength(1999)
    await expect(read(`a,b\n1,2\n${','.repeat(5_000_000)}`, 65_536)).rejects.toThrow('Line 3: a row has more than 2000 cells.')
  })

  it('refuses more rows than it promises to read', async () => {
    await expect(read(`a\n${'1\n'.repeat(200_001)}`, 65_536)).rejects.toThrow('more than 200000 rows')
  })
})

describe('finding out how a file is written', () => {
  const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')
  it.each([
    ['UTF-8', Buffer.from('Käse,€\n')],
    ['UTF-8 with a mark', Buffer.from('\uFEFFKäse,€\n')],
    ['Windows-1252', Buffer.from([0x4b, 0xe4, 0x73, 0x65, 0x2c, 0x80, 0x0a])],
    ['UTF-16', utf16('Käse,€\n')],
    ['UTF-16, the other way round', utf16('Käse,€\n').swap16()],
  ])('reads %s', async (_, bytes) => {
    expect(await cells(bytes)).toEqual([['Käse', '€']])
  })
})
