/** A file is pending until its renditions are made; only ready ones are shown. */
export const FILE_STATUSES = ['pending', 'ready', 'failed'] as const
export type FileStatus = (typeof FILE_STATUSES)[number]

/** What a file is for decides which domain is asked who may read it. */
export const FILE_PURPOSES = ['product_image', 'shop_logo', 'shop_banner', 'category_image', 'site_image', 'avatar'] as const
export type FilePurpose = (typeof FILE_PURPOSES)[number]
