const AT_ONCE = 3

/** One file on its way. */
export interface Upload {
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

export type SendUpload<Stored> = (file: File, onProgress: (part: number) => void, signal: AbortSignal) => Promise<Stored>

/** Sends files side by side, three at a time; each succeeds, fails and is tried again by itself. `problemOf` says why one is not even tried. */
export function useUploads<Stored>(
  send: SendUpload<Stored>,
  problemOf: (file: File) => string,
  onStored: (stored: Stored, upload: Upload) => void,
) {
  const refusal = useRefusal()
  const uploads = ref<Upload[]>([])
  const sources = new Map<number, { file: File; abort: AbortController }>()
  let last = 0

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

  async function sendOne(upload: Upload) {
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

  function retry(upload: Upload) {
    upload.state = 'waiting'
    sendNext()
  }

  function remove(upload: Upload) {
    sources.get(upload.id)?.abort.abort()
    forget(upload)
  }

  function forget({ id, preview }: Upload) {
    URL.revokeObjectURL(preview)
    sources.delete(id)
    uploads.value = uploads.value.filter((upload) => upload.id !== id)
  }

  onBeforeUnmount(() => [...uploads.value].forEach(remove))

  return { uploads, add, retry, remove }
}

const isAboutTheFile = (error: unknown) => refusalOf(error)?.code.startsWith('files.') ?? false
