/** What people are asked to agree to. */
export const CONSENT_KINDS = ['terms', 'newsletter', 'analytics'] as const
export type ConsentKind = (typeof CONSENT_KINDS)[number]

/** What those see whom somebody writes with: how far they have read; whether they are there. */
export const SHOWN_KINDS = ['receipts', 'presence'] as const
export type ShownKind = (typeof SHOWN_KINDS)[number]

/** Mails that may be chosen; those about an order's money and an account's safety always come. */
export const NOTIFICATION_KINDS = ['order_updates', 'shop_orders', 'messages', 'reviews', 'offers'] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]

/** requested → ready → expired; or requested → failed. */
export const DATA_EXPORT_STATUSES = ['requested', 'ready', 'failed', 'expired'] as const
export type DataExportStatus = (typeof DATA_EXPORT_STATUSES)[number]

/** News of offers comes only to those who asked for it. */
export const isWantedByDefault = (kind: NotificationKind) => kind !== 'offers'
/** Those that only people get who act for a shop. */
export const SHOP_NOTIFICATION_KINDS: readonly NotificationKind[] = ['shop_orders', 'reviews']

/** Held for this long: an account that is to be erased, so that its owner can think again … */
export const ERASURE_GRACE_DAYS = 14
/** … and an archive of everything, so that its owner can fetch it. */
export const EXPORT_KEPT_DAYS = 7
/** One archive a day. */
export const EXPORT_EVERY_HOURS = 24
