import type { StoredPicture } from '#shared/contracts/pictures'

/** Sends a picture for the products of a shop. */
export function sendPicture(shopId: string, file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<StoredPicture> {
  return sendFile<StoredPicture>(`/api/seller/shops/${shopId}/pictures`, file, onProgress, { method: 'POST', signal })
}
