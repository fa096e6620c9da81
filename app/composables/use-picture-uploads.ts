import { PICTURE_MAX_BYTES, PICTURE_TYPES, type StoredPicture } from '#shared/contracts/pictures'

const AT_ONCE = 3

/** One file on its way. */
export interface PictureUpload {
  id: number
  name: string
  /** Shows the file before it has arrived. */
  preview: string
  /** From 0 to 1. */
  part: number
  state: 'waiting' | 'sending' | 'failed'
  problem: string
  /** Sending the same file again may help. */
  canRetry: boolean
}

export type SendPicture = (file: File, onProgress: (part: number) => void, signal: AbortSignal) => Promise<StoredPicture>

/** Sends files side by side, three at a time; each succeeds, fails and is tried again by itself. */
export function usePictureUploads(send: SendPicture, onStored: (stored: StoredPicture, upload: PictureUpload) => void) {
  const { t } = useI18n()
  const refusal = useRefusal()
  const uploads = ref<PictureUpload[]>([])
  const sources = new Map<number, { file: File; abort: AbortController }>()
  let last = 0

  function problemOf({ type, size }: File): string {
    if (!PICTURE_TYPES.some((known) => known === type)) return t('errors.files_unsupported')
    if (size > PICTURE_MAX_BYTES) return t('seller.pictures.tooLarge', { most: PICTURE_MAX_BYTES / 1024 / 1024 })
    return ''
  }

  function add(files: readonly File[]) {
    for (const file of files) {
      const problem = problemOf(file)
      const id = ++last
      sources.set(id, { file, abort: new AbortController() })
      const preview = URL.createObjectURL(file)
      uploads.value.push({ id, name: file.name, preview, part: 0, state: problem ? 'failed' : 'waiting', problem, canRetry: false })
    }
    sendNext()
  }

  function sendNext() {
    const sending = uploads.value.filter(({ state }) => state === 'sending').length
    const waiting = uploads.value.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, AT_ONCE - sending))
    for (const upload of waiting) void sendOne(upload)
  }

  async function sendOne(upload: PictureUpload) {
    const { file, abort } = sources.get(upload.id)!
    Object.assign(upload, { state: 'sending', part: 0, problem: '' })
    try {
      const stored = await send(file, (part) => (upload.part = part), abort.signal)
      if (abort.signal.aborted) return
      forget(upload)
      onStored(stored, upload)
    } catch (error) {
      Object.assign(upload, { state: 'failed', problem: refusal(error), canRetry: !isAboutTheFile(error) })
    } finally {
      sendNext()
    }
  }

  function retry(upload: PictureUpload) {
    upload.state = 'waiting'
    sendNext()
  }

  function remove(upload: PictureUpload) {
    sources.get(upload.id)?.abort.abort()
    forget(upload)
  }

  function forget({ id, preview }: PictureUpload) {
    URL.revokeObjectURL(preview)
    sources.delete(id)
    uploads.value = uploads.value.filter((upload) => upload.id !== id)
  }

  onBeforeUnmount(() => [...uploads.value].forEach(remove))

  return { uploads, add, retry, remove }
}

const isAboutTheFile = (error: unknown) => refusalOf(error)?.code.startsWith('files.') ?? false
