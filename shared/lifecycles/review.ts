export const REVIEW_STATUSES = ['published', 'held', 'removed'] as const
export type ReviewStatus = (typeof REVIEW_STATUSES)[number]
