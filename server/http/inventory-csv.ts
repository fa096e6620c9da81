import type { InventoryItem } from '#shared/contracts/inventory'
import { withFormulaGuard } from '#shared/formula-guard'
import { streamText } from './stream-text'

const COLUMNS = ['sku', 'title', 'optionLabel', 'status', 'tracked', 'backorder', 'onHand', 'reserved', 'available', 'lowAt'] as const

/** The inventory as a file for a spreadsheet, sent while it is read. */
export const inventoryCsv = (parts: AsyncIterable<InventoryItem[]>): ReadableStream<Uint8Array> => streamText(linesOf(parts))

async function* linesOf(parts: AsyncIterable<InventoryItem[]>): AsyncGenerator<string> {
  yield lineOf(COLUMNS)
  for await (const items of parts) yield items.map((item) => lineOf(COLUMNS.map((column) => item[column]))).join('')
}

const lineOf = (cells: readonly unknown[]) => `${cells.map(cellOf).join(',')}\r\n`

function cellOf(value: unknown): string {
  const text = value === null ? '' : String(value)
  const harmless = typeof value === 'string' ? withFormulaGuard(text) : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
