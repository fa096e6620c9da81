import type { InventoryItem } from '#shared/contracts/inventory'

const COLUMNS = ['sku', 'title', 'optionLabel', 'status', 'tracked', 'backorder', 'onHand', 'reserved', 'available', 'lowAt'] as const

/** The inventory as a file for a spreadsheet, sent while it is read. */
export function inventoryCsv(parts: AsyncIterable<InventoryItem[]>): ReadableStream<Uint8Array> {
  const lines = linesOf(parts)
  const bytesOf = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(bytesOf.encode(value))
    },
    cancel: () => void lines.return(undefined),
  })
}

async function* linesOf(parts: AsyncIterable<InventoryItem[]>): AsyncGenerator<string> {
  yield lineOf(COLUMNS)
  for await (const items of parts) yield items.map((item) => lineOf(COLUMNS.map((column) => item[column]))).join('')
}

const lineOf = (cells: readonly unknown[]) => `${cells.map(cellOf).join(',')}\r\n`

function cellOf(value: unknown): string {
  const text = value === null ? '' : String(value)
  // A spreadsheet would work out what begins like a formula.
  const harmless = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
