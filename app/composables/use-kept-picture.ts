interface Options<View> {
  /** Where the picture is put and deleted; it answers with what it belongs to. */
  url: () => string
  types: readonly string[]
  maxBytes: number
  changed: (view: View) => void
}

/** The one picture that something has: sent as soon as it is chosen, replaced and removed. What is refused is said in words. */
export function useKeptPicture<View>({ url, types, maxBytes, changed }: Options<View>) {
  const { t } = useI18n()
  const refusal = useRefusal()
  /** How much of it has arrived, from 0 to 1. */
  const part = ref(0)
  const sending = shallowRef<File>()
  const problem = ref('')
  const said = ref('')

  function problemOf({ type, size }: File): string {
    if (!types.includes(type)) return t('errors.files_unsupported')
    return size > maxBytes ? t('account.profile.pictureTooLarge', { most: maxBytes / 1024 / 1024 }) : ''
  }
  async function keep(change: () => Promise<View>, words: string) {
    problem.value = ''
    said.value = ''
    try {
      changed(await change())
      said.value = words
    } catch (error) {
      problem.value = refusal(error)
    }
  }

  const { pending: isSending, run: send } = useAction(async (file: File) => {
    said.value = ''
    problem.value = problemOf(file)
    if (problem.value) return

    part.value = 0
    sending.value = file
    await keep(() => sendFile<View>(url(), file, (now) => (part.value = now)), t('account.profile.pictureSaved'))
    sending.value = undefined
  })
  const { pending: isRemoving, run: remove } = useAction(() =>
    keep(() => $fetch<View>(url(), { method: 'DELETE' }), t('account.profile.pictureRemoved')),
  )

  return { part, sending, problem, said, isSending, send, isRemoving, remove }
}
