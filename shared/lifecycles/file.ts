/** A file is pending until its renditions are made; only ready ones are shown. */
export const FILE_STATUSES = ['pending', 'ready', 'failed'] as const
export type FileStatus = (typeof FILE_STATUSES)[number]

/** What a file is for decides who may read it: everyone a picture, and a private file whoever was given its address of the hour. */
export const FILE_PURPOSES = [
  'product_image',
  'shop_logo',
  'shop_banner',
  'category_image',
  'site_image',
  'avatar',
  'return_photo',
  'return_label',
  'chat_attachment',
] as const
export type FilePurpose = (typeof FILE_PURPOSES)[number]
