import type { DirectUploadAnswer, StoredPicture } from '#shared/contracts/pictures'

/** What goes through us takes longer and costs us more, but small files are there before the other way is known. */
const DIRECT_FROM_BYTES = 1024 * 1024

/** Sends pictures for the products of a shop: straight to the storage where that can be, else through us. */
export function usePictureSender(shopId: string) {
  const address = `/api/seller/shops/${shopId}/pictures`
  let mayBeDirect = true

  async function sendDirectly(file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<StoredPicture | null> {
    const body = { contentType: file.type, sizeBytes: file.size }
    const { upload } = await $fetch<DirectUploadAnswer>(`${address}/direct`, { method: 'POST', body, signal })
    if (!upload) return null
    const isSent = await sendFile(upload.url, file, onProgress, { signal }).then(
      () => true,
      () => false,
    )
    // A bucket that lets no browser in is no reason to lose the picture.
    return isSent ? $fetch<StoredPicture>(`${address}/direct/${upload.id}/finish`, { method: 'POST', signal }) : null
  }

  return async (file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<StoredPicture> => {
    if (mayBeDirect && file.size >= DIRECT_FROM_BYTES) {
      const stored = await sendDirectly(file, onProgress, signal)
      if (stored) return stored
      if (!signal.aborted) mayBeDirect = false
    }
    return sendFile<StoredPicture>(address, file, onProgress, { method: 'POST', signal })
  }
}
