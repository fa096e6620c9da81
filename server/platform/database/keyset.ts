import { z } from 'zod'
import { DomainError } from '../errors'
import { isUnstorable } from './unstorable'

/** A moment among the sort keys, as lists hand it out: in UTC, of a year that Postgres knows. */
export const momentKeySchema = z.iso.datetime().refine((text) => !text.startsWith('0000'))

/** Where a list goes on, as an opaque text: the sort keys of the last row that was shown. */
export const encodeCursor = (keys: readonly (string | number)[]): string => Buffer.from(JSON.stringify(keys)).toString('base64url')

/** The sort keys back. Throws `request.cursor_invalid` for anything that this list did not hand out. */
export function decodeCursor<S extends z.ZodType>(cursor: string, keys: S): z.output<S> {
  const result = keys.safeParse(keysIn(cursor))
  if (!result.success) throw new DomainError('invalid', 'request.cursor_invalid', 'This list cannot go on from there. Please start again.')
  return result.data
}

/** Rows were asked for one more than fits; that one only says that the list goes on. */
export function cutPage<Row>(rows: Row[], size: number, keysOf: (row: Row) => readonly (string | number)[]) {
  const items = rows.slice(0, size)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > size && last ? encodeCursor(keysOf(last)) : null }
}

function keysIn(cursor: string): unknown {
  try {
    const found: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return isUnstorable(found) ? null : found
  } catch {
    return null
  }
}
