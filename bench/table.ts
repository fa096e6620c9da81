import { stdout } from 'node:process'

/** Prints rows as a Markdown table, numbers aligned. */
export function printTable(head: string[], rows: string[][]): void {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]!.length)))
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  stdout.write(`\n${[line(head), rule, ...rows.map(line)].join('\n')}\n\n`)
}

export const fixed = (value: number, digits = 1) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
export const percent = (value: number) => `${Math.round(value * 100)} %`
