import type { z } from 'zod'
import { DomainError } from '../errors'

/** Where a list goes on, as an opaque text: the sort keys of the last row that was shown. */
export const encodeCursor = (keys: readonly (string | number)[]): string => Buffer.from(JSON.stringify(keys)).toString('base64url')

/** The sort keys back. Throws `request.cursor_invalid` for anything that this list did not hand out. */
export function decodeCursor<S extends z.ZodType>(cursor: string, keys: S): z.output<S> {
  const result = keys.safeParse(jsonOrNull(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (!result.success) throw new DomainError('invalid', 'request.cursor_invalid', 'This list cannot go on from there. Please start again.')
  return result.data
}

/** Rows were asked for one more than fits; that one only says that the list goes on. */
export function cutPage<Row>(rows: Row[], size: number, keysOf: (row: Row) => readonly (string | number)[]) {
  const items = rows.slice(0, size)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > size && last ? encodeCursor(keysOf(last)) : null }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
