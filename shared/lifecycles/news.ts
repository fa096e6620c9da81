/** What a buyer is told in the app … */
export const BUYER_NEWS = [
  'bought',
  'shipped',
  'lost',
  'returned_to_sender',
  'cancelled',
  'part_cancelled',
  'refund',
  'refund_failed',
  'return_approved',
  'return_declined',
  'return_received',
  'return_rejected',
] as const
/** … and who runs a shop. */
export const SHOP_NEWS = [
  'new_order',
  'order_cancelled',
  'order_part_cancelled',
  'return_requested',
  'return_sent',
  'return_withdrawn',
] as const

export const NEWS_KINDS = [...BUYER_NEWS, ...SHOP_NEWS] as const
export type NewsKind = (typeof NEWS_KINDS)[number]

export const isNewsOfShop = (kind: NewsKind): boolean => (SHOP_NEWS as readonly NewsKind[]).includes(kind)

/** News older than this are forgotten. */
export const NEWS_KEPT_DAYS = 180
/** More than this are not counted. */
export const NEWS_COUNT_MOST = 99
