import { stringify } from 'csv-stringify/sync'
import { strToU8, zipSync } from 'fflate'
import type { PersonalData } from '#server/platform/personal-data'

/**
 * A zip of one JSON file with everything, one CSV file a table, and the pictures. A cell that a spreadsheet would take for
 * a formula begins with an apostrophe.
 */
export function packArchive(data: PersonalData, pictures: Record<string, Uint8Array>): Uint8Array {
  const tables = Object.entries(data).filter(([, rows]) => rows.length > 0)
  const csv = tables.map(([table, rows]) => [`tables/${table}.csv`, strToU8(toCsv(rows))] as const)
  const images = Object.entries(pictures).map(([name, bytes]) => [`pictures/${name}`, [bytes, { level: 0 }]] as const)

  return zipSync({ 'data.json': strToU8(JSON.stringify(data, null, 2)), ...Object.fromEntries(csv), ...Object.fromEntries(images) })
}

const toCsv = (rows: PersonalData[string]): string =>
  stringify(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cellOf(value)]))),
    { header: true, columns: Object.keys(rows[0]!), bom: true, escape_formulas: true },
  )

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
