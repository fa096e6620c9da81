import { beginningOf } from '#shared/beginning-of'
import type { ImportField, ImportMapping } from '#shared/import-fields'
import type { ImportProblem, ImportProblemCode } from '#shared/import-problems'
import type { FieldRow } from './group-rows'
import type { Reading } from './read-numbers'

const MOST = 20
const LONGEST_VALUE = 80

/** Collects what is wrong with one product, each with its line and the name of its column in the file. */
export class ProblemList {
  readonly found: ImportProblem[] = []

  constructor(private readonly mapping: ImportMapping) {}

  add(code: ImportProblemCode, line: number, field: ImportField | null, value = ''): void {
    if (this.found.length >= MOST) return
    const column = field ? (this.mapping[field] ?? field) : ''
    this.found.push({ line, column, code, value: value.length > LONGEST_VALUE ? `${beginningOf(value, LONGEST_VALUE)}…` : value })
  }

  /** What a cell says; undefined where it is empty or its column is not in the file, or what it says cannot be. */
  read<T>(row: FieldRow, field: ImportField, reader: (text: string) => Reading<T>): T | undefined {
    const text = row.fields[field]
    if (!text) return undefined
    const reading = reader(text)
    if ('value' in reading) return reading.value
    this.add(reading.code, row.line, field, text)
    return undefined
  }
}
