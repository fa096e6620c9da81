const LONGEST_SIDE = 1280
const QUALITY = 0.9

/** A photo as a JPEG of a size that travels well; cameras take far larger ones. One that the browser cannot read stays as it is. */
export async function shrinkPhoto(photo: File, longestSide = LONGEST_SIDE): Promise<File> {
  const bitmap = await createImageBitmap(photo).catch(() => null)
  if (!bitmap) return photo

  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(bitmap.width * scale)
  canvas.height = Math.round(bitmap.height * scale)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()

  const small = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
  return small ? new File([small], 'photo.jpg', { type: small.type }) : photo
}
