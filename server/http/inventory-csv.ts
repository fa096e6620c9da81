import type { InventoryItem } from '#shared/contracts/inventory'
import { csvLine } from './csv-line'
import { streamText } from './stream-text'

const COLUMNS = ['sku', 'title', 'optionLabel', 'status', 'tracked', 'backorder', 'onHand', 'reserved', 'available', 'lowAt'] as const

/** The inventory as a file for a spreadsheet, sent while it is read. */
export const inventoryCsv = (parts: AsyncIterable<InventoryItem[]>): ReadableStream<Uint8Array> => streamText(linesOf(parts))

async function* linesOf(parts: AsyncIterable<InventoryItem[]>): AsyncGenerator<string> {
  yield csvLine(COLUMNS)
  for await (const items of parts) yield items.map((item) => csvLine(COLUMNS.map((column) => item[column]))).join('')
}
