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
