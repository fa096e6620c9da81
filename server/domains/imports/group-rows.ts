import { slugify } from '#shared/slugs'
import type { ImportField, ImportMapping } from '#shared/import-fields'
import type { ImportFormat } from '#shared/lifecycles/product-import'
import { withoutFormulaGuard } from '#shared/formula-guard'
import { FileProblem } from './file-problem'
import type { Row } from './split-cells'

/** A row by its fields; a field whose column is not mapped is undefined, an empty cell ''. */
export interface FieldRow {
  line: number
  fields: Partial<Record<ImportField, string>>
  /** It has more cells with something in them than the header. */
  isTooWide: boolean
}

/** All rows of one product. */
export interface ProductRows {
  handle: string
  rows: FieldRow[]
}

const SCATTERED_LIMIT = 20_000_000

/** Rows with their fields by name, the header left out. */
export async function* fieldRows(rows: AsyncIterable<Row>, format: ImportFormat, mapping: ImportMapping): AsyncGenerator<FieldRow> {
  const read = format === 'souk' ? withoutFormulaGuard : (cell: string) => cell
  let places: [ImportField, number][] | null = null
  let width = 0
  let head: string[] = []
  for await (const { line, cells } of rows) {
    // Files that were put together from several have their header in the middle, too.
    if (places && cells[0] === head[0] && cells.join('\n') === head.join('\n')) continue
    if (!places) {
      head = cells
      const header = cells.map((cell) => cell.trim())
      places = (Object.entries(mapping) as [ImportField, string][]).map(([field, column]) => [field, header.indexOf(column)])
      width = cells.length
      continue
    }
    const fields: FieldRow['fields'] = {}
    for (const [field, place] of places) fields[field] = read(cells[place]?.trim() ?? '')
    yield { line, fields, isTooWide: cells.slice(width).some((cell) => cell.trim() !== '') }
  }
}

/** What holds the rows of a product together, of one row and the one before it. */
export function handleOf(format: ImportFormat, { fields }: FieldRow, before: string): string {
  // Not every title has a letter that an address may have.
  const named = slugify(fields.title ?? '') || (fields.title ?? '')
  if (format !== 'woocommerce') return fields.handle || named || before
  if (fields.type?.includes('variation') && fields.parent) return fields.parent
  return fields.sku || (fields.id ? `id:${fields.id}` : named)
}

/** Which handle each row belongs to, and with which row each product is complete. */
export interface RowPlan {
  handles: string[]
  lastRow: Map<string, number>
}

/** Reads only as much of each row as tells which product it is of. */
export async function planRows(format: ImportFormat, rows: AsyncIterable<FieldRow>): Promise<RowPlan> {
  const handles: string[] = []
  const byId = new Map<string, string>()
  let before = ''
  for await (const row of rows) {
    before = handleOf(format, row, before)
    if (format === 'woocommerce' && row.fields.id && !row.fields.type?.includes('variation')) byId.set(`id:${row.fields.id}`, before)
    handles.push(before)
  }
  // A variation may name its parent by the id, and stand before it.
  const known = new Map<string, string>()
  const settled = handles.map((handle) => {
    const real = byId.get(handle) ?? handle
    if (!known.has(real)) known.set(real, real)
    return known.get(real)!
  })
  return { handles: settled, lastRow: new Map(settled.map((handle, index) => [handle, index])) }
}

/** One product after the other, each as soon as its last row has been read; only scattered ones wait in memory. */
export async function* groupRows(rows: AsyncIterable<FieldRow>, { handles, lastRow }: RowPlan): AsyncGenerator<ProductRows> {
  const open = new Map<string, FieldRow[]>()
  let waiting = 0
  let index = 0
  for await (const row of rows) {
    const handle = handles[index]!
    const own = open.get(handle) ?? []
    own.push(row)
    open.set(handle, own)
    waiting += sizeOf(row)
    if (waiting > SCATTERED_LIMIT)
      throw new FileProblem(`Line ${row.line}: too many products whose rows do not stand together. Please sort the file by product.`)

    if (lastRow.get(handle) === index) {
      open.delete(handle)
      waiting -= own.reduce((all, row) => all + sizeOf(row), 0)
      yield { handle, rows: own }
    }
    index++
  }
}

const sizeOf = ({ fields }: FieldRow) => Object.values(fields).reduce((all, cell) => all + cell.length, 0)
