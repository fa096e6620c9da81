import { ATTACHMENT_MAX_BYTES, ATTACHMENT_TYPES, type Attachment } from '#shared/contracts/chat'
import { PICTURE_TYPES } from '#shared/contracts/pictures'
import { ATTACHMENTS_A_MESSAGE } from '#shared/lifecycles/chat'

/** Photos that are larger are made smaller before they travel. */
const SHRINK_FROM_BYTES = 2 * 1024 * 1024
const LONGEST_SIDE = 2560
const isOf = (types: readonly string[], { type }: File) => types.includes(type)
const isPhoto = ({ type }: File) => type.startsWith('image/') && type !== 'image/svg+xml'

/** What the next message is to show: files on their way to the conversation at `url`, and those that have arrived. */
export function useAttachments(url: string) {
  const { t } = useI18n()
  const arrived = ref<{ place: number; attachment: Attachment }[]>([])
  const tooMany = ref(false)

  async function send(file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<Attachment> {
    const isSmall = !isPhoto(file) || (isOf(PICTURE_TYPES, file) && file.size < SHRINK_FROM_BYTES)
    const sent = isSmall ? file : await shrinkPhoto(file, LONGEST_SIDE)
    return sendFile<Attachment>(`${url}/attachments?name=${encodeURIComponent(file.name)}`, sent, onProgress, { method: 'POST', signal })
  }
  function problemOf(file: File): string {
    const isKnown = isPhoto(file) || isOf(ATTACHMENT_TYPES, file) || /\.(?:txt|csv)$/i.test(file.name)
    if (!isKnown) return t('errors.files_kind_unsupported')
    if (file.size > ATTACHMENT_MAX_BYTES && !isPhoto(file)) return t('errors.files_file_too_large')
    return ''
  }
  const { uploads, add, retry, remove } = useUploads<Attachment>(send, problemOf, (attachment, { id }) => {
    arrived.value = [...arrived.value, { place: id, attachment }].sort((one, other) => one.place - other.place)
  })

  function take(files: readonly File[]) {
    const left = ATTACHMENTS_A_MESSAGE - arrived.value.length - uploads.value.length
    tooMany.value = files.length > left
    add(files.slice(0, Math.max(left, 0)))
  }
  function drop(fileId: string) {
    arrived.value = arrived.value.filter(({ attachment }) => attachment.fileId !== fileId)
    tooMany.value = false
  }
  /** Gives what has arrived to a message, and begins anew. */
  function giveAway(): Attachment[] {
    const given = arrived.value.map(({ attachment }) => attachment)
    arrived.value = []
    tooMany.value = false
    return given
  }

  return reactive({ uploads, arrived, tooMany, take, retry, remove, drop, giveAway })
}
export type Attachments = ReturnType<typeof useAttachments>
