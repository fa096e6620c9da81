export const IMPORT_STATUSES = ['checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'failed'] as const
export type ImportStatus = (typeof IMPORT_STATUSES)[number]

export const IMPORT_MOVES: Record<ImportStatus, readonly ImportStatus[]> = {
  checking: ['checked', 'failed'],
  checked: ['checking', 'applying', 'failed'],
  applying: ['applied', 'failed'],
  applied: ['undoing'],
  undoing: ['undone', 'failed'],
  undone: [],
  failed: ['checking'],
}

/** The layouts of a file of products that are recognised by their header. */
export const IMPORT_FORMATS = ['souk', 'shopify', 'woocommerce'] as const
export type ImportFormat = (typeof IMPORT_FORMATS)[number]

/** What importing one product of a file does. */
export const IMPORT_ACTIONS = ['create', 'change', 'unchanged', 'refused'] as const
export type ImportAction = (typeof IMPORT_ACTIONS)[number]

export const IMPORT_ITEM_STATES = ['planned', 'applied', 'undone', 'conflict'] as const
export type ImportItemState = (typeof IMPORT_ITEM_STATES)[number]
