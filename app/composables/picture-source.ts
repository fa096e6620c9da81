import type { Picture } from '#shared/contracts/common'
import type { GalleryPicture } from '#shared/contracts/files'

/** The attributes of an `img` that shows a picture in its sizes. Without known measures it is taken as square. */
export function pictureSource(picture: Picture | GalleryPicture) {
  const { renditions, placeholder } = picture
  const middle = renditions[Math.min(1, renditions.length - 1)]

  return {
    src: middle?.url,
    srcset: renditions.length > 1 ? renditions.map(({ url, width }) => `${url} ${width}w`).join(', ') : undefined,
    width: 'width' in picture ? picture.width : 800,
    height: 'height' in picture ? picture.height : 800,
    style: placeholder ? { backgroundImage: `url("${placeholder}")` } : undefined,
  }
}
