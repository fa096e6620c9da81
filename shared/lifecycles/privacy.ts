/** What people are asked to agree to. */
export const CONSENT_KINDS = ['terms', 'newsletter', 'analytics'] as const
export type ConsentKind = (typeof CONSENT_KINDS)[number]

/** Mails that may be chosen; those about an order's money and an account's safety always come. */
export const NOTIFICATION_KINDS = ['order_updates', 'shop_orders', 'messages', 'reviews', 'offers'] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]

/** requested → ready → expired; or requested → failed. */
export const DATA_EXPORT_STATUSES = ['requested', 'ready', 'failed', 'expired'] as const
export type DataExportStatus = (typeof DATA_EXPORT_STATUSES)[number]
