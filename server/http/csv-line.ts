import { withFormulaGuard } from '#shared/formula-guard'

/** A row of a file for a spreadsheet, in which no text is taken for a formula. */
export const csvLine = (cells: readonly unknown[]) => `${cells.map(cellOf).join(',')}\r\n`

function cellOf(value: unknown): string {
  const text = value === null ? '' : String(value)
  const harmless = typeof value === 'string' ? withFormulaGuard(text) : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** A figure as it is written: its minus begins no formula. */
export const csvFigure = (text: string) => ({ toString: () => text })
