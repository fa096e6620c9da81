/** Every state a product can be in. Only a live one is shown to shoppers. */
export const PRODUCT_STATUSES = ['draft', 'in_review', 'live', 'rejected', 'archived'] as const
export type ProductStatus = (typeof PRODUCT_STATUSES)[number]

export const PRODUCT_MOVES: Record<ProductStatus, readonly ProductStatus[]> = {
  draft: ['in_review', 'live', 'archived'],
  in_review: ['live', 'rejected', 'draft', 'archived'],
  live: ['draft', 'rejected', 'archived'],
  rejected: ['draft', 'in_review', 'archived'],
  archived: ['draft'],
}

export const canMoveProduct = (from: ProductStatus, to: ProductStatus) => PRODUCT_MOVES[from].includes(to)

/** What sellers ask to happen to a product, with the states in which they can. */
export const PRODUCT_STEPS = ['submit', 'withdraw', 'unpublish', 'archive', 'restore'] as const
export type ProductStep = (typeof PRODUCT_STEPS)[number]

export const PRODUCT_STEPS_FROM: Record<ProductStep, readonly ProductStatus[]> = {
  submit: ['draft', 'rejected'],
  withdraw: ['in_review'],
  unpublish: ['live'],
  archive: ['draft', 'in_review', 'live', 'rejected'],
  restore: ['archived'],
}

export const canTakeStep = (status: ProductStatus, step: ProductStep) => PRODUCT_STEPS_FROM[step].includes(status)
/** Only what waits for a word can be let through or sent back. */
export const canReview = (status: ProductStatus) => status === 'in_review'
