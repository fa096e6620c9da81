import type { Context } from '#server/platform/context'
import { sqlState } from '#server/platform/database/in-transaction'
import { DomainError } from '#server/platform/errors'
import type { ImportStatus } from '#shared/lifecycles/product-import'

export const importNotFound = () => new DomainError('not_found', 'imports.not_found', 'There is no such import.')
export const importTooLarge = (mostBytes: number) =>
  new DomainError('too_large', 'imports.too_large', 'The file is larger than 60 MB.', { mostBytes })
export const fileUnreadable = (reason: string) => new DomainError('invalid', 'imports.unreadable', reason)
export const importCannotBecome = (from: ImportStatus, to: ImportStatus) =>
  new DomainError('conflict', 'imports.status_conflict', 'The import cannot do this now.', { from, to })
export const importBusy = () =>
  new DomainError('conflict', 'imports.busy', 'Another import of this shop is being applied or undone. Please wait until it is done.')
export const picturesTooLarge = (mostBytes: number) =>
  new DomainError('too_large', 'imports.pictures_too_large', 'The zip is larger than 200 MB.', { mostBytes })
export const picturesUnreadable = (reason: string) =>
  new DomainError('invalid', 'imports.pictures_unreadable', 'This is not a zip that can be read.', { reason })

const NOT_TAKEN = /^(?:22|23)/

/**
 * Why one product of a file cannot be written; null for what stops the whole work, to be tried again. What the database
 * itself does not take would be refused each time, and one such product must not hold up all others.
 */
export function refusalText(ctx: Context, error: unknown): string | null {
  if (error instanceof DomainError) return error.kind === 'unavailable' ? null : error.message
  if (!NOT_TAKEN.test(sqlState(error) ?? '')) return null
  ctx.log.error({ error }, 'the database refuses a product of an import')
  return 'The product cannot be kept as the file has it.'
}
