import { PICTURE_MAX_BYTES, PICTURE_TYPES, type StoredPicture } from '#shared/contracts/pictures'
import type { SendUpload, Upload } from './use-uploads'

/** Sends pictures, each by itself. */
export function usePictureUploads(send: SendUpload<StoredPicture>, onStored: (stored: StoredPicture, upload: Upload) => void) {
  const { t } = useI18n()

  function problemOf({ type, size }: File): string {
    if (!PICTURE_TYPES.some((known) => known === type)) return t('errors.files_unsupported')
    if (size > PICTURE_MAX_BYTES) return t('seller.pictures.tooLarge', { most: PICTURE_MAX_BYTES / 1024 / 1024 })
    return ''
  }

  return useUploads(send, problemOf, onStored)
}
